# SPDX-License-Identifier: Apache-2.0
"""The audit record: one row an act, exactly the details its tag declares, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from lms import audit
from lms.access.identity import SITE, Identity
from lms.audit import Tag, queries, unaudited
from lms.db import reading, transaction

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
SHE = Identity(person_key="she")


@dataclass
class Thing:
    key: str


def record(about: str = "abc", *, by: Identity = SHE, at: datetime = AT, way: str = "password") -> None:
    with transaction():
        audit.record(Tag.SIGNED_IN, by=by, about=Thing(about), at=at, way=way)


def test_a_record_says_who_did_what_to_which_thing_and_when(context):
    record()
    with reading():
        (row,) = queries.latest(limit=10)
        assert (row.tag, row.by_person_key, row.about_kind, row.about_key, row.at) == (
            Tag.SIGNED_IN,
            "she",
            "Thing",
            "abc",
            AT,
        )
        assert row.details == {"way": "password"}


def test_what_the_site_does_by_itself_is_done_by_nobody(context):
    record(by=SITE)
    with reading():
        assert queries.latest(limit=1)[0].by_person_key is None


def test_a_thing_without_a_row_is_named_by_its_key(context):
    with transaction():
        audit.record(Tag.SIGNED_OUT, by=SHE, about="some-key", at=AT, everywhere=True)
    with reading():
        (row,) = queries.about("some-key")
        assert row.about_kind == ""


@pytest.mark.parametrize("details", [{}, {"way": "x", "more": 1}, {"wya": "x"}])
def test_other_details_than_the_tag_declares_are_refused(context, details):
    with pytest.raises(ValueError, match="carries"), transaction():
        audit.record(Tag.SIGNED_IN, by=SHE, about="abc", at=AT, **details)


@transaction()
def failing_act() -> None:
    audit.record(Tag.SIGNED_IN, by=SHE, about="abc", at=AT, way="x")
    raise RuntimeError


def test_a_record_of_an_act_that_failed_does_not_exist(context):
    with pytest.raises(RuntimeError):
        failing_act()
    with reading():
        assert queries.latest(limit=10) == []


def test_the_newest_come_first_and_pages_go_on_from_a_record(context):
    for number in range(5):
        record(f"thing-{number}", at=AT + timedelta(minutes=number))
    with reading():
        first = queries.latest(limit=2)
        rest = queries.latest(limit=10, before_id=first[-1].id)
        assert [row.about_key for row in (*first, *rest)] == [f"thing-{number}" for number in (4, 3, 2, 1, 0)]


def test_what_happened_to_a_thing_is_told_from_the_beginning(context):
    record("one", way="a")
    record("two", way="b")
    record("one", way="c")
    with reading():
        assert [row.details["way"] for row in queries.about("one")] == ["a", "c"]


@pytest.mark.parametrize("why", ["", "  "])
def test_a_service_without_record_says_why(why):
    with pytest.raises(ValueError, match="says why"):
        unaudited(why)


def test_the_mark_leaves_the_service_as_it_is():
    def look() -> str:
        return "seen"

    assert unaudited("a look")(look) is look
