# SPDX-License-Identifier: Apache-2.0
"""One person found twice: who looks alike, what a merge changes, and that it can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, select

from lms.access.identity import SITE, Identity
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.accounts import queries, services
from lms.accounts.adapters import hashing
from lms.accounts.domain.names import NameGiven
from lms.accounts.models import Person, PersonMerge
from lms.accounts.queries import merging
from lms.certificates.queries import certificates_of
from lms.clock import now
from lms.courses import services as courses
from lms.courses.models import StudySitting
from lms.courses.queries import enrolments_of, studied_page
from lms.courses.services.study import Seen
from lms.db import Base, db, reading, transaction
from lms.errors import Conflict
from tests.factories.accounts import PASSWORD, make_account, make_session
from tests.factories.courses import make_enrolment, sit_down

BORN = date(1968, 2, 29)
OFFICER = Identity(person_key="officer", name="officer")
PLAIN = NameGiven("渡辺 節子", "ワタナベ セツコ", "WATANABE SETSUKO")
VARIANT = NameGiven("渡邉　節子", "ワタナベ　セツコ", "WATANABE SETSUKO")


def somebody(name=PLAIN, born=BORN, **over):
    return make_account(name=name, birth_date=born, **over).person


def pairs():
    with reading():
        return [(pair.first_number, pair.second_number) for pair in merging.undecided_pairs(offset=0, limit=50)]


def merge(person, into):
    with transaction():
        row = services.merge(db.session.merge(person), into=db.session.merge(into), reason="call", by=OFFICER, at=now())
        db.session.flush()
        return row.id


def undo(merge_id):
    with transaction():
        services.undo_merge(db.session.get_one(PersonMerge, merge_id), reason="wrong", by=OFFICER, at=now())


@pytest.mark.parametrize(
    ("other", "born", "alike"),
    [
        (PLAIN, BORN, True),
        (VARIANT, BORN, True),
        (NameGiven(None, "ワタナベ セツコ", "WATANABE SETSUKO"), BORN, False),
        (NameGiven("渡辺 節子", "ワタベ セツコ", "WATANABE SETSUKO"), BORN, False),
        (PLAIN, BORN + timedelta(days=1), False),
        (NameGiven("渡部 節子", "ワタナベ セツコ", "WATANABE SETSUKO"), BORN, False),
    ],
)
def test_records_with_one_name_reading_and_birth_date_are_shown_to_the_officer(context, other, born, alike):
    first, second = somebody(), somebody(other, born)
    assert pairs() == ([(first.learner_number, second.learner_number)] if alike else [])


def test_a_former_name_is_compared_too(context):
    first, second = somebody(), somebody(NameGiven("田中 節子", "タナカ セツコ", "TANAKA SETSUKO"))
    with transaction():
        services.correct_name(
            db.session.merge(second), PLAIN, evidence="passport", by=SITE, at=now(), on=date(2026, 11, 1)
        )
    assert pairs() == [(first.learner_number, second.learner_number)]


def test_people_told_apart_are_not_asked_about_again(context):
    first, second = somebody(), somebody()
    with transaction():
        services.tell_apart(db.session.merge(second), db.session.merge(first), reason="twins", by=OFFICER, at=now())
    assert pairs() == []
    with pytest.raises(Conflict), transaction():
        services.tell_apart(db.session.merge(first), db.session.merge(second), reason="twins", by=OFFICER, at=now())


def test_a_merge_shows_what_lies_under_both_and_undoing_it_parts_them(context):
    first, second = somebody(), somebody()
    make_enrolment(person=db.session.merge(second))
    merge_id = merge(second, into=first)
    with reading():
        assert [len(enrolments_of(person.key)) for person in (first, second)] == [1, 1]
        assert merging.merged_keys(first.key) == {second.key}
        assert certificates_of(first.key) == []
    assert pairs() == []
    undo(merge_id)
    with reading():
        assert [len(enrolments_of(person.key)) for person in (first, second)] == [0, 1]
    assert pairs() == [(first.learner_number, second.learner_number)]


def contents():
    """Every row of every table but those that record the decision."""
    decided = {"person_merge", "audit_record", "sign_in_session"}
    with reading():
        return {
            table.name: sorted(map(repr, db.session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in decided
        }


def test_a_merge_moves_and_changes_no_row(context):
    first, second = somebody(), somebody()
    make_enrolment(person=db.session.merge(second))
    before = contents()
    merge_id = merge(second, into=first)
    assert contents() == before
    undo(merge_id)
    assert contents() == before
    assert "person_merge" in inspect(db.engine).get_table_names()


def test_either_number_leads_to_the_record_that_stays(context):
    first, second = somebody(), somebody(password="another long password")
    merge_id = merge(second, into=first)

    def enters(person, password):
        with transaction():
            token = services.sign_in(person.learner_number, password, address="192.0.2.1", device="", at=now())
        if token is None:
            return None
        with reading():
            return queries.signed_in(hashing.digest_of(token), since=now() - timedelta(hours=1)).identity

    found = enters(second, PASSWORD)
    assert (found.person_key, found.merged_keys) == (first.key, {second.key})
    assert enters(second, "another long password") is None
    undo(merge_id)
    assert enters(second, "another long password").person_key == second.key


def test_open_browsers_of_the_merged_record_are_signed_out(context):
    first, second = make_account(name=PLAIN, birth_date=BORN), make_account(name=PLAIN, birth_date=BORN)
    token = make_session(second)
    merge(second.person, into=first.person)
    with reading():
        assert queries.signed_in(hashing.digest_of(token), since=now() - timedelta(hours=1)) is None


def test_her_own_things_are_those_of_both_records(context):
    first, second = somebody(), somebody()
    enrolment = make_enrolment(person=db.session.merge(second))
    identity = Identity(person_key=first.key, account_key="a", merged_keys=frozenset({second.key}))
    assert permits(identity, Permission.ENROLMENT_STUDY, enrolment)
    assert not permits(Identity(person_key=first.key, account_key="a"), Permission.ENROLMENT_STUDY, enrolment)


def test_merges_may_follow_one_another(context):
    first, second, third = somebody(), somebody(), somebody()
    merge(third, into=second)
    merge(second, into=first)
    with reading():
        assert merging.merged_keys(first.key) == {second.key, third.key}
        assert merging.surviving(db.session.get_one(Person, third.id)).key == first.key


@pytest.mark.parametrize("into_itself", [True, False])
def test_a_merge_that_leads_in_a_circle_is_refused(context, into_itself):
    first, second = somebody(), somebody()
    if into_itself:
        second = first
    else:
        merge(second, into=first)
    with pytest.raises(Conflict):
        merge(first, into=second)


def test_only_the_record_with_a_sign_in_can_stay(context):
    first, second = somebody(), somebody()
    with transaction():
        account = queries.account_of(first.key)
        account.closed_at = now()
    with pytest.raises(Conflict) as refusal:
        merge(second, into=first)
    assert refusal.value.code == "merge-other-way"


def test_only_the_page_opened_last_earns_whichever_record_it_lies_under(context):
    first, second = somebody(), somebody()
    one = make_enrolment(person=db.session.merge(first))
    other = make_enrolment(one.edition, db.session.merge(second))
    merge(second, into=first)
    her = Identity(person_key=first.key, account_key="a", merged_keys=frozenset({second.key}))
    sit_down(one)
    page = studied_page(other.key, "studying-1")
    with transaction():
        courses.sit_down(page, ticket="", seen=Seen(), by=her, at=now())
    with reading():
        tickets = dict(db.session.execute(select(StudySitting.person_id, StudySitting.ticket)).all())
    assert tickets[first.id] == ""
    assert tickets[second.id] != ""
