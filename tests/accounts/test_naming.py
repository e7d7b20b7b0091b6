# SPDX-License-Identifier: Apache-2.0
"""Names and birth dates: appended, never overwritten; fixed by the first test."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from lms.access.identity import Identity
from lms.accounts import queries, services
from lms.accounts.domain.names import NameGiven
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid
from tests.factories.accounts import BORN, NAME, make_person

TODAY = date(2026, 7, 10)
MARRIED = NameGiven("佐藤 花子", "サトウ ハナコ", "SATO HANAKO")
OFFICER = Identity(person_key="anofficer", name="officer")


def correct(person, name=MARRIED, evidence="residence card seen"):
    with transaction():
        services.correct_name(person, name, evidence=evidence, by=OFFICER, at=now(), on=TODAY)


def restate(person, name=NAME, birth_date=BORN):
    with transaction():
        services.restate(person, name, birth_date, by=Identity(person_key=person.key), at=now(), on=TODAY)


def test_a_correction_is_a_new_row_with_who_and_on_what_evidence(context):
    person = make_person()
    correct(person)
    rows = [(row.register, row.recorded_by, row.evidence, row.from_day == TODAY) for row in person.names]
    assert rows == [
        ("山田 花子", None, "own-statement", False),
        ("佐藤 花子", "anofficer", "residence card seen", True),
    ]


def test_a_correction_is_in_the_audit_record(context):
    person = make_person()
    correct(person)
    with reading():
        wanted = select(AuditRecord.about_key, AuditRecord.by_person_key, AuditRecord.details)
        row = db.session.execute(wanted.where(AuditRecord.tag == "accounts:name:recorded")).one()
    assert tuple(row) == (person.key, "anofficer", {"evidence": "residence card seen"})


def test_a_correction_that_changes_nothing_is_refused(context):
    with pytest.raises(Conflict):
        correct(make_person(), NAME)


def test_a_name_that_cannot_be_is_refused(context):
    with pytest.raises(Invalid):
        correct(make_person(), NameGiven("\u202e", "ア", "A"))


def test_an_officer_may_correct_a_name_that_is_fixed(context):
    person = make_person()
    with transaction():
        services.lock_names(person, at=now())
    correct(person)
    assert queries.name_given(person) == MARRIED


def test_a_corrected_birth_date_is_a_new_row(context):
    person = make_person()
    with transaction():
        services.correct_birth_date(person, date(1975, 4, 2), evidence="passport", by=OFFICER, at=now(), on=TODAY)
    assert [row.birth_date for row in person.birth_dates] == [BORN, date(1975, 4, 2)]


@pytest.mark.parametrize(
    ("day", "refusal"), [(BORN, Conflict), (date(2026, 7, 11), Invalid), (date(1899, 1, 1), Invalid)]
)
def test_a_birth_date_that_changes_nothing_or_cannot_be_is_refused(context, day, refusal):
    person = make_person()
    with pytest.raises(refusal), transaction():
        services.correct_birth_date(person, day, evidence="passport", by=OFFICER, at=now(), on=TODAY)


@pytest.mark.parametrize(
    ("name", "birth_date", "rows"),
    [(MARRIED, BORN, (2, 1)), (NAME, date(1975, 4, 2), (1, 2)), (MARRIED, date(1980, 1, 1), (2, 2))],
)
def test_a_person_mends_what_is_wrong_and_only_that_is_recorded(context, name, birth_date, rows):
    person = make_person()
    restate(person, name, birth_date)
    assert (len(person.names), len(person.birth_dates)) == rows


def test_mending_nothing_is_said(context):
    with pytest.raises(Conflict) as refusal:
        restate(make_person())
    assert refusal.value.code == "nothing-changes"


def test_once_fixed_a_person_mends_nothing_herself(context):
    person = make_person()
    with transaction():
        services.lock_names(person, at=now())
    with pytest.raises(Conflict) as refusal:
        restate(person, MARRIED)
    assert refusal.value.code == "names-locked"
    assert len(person.names) == 1


def test_the_first_lock_stands(context):
    person, first = make_person(), now()
    for at in (first, now()):
        with transaction():
            services.lock_names(person, at=at)
    assert person.names_locked_at == first


def test_the_same_correction_sent_ten_times_at_once_is_one_row(app):
    with app.app_context():
        key, together = make_person().key, Barrier(10)

    def send(_number: int) -> bool:
        with app.app_context():
            person = queries.person_by_key(key)
            together.wait()
            try:
                correct(person)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(10) as pool:
        recorded = list(pool.map(send, range(10)))
    assert recorded.count(True) == 1
    with app.app_context():
        assert len(queries.person_by_key(key).names) == 2
