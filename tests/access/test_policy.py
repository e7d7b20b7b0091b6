# SPDX-License-Identifier: Apache-2.0
"""The policy for every role and every relation to a thing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lms.access.identity import NOBODY, SITE, SYSTEM_SCOPE, Grant, Identity, Role
from lms.access.permissions import Permission
from lms.access.policy import POLICY, permits


@dataclass(frozen=True)
class Thing:
    owner_key: str | None
    scopes: frozenset[str] = frozenset()


HERS = Thing("she")
EVERYBODY = frozenset(
    {
        Permission.ACCOUNT_KEEP,
        Permission.CERTIFICATE_LIST,
        Permission.ENROLMENT_BEGIN,
    }
)
OWNERS = frozenset(
    {
        Permission.CONTACT_KEEP,
        Permission.KEPT_FORM_SETTLE,
        Permission.NAME_REQUEST_KEEP,
        Permission.CERTIFICATE_DOWNLOAD,
        Permission.ENROLMENT_STUDY,
        Permission.ATTEMPT_BEGIN,
        Permission.ATTEMPT_TAKE,
    }
)
# What somebody made at a desk is hers as long as she works at one.
MADE = frozenset({Permission.SLIP_FETCH})
AT_A_DESK = frozenset({Role.OFFICER, Role.OPERATOR})
# What each role may do beyond what everybody signed in may, with a thing of somebody else or with no thing.
BEYOND = {
    Role.LEARNER: frozenset(),
    Role.AUTHOR: frozenset(),
    Role.ORGANIZATION_MANAGER: frozenset(),
    Role.OFFICER: frozenset(
        {
            Permission.CALL_NOTE,
            Permission.CODE_READ,
            Permission.CONTACT_MEND,
            Permission.LETTER_PRINT,
            Permission.MEMBERSHIP_KEEP,
            Permission.NAME_CORRECT,
            Permission.NOTICE_SEND,
            Permission.PERSON_FIND,
            Permission.PERSON_MERGE,
            Permission.PERSON_REGISTER,
            Permission.RECORD_SEE,
            Permission.RESET_DECIDE,
            Permission.SLIP_MAKE,
            Permission.AUDIT_READ,
            Permission.FIRST_STEPS_FOLLOW,
            Permission.BACKLOG_ISSUE,
            Permission.CERTIFICATE_DOWNLOAD,
            Permission.ISSUER_RECORD,
            Permission.RULES_SIGN_OFF,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Permission.CODE_READ,
            Permission.CONTACT_MEND,
            Permission.JOB_SETTLE,
            Permission.MEMBERSHIP_KEEP,
            Permission.PERSON_FIND,
            Permission.RESET_DECIDE,
            Permission.ROLE_GRANT,
            Permission.SLIP_MAKE,
            Permission.AUDIT_READ,
            Permission.FIRST_STEPS_FOLLOW,
            Permission.JOB_WATCH,
            Permission.ISSUER_RECORD,
        }
    ),
}


def identity(role: Role, person_key: str = "another", scope: str = SYSTEM_SCOPE) -> Identity:
    return Identity(person_key=person_key, grants=frozenset({Grant(role, scope)}))


def allowed(who: Identity, thing: object = None) -> frozenset[Permission]:
    return frozenset(permission for permission in Permission if permits(who, permission, thing))


def test_every_permission_has_clauses():
    assert [permission for permission in Permission if not POLICY.get(permission)] == []


def test_the_table_names_nothing_but_permissions():
    assert set(POLICY) == set(Permission)


def test_every_role_is_put_to_the_test():
    assert set(BEYOND) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_do_where_there_is_no_thing(role):
    assert allowed(identity(role)) == EVERYBODY | BEYOND[role]


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_do_with_a_thing_of_somebody_else(role):
    assert allowed(identity(role), HERS) == EVERYBODY | BEYOND[role]


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_do_with_a_thing_of_its_own(role):
    made = MADE if role in AT_A_DESK else frozenset()
    assert allowed(identity(role, "she"), HERS) == EVERYBODY | OWNERS | BEYOND[role] | made


@pytest.mark.parametrize("role", Role)
def test_a_role_within_an_organization_gives_nothing_on_the_whole_site(role):
    registering = {Permission.PERSON_REGISTER} if role is Role.ORGANIZATION_MANAGER else frozenset()
    assert allowed(identity(role, scope="some-organization")) == EVERYBODY | registering


MANAGER = identity(Role.ORGANIZATION_MANAGER, scope="some-organization")


@pytest.mark.parametrize(
    ("scopes", "may"),
    [(set(), False), ({"another-organization"}, False), ({"some-organization"}, True), ({SYSTEM_SCOPE}, False)],
)
def test_a_manager_makes_slips_for_the_people_of_her_organization_only(scopes, may):
    assert permits(MANAGER, Permission.SLIP_MAKE, Thing("she", frozenset(scopes))) is may


def test_a_manager_of_no_organization_in_particular_manages_nobody():
    nowhere = identity(Role.ORGANIZATION_MANAGER)
    assert not permits(nowhere, Permission.SLIP_MAKE, Thing("she", frozenset({SYSTEM_SCOPE})))
    assert not permits(nowhere, Permission.PERSON_REGISTER)


def test_what_a_manager_made_is_hers_only_while_she_is_one():
    assert permits(MANAGER, Permission.SLIP_FETCH, Thing("another"))
    assert not permits(MANAGER, Permission.SLIP_FETCH, HERS)
    assert not permits(identity(Role.LEARNER), Permission.SLIP_FETCH, Thing("another"))


@pytest.mark.parametrize("nobody", [NOBODY, SITE], ids=["visitor", "the site itself"])
@pytest.mark.parametrize("thing", [None, HERS, Thing(None), Thing("")])
def test_nobody_may_do_anything(nobody, thing):
    assert allowed(nobody, thing) == frozenset()


@pytest.mark.parametrize("thing", [object(), "she", {"owner_key": "she"}])
def test_a_thing_that_belongs_to_nobody_is_owned_by_nobody(thing):
    assert not allowed(identity(Role.LEARNER, "she"), thing) & OWNERS


def test_two_roles_give_what_both_give():
    grants = frozenset({Grant(Role.OFFICER), Grant(Role.OPERATOR)})
    both = Identity(person_key="another", grants=grants)
    assert allowed(both, HERS) == EVERYBODY | BEYOND[Role.OFFICER] | BEYOND[Role.OPERATOR]


def test_an_identity_knows_where_it_holds_a_role():
    who = Identity(
        person_key="x", grants=frozenset({Grant(Role.OFFICER), Grant(Role.OFFICER, "branch"), Grant(Role.AUTHOR)})
    )
    assert who.scopes_of(Role.OFFICER) == {SYSTEM_SCOPE, "branch"}
    assert who.has(Role.OFFICER, "branch")
    assert not who.has(Role.AUTHOR, "branch")
    assert (who.is_signed_in, NOBODY.is_signed_in, SITE.is_signed_in) == (True, False, False)
