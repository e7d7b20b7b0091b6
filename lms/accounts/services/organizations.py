# SPDX-License-Identifier: Apache-2.0
"""Who belongs to which organization, and who looks after its people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity, Role
from lms.accounts.domain.folding import search_key
from lms.accounts.domain.slips import VoidReason
from lms.accounts.models import Membership, NamedOrganization, Person, RoleGrant
from lms.accounts.queries import organizations as queries
from lms.accounts.queries import slips as slip_queries
from lms.accounts.services.roles import end_grant, grant
from lms.accounts.services.slips import void_waiting
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.errors import Invalid
from lms.identifiers import new_key

MEMBER = "member"


def name_organization(name: str, *, by: Identity, at: datetime) -> NamedOrganization:
    """The organization of this name; a new one gets a key, which it keeps for good.

    Errors: Invalid.
    """
    folded = search_key(name)
    if not folded:
        raise Invalid("organization-without-name")
    existing = queries.organization_called(folded)
    if existing is not None:
        return existing
    row = NamedOrganization(key=new_key(), name=name, folded=folded, named_at=at, named_by=by.person_key)
    db.session.add(row)
    audit.record(Tag.ORGANIZATION_NAMED, by=by, about=row, at=at, name=name)
    return row


def place_person(  # noqa: PLR0913 - one act of one form
    person: Person,
    *,
    organization_key: str | None,
    name: str,
    is_manager: bool,
    by: Identity,
    at: datetime,
    on: date,
) -> None:
    """Let a person belong to an organization or look after its people; without a key it is found or made by its name.

    Errors: Invalid.
    """
    key = organization_key or name_organization(name, by=by, at=at).key
    if is_manager:
        appoint_manager(person, key, by=by, at=at)
    else:
        join(person, key, by=by, at=at, on=on)


def join(person: Person, organization_key: str, *, by: Identity, at: datetime, on: date) -> Membership:
    """From this day on the person belongs to the organization; where she does already, nothing changes."""
    _hold(person)
    existing = queries.membership_in(person, organization_key, on=on)
    return existing or enter(person, organization_key, by=by, at=at, on=on)


def enter(person: Person, organization_key: str, *, by: Identity, at: datetime, on: date) -> Membership:
    """As `join`, for somebody who does not belong to it: who was registered in this very act, say."""
    row = Membership(
        person_id=person.id,
        organization_key=organization_key,
        role=MEMBER,
        from_day=on,
        until_day=None,
        recorded_at=at,
        recorded_by=by.person_key,
    )
    db.session.add(row)
    audit.record(Tag.MEMBERSHIP_BEGUN, by=by, about=person, at=at, organization=organization_key)
    return row


def leave(person: Person, organization_key: str, *, by: Identity, at: datetime, on: date) -> None:
    """From this day on the person does not belong to the organization. A slip made there and not used becomes void."""
    _hold(person)
    row = queries.membership_in(person, organization_key, on=on)
    if row is None:
        return
    row.until_day = on
    audit.record(Tag.MEMBERSHIP_ENDED, by=by, about=person, at=at, organization=organization_key)
    waiting = slip_queries.waiting_slip_of(person)
    if waiting is not None and waiting.organization_key == organization_key:
        void_waiting(person, why=VoidReason.LEFT, by=by, at=at)


def appoint_manager(person: Person, organization_key: str, *, by: Identity, at: datetime) -> RoleGrant:
    """Let the person look after the people of an organization."""
    return grant(person, role=Role.ORGANIZATION_MANAGER, scope=organization_key, by=by, at=at)


def end_management(person: Person, organization_key: str, *, by: Identity, at: datetime) -> None:
    """The person does not look after the people of the organization any more."""
    row = queries.management_of(person, organization_key)
    if row is not None:
        end_grant(person, row, by=by, at=at)


def _hold(person: Person) -> None:
    db.session.scalar(lock_rows(select(Person.id).where(Person.id == person.id)))
