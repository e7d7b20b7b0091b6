# SPDX-License-Identifier: Apache-2.0
"""The page of acts on record: by person, kind of act and day, for officer and operator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lms import audit
from lms.access.identity import Identity, Role
from lms.admin.acts import PAGE_SIZE
from lms.audit import Tag
from lms.db import transaction
from tests.factories.accounts import make_account
from tests.factories.courses import make_enrolment

AT = datetime(2026, 7, 10, 14, 59, tzinfo=UTC)  # one minute before midnight in Tokyo
RECORDS = "/acts"


def record(app, about: str, *, tag: Tag = Tag.SIGNED_OUT, at: datetime = AT, by: str | None = None, **details) -> None:
    with app.app_context(), transaction():
        audit.record(tag, by=Identity(person_key=by), about=about, at=at, **details)


def number_and_key(app) -> tuple[str, str]:
    with app.app_context():
        person = make_account().person
        return person.learner_number, person.key


def rows(page) -> list[str]:
    return [" ".join("".join(row.itertext()).split()) for row in page.find("tr")[1:]]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OPERATOR])
def test_officer_and_operator_read_the_record(as_, role):
    assert "Signed in" in as_(role).get(RECORDS).words


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR])
def test_nobody_else_does(as_, browser, role):
    as_(role).get(RECORDS, status=403)
    browser.get(RECORDS, status=303)


def test_a_person_is_asked_for_by_her_number_and_named_by_it(app, as_):
    number, key = number_and_key(app)
    record(app, "elsewhere", by=key, everywhere=False)
    page = as_(Role.OFFICER).get(f"{RECORDS}?learner_number={number[:4]}+{number[4:]}")
    assert "Learner number given" in page.words
    assert "Account opened" in page.words
    assert "Signed out" in page.words
    assert number in page.words
    assert "花子" not in page.words


def test_what_she_took_is_about_her(app, as_):
    with app.app_context():
        enrolment = make_enrolment()
        number = enrolment.person.learner_number
    words = as_(Role.OFFICER).get(f"{RECORDS}?learner_number={number}").words
    assert "Enrolled in a course" in words


@pytest.mark.parametrize(
    ("number", "words"), [("12345678", "has eight digits"), ("x", "has eight digits"), ("12345671", "Nobody has this")]
)
def test_a_number_that_nobody_has_is_said(as_, number, words):
    assert words in as_(Role.OFFICER).get(f"{RECORDS}?learner_number={number}", status=422).words


def test_a_kind_of_act_is_asked_for(app, as_):
    record(app, "elsewhere", everywhere=False)
    page = as_(Role.OFFICER).get(f"{RECORDS}?tag=accounts:session:closed")
    assert [row.count("Signed out") for row in rows(page)] == [1]


def test_a_kind_that_is_none_is_refused(as_):
    as_(Role.OFFICER).get(f"{RECORDS}?tag=accounts:session:stolen", status=422)


@pytest.mark.parametrize(
    ("first", "last", "is_found"),
    [
        ("2026-07-10", "2026-07-10", True),
        ("R8.7.10", "", True),
        ("", "2026-07-10", True),
        ("2026-07-11", "", False),
        ("", "2026-07-09", False),
    ],
)
def test_days_are_days_in_tokyo(app, as_, first, last, is_found):
    record(app, "elsewhere", everywhere=False)
    page = as_(Role.OFFICER).get(f"{RECORDS}?tag=accounts:session:closed&first_day={first}&last_day={last}")
    assert bool(rows(page)) is is_found


def test_days_in_the_wrong_order_are_refused(as_):
    page = as_(Role.OFFICER).get(f"{RECORDS}?first_day=2026-07-10&last_day=2026-07-09", status=422)
    assert "before the first one" in page.words


def test_older_acts_are_on_further_pages_under_the_same_question(app, as_):
    for number in range(PAGE_SIZE + 3):
        record(app, f"thing {number}", at=AT + timedelta(seconds=number), everywhere=False)
    browser = as_(Role.OFFICER)
    first = browser.get(f"{RECORDS}?tag=accounts:session:closed")
    assert len(rows(first)) == PAGE_SIZE
    older = next(link.get("href") for link in first.find("a") if "before=" in (link.get("href") or ""))
    assert len(rows(browser.get(older))) == 3


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999999"])
def test_a_strange_place_to_go_on_from_shows_something_or_nothing(as_, before):
    as_(Role.OFFICER).get(f"{RECORDS}?before={before}")


def test_the_record_shows_what_it_holds_in_words_or_as_it_is(app, as_):
    record(app, "backlog", tag=Tag.BACKLOG_ISSUED, count=7)
    page = as_(Role.OFFICER).get(f"{RECORDS}?tag=certificates:backlog:issued")
    assert "Certificates for earlier completions issued" in page.words
    assert "count: 7" in page.words
