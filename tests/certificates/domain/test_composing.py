# SPDX-License-Identifier: Apache-2.0
"""Composing a snapshot from what was done, the rules and the issuer; and the payload of the code from it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lms.certificates.domain.composing import Earned, Paper, compose, payload_of
from lms.certificates.domain.snapshot import PaperKind, Signature, from_json, to_json
from tests.factories.rulesets import TECHNICAL
from tests.factories.snapshots import COURSE, HOLDER, SAMPLE_ISSUER, make_snapshot

COURSE_TYPE = TECHNICAL.course_type("TM")
MINUTES = {item.id: item.minutes.value for item in COURSE_TYPE.legal_items}
EARNED = Earned(
    holder=HOLDER,
    course=COURSE,
    rules=TECHNICAL,
    course_type=COURSE_TYPE,
    signed=frozenset(),
    completed_on=date(2026, 7, 10),
    minutes=MINUTES,
    test=make_snapshot().test,
    mode=make_snapshot().mode,
    identity=make_snapshot().identity,
)
PAPER = Paper(
    kind=PaperKind.CERTIFICATE,
    certificate_id="0123456789ABCDEF",
    number="TM-2026-000123-7",
    status_index=7,
    issued_at=datetime(2026, 7, 10, 5, 30, 12, 345678, tzinfo=UTC),
    issued_on=date(2026, 7, 10),
    issuer=SAMPLE_ISSUER,
    template=make_snapshot().template,
    signature=Signature("0011223344556677", is_development=False),
    verifier="https://koshu.example.jp/verify",
)


def test_the_last_day_follows_the_policy_of_the_rules():
    assert compose(EARNED, PAPER).valid_through == date(2029, 7, 9)


@pytest.mark.parametrize(
    ("completed", "last"), [("2024-02-29", "2027-02-28"), ("2023-03-01", "2026-02-28"), ("2026-12-31", "2029-12-30")]
)
def test_the_last_day_at_the_edges_of_the_calendar(completed, last):
    earned = replace(EARNED, completed_on=date.fromisoformat(completed))
    assert compose(earned, PAPER).valid_through == date.fromisoformat(last)


def test_a_composed_snapshot_can_be_stored_and_read_back():
    snapshot = compose(EARNED, PAPER)
    assert from_json(to_json(snapshot)) == snapshot


def test_subjects_stand_in_the_order_of_the_law_with_their_minutes():
    snapshot = compose(EARNED, PAPER)
    assert [(credit.legal_item, credit.minutes) for credit in snapshot.credits] == list(MINUTES.items())


def test_an_article_counts_as_confirmed_once_it_is_signed_off():
    path = COURSE_TYPE.certificate.article.path
    assert not compose(EARNED, PAPER).course_type.article_confirmed
    assert compose(replace(EARNED, signed={path}), PAPER).course_type.article_confirmed


def test_the_code_says_what_the_snapshot_says():
    payload = payload_of(compose(EARNED, PAPER))
    assert (payload.certificate_id, payload.name, payload.kana) == ("0123456789ABCDEF", HOLDER.name, HOLDER.kana)
    assert (payload.course, payload.status_index, payload.is_sample) == ("TM", 7, False)


def test_without_kanji_the_latin_spelling_is_the_name_in_the_code():
    holder = replace(HOLDER, name="", latin_first=True)
    assert payload_of(compose(replace(EARNED, holder=holder), PAPER)).name == HOLDER.latin


def test_a_long_name_is_cut_in_the_code_and_whole_in_the_snapshot():
    holder = replace(HOLDER, kana="ア" * 60)
    snapshot = compose(replace(EARNED, holder=holder), PAPER)
    assert payload_of(snapshot).kana_is_cut
    assert snapshot.holder.kana == "ア" * 60
