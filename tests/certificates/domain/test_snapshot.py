# SPDX-License-Identifier: Apache-2.0
"""The snapshot: written and read back without loss and without leniency."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.domain.records import BadRecord, to_plain
from lms.certificates.domain.snapshot import (
    Holder,
    PaperKind,
    SealKind,
    Snapshot,
    Substitution,
    from_json,
    to_json,
)
from tests.factories.snapshots import make_sample, make_snapshot

SUBSTITUTION = Substitution("邉\U000e0101", "邉", date(2026, 7, 1))
TEXT = st.text(max_size=20)
HOLDERS = st.builds(
    Holder,
    name=TEXT,
    kana=TEXT,
    latin=TEXT,
    birth_date=st.dates(),
    latin_first=st.booleans(),
    substitutions=st.lists(st.builds(Substitution, TEXT, TEXT, st.dates()), max_size=2).map(tuple),
)
SNAPSHOTS = st.builds(
    make_snapshot,
    kind=st.sampled_from(PaperKind),
    number=st.none() | TEXT,
    holder=HOLDERS,
    issued_at=st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)),
    status_index=st.none() | st.integers(0, 2**40),
    renews=st.none() | TEXT,
)


@given(SNAPSHOTS)
def test_a_snapshot_comes_back_from_json_as_it_was(snapshot):
    assert from_json(json.loads(json.dumps(to_json(snapshot)))) == snapshot


def test_a_snapshot_says_by_which_scheme_it_is_written():
    assert to_json(make_snapshot())["schema"] == 1


def test_the_minutes_are_the_sum_of_the_credits():
    assert make_snapshot().minutes == 360


def test_a_sample_knows_that_it_is_one():
    assert make_sample().is_sample
    assert not make_snapshot().is_sample


def test_dates_moments_and_choices_are_plain_text():
    written = to_json(make_snapshot())
    assert written["completed_on"] == "2026-07-10"
    assert written["issued_at"] == "2026-07-10T05:30:12Z"
    assert written["kind"] == "certificate"
    assert written["issuer"]["seal"] == SealKind.OMITTED.value


def changed(path, value):
    written = to_json(make_snapshot(holder=replace(make_snapshot().holder, substitutions=(SUBSTITUTION,))))
    place = written
    *way, last = path
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return written


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (["schema"], 2, "schema"),
        (["schema"], ..., "schema"),
        (["kind"], "diploma", "kind"),
        (["number"], 7, "number"),
        (["verifier"], ..., "verifier"),
        (["score"], 19, "score"),
        (["completed_on"], "2026-7-10", "completed_on"),
        (["completed_on"], "20260710", "completed_on"),
        (["issued_at"], "2026-07-10T05:30:12+09:00", "issued_at"),
        (["issued_at"], "2026-07-10T05:30:12", "issued_at"),
        (["issued_at"], "2026-07-10T05:30:12+00:00", "issued_at"),
        (["status_index"], True, "status_index"),
        (["status_index"], 1.5, "status_index"),
        (["holder"], "Hanako", "holder"),
        (["holder", "birth_date"], None, "holder.birth_date"),
        (["holder", "substitutions"], {}, "holder.substitutions"),
        (["holder", "substitutions", 0, "typed"], 1, "holder.substitutions[0].typed"),
        (["holder", "substitutions", 0, "agreed_on"], ..., "holder.substitutions[0].agreed_on"),
        (["test", "passed"], 1, "test.passed"),
        (["credits", 1, "name", "fr"], "loi", "credits[1].name.fr"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(path, value, named):
    with pytest.raises(BadRecord) as refusal:
        from_json(changed(path, value))
    assert str(refusal.value).startswith(f"{named}:")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 7, 10, 5, 30),
        datetime(2026, 7, 10, 5, 30, tzinfo=timezone(timedelta(hours=9))),
        datetime(2026, 7, 10, 5, 30, 0, 1, tzinfo=UTC),
    ],
)
def test_a_moment_that_would_not_come_back_is_not_written(moment):
    with pytest.raises(ValueError, match="UTC"):
        to_json(make_snapshot(issued_at=moment))


def test_what_json_has_no_place_for_is_not_written():
    with pytest.raises(TypeError, match="bytes"):
        to_plain(b"x")


def test_every_field_of_the_snapshot_is_written():
    assert set(to_json(make_snapshot())) == set(Snapshot.__dataclass_fields__)
