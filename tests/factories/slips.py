# SPDX-License-Identifier: Apache-2.0
"""People registered by a desk, and slips. Call them inside an application context; they commit what they make."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lms import config
from lms.access.identity import SITE, Grant, Identity, Role
from lms.accounts.adapters import sealing
from lms.accounts.domain.desk import PersonGiven
from lms.accounts.domain.slips import SEALED_FOR
from lms.accounts.models import Account, NamedOrganization, Person, Slip
from lms.accounts.services import desk, organizations, slips
from lms.clock import now
from lms.db import db, transaction
from lms.identifiers import new_key
from lms.periods import tokyo_day
from tests.factories.accounts import BORN, NAME, make_account

OFFICER = Identity(person_key="officer000000001", name="officer", grants=frozenset({Grant(Role.OFFICER)}))
EVIDENCE = "運転免許証を窓口で確認"


def make_newcomer(*, by: Identity = OFFICER, at: datetime | None = None, **over: Any) -> Slip:
    """A person without an account, and the slip with which she begins. `over`: fields of PersonGiven."""
    moment = at or now()
    facts = {"key": new_key(), "name": NAME, "birth_date": BORN, "evidence": EVIDENCE, **over}
    with transaction():
        slip = desk.register_with_slip(PersonGiven(**facts), by=by, at=moment, on=tokyo_day(moment))
    return db.session.get_one(Slip, slip.id)


def make_slip(person: Person, *, by: Identity = OFFICER, at: datetime | None = None) -> Slip:
    """A slip for somebody who is registered."""
    with transaction():
        return slips.make_slip(person, evidence=EVIDENCE, by=by, at=at or now())


def code_on(slip: Slip) -> str:
    """What its paper would show, as long as nobody has fetched it."""
    assert slip.sealed is not None
    opened = sealing.opened(slip.sealed, secret_key=config.current().secret_key, lifetime=SEALED_FOR, at=slip.made_at)
    assert opened is not None
    return opened["code"]


def make_organization(name: str = "みほん協同組合") -> NamedOrganization:
    """An organization by its name."""
    with transaction():
        return organizations.name_organization(name, by=SITE, at=now())


def make_manager(organization: NamedOrganization, **over: Any) -> Account:
    """Somebody who looks after the people of an organization."""
    account = make_account(**over)
    with transaction():
        organizations.appoint_manager(account.person, organization.key, by=SITE, at=now())
    return account


def as_manager(organization: NamedOrganization, account: Account | None = None) -> Identity:
    """The identity of a manager of an organization."""
    key = "manager000000001" if account is None else account.person.key
    return Identity(person_key=key, grants=frozenset({Grant(Role.ORGANIZATION_MANAGER, organization.key)}))


__all__ = [
    "EVIDENCE",
    "OFFICER",
    "as_manager",
    "code_on",
    "make_manager",
    "make_newcomer",
    "make_organization",
    "make_slip",
]
