# SPDX-License-Identifier: Apache-2.0
"""Giving and ending roles, and the first operator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.access.identity import SITE, Role
from lms.accounts import queries, services
from lms.accounts.domain.registration import Registration
from lms.clock import now, today
from lms.db import reading, transaction
from lms.errors import Conflict, Invalid
from lms.identifiers import new_key
from tests.factories.accounts import BORN, NAME, PASSWORD, make_account, password_hash


def give(person, role=Role.OFFICER):
    with transaction():
        row = services.grant(person, role=role, by=SITE, at=now())
    return row.id


def end(person, role=Role.OFFICER):
    with transaction():
        services.end_grant(person, queries.live_grant(person, role), by=SITE, at=now())


def registration(**over) -> Registration:
    return Registration(
        **{"key": new_key(), "name": NAME, "birth_date": BORN, "password_hash": password_hash(PASSWORD), **over}
    )


def invite(at=None) -> str:
    with transaction():
        link = services.invite_first_operator(at=at or now())
        assert link is not None
        return link.rpartition("/")[2]


def accept(token, at=None, **over):
    with transaction():
        return services.register_first_operator(token, registration(**over), at=at or now(), on=today())


def test_a_role_given_twice_is_one_row(context):
    person = make_account().person
    assert give(person) == give(person)


def test_a_role_may_be_given_again_after_it_ended(context):
    person = make_account().person
    first = give(person)
    end(person)
    assert give(person) != first
    with reading():
        assert [row.ended_at is None for row in queries.grants_of(person)] == [False, True]


def test_nobody_is_made_a_learner(context):
    with pytest.raises(Invalid):
        give(make_account().person, Role.LEARNER)


def test_the_last_operator_stays(context):
    one = make_account(role=Role.OPERATOR)
    with pytest.raises(Conflict):
        end(one.person, Role.OPERATOR)
    make_account(role=Role.OPERATOR)
    end(one.person, Role.OPERATOR)


def test_an_operator_whose_account_is_closed_does_not_count(context):
    one, other = make_account(role=Role.OPERATOR), make_account(role=Role.OPERATOR)
    with transaction():
        queries.account_of(other.person.key).closed_at = now()
    with pytest.raises(Conflict):
        end(one.person, Role.OPERATOR)


def test_the_first_operator_gets_this_role_and_no_other(context):
    account = accept(invite())
    with reading():
        assert [row.role for row in queries.grants_of(account.person)] == [Role.OPERATOR]


def test_an_invitation_works_once(context):
    token = invite()
    accept(token)
    with pytest.raises(Conflict):
        accept(token)


def test_the_same_sign_up_sent_twice_makes_one_operator(context):
    token, key = invite(), new_key()
    assert accept(token, key=key).key == accept(token, key=key).key


@pytest.mark.parametrize(("age", "works"), [(timedelta(hours=23), True), (timedelta(hours=24), False)])
def test_an_invitation_works_for_a_day(context, age, works):
    at = now()
    token = invite(at - age)
    if works:
        assert accept(token, at)
    else:
        with pytest.raises(Conflict):
            accept(token, at)


def test_a_newer_invitation_voids_the_one_before(context):
    older = invite()
    newer = invite()
    with pytest.raises(Conflict):
        accept(older)
    assert accept(newer)


def test_there_is_no_invitation_once_there_is_an_operator(context):
    make_account(role=Role.OPERATOR)
    with transaction():
        assert services.invite_first_operator(at=now()) is None


def test_an_invitation_does_nothing_once_there_is_an_operator(context):
    token = invite()
    make_account(role=Role.OPERATOR)
    with pytest.raises(Conflict):
        accept(token)
