# SPDX-License-Identifier: Apache-2.0
"""Looks at who belongs to which organization on a day, and who looks after its people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from lms.access.identity import SYSTEM_SCOPE, Role
from lms.accounts.models import Membership, NamedOrganization, Person, RoleGrant
from lms.accounts.queries import person_by_key
from lms.db import db


@dataclass(frozen=True, slots=True)
class Place:
    """A person in an organization: whether she belongs to it, and whether she looks after its people."""

    person: Person
    organization: NamedOrganization
    membership: Membership | None
    management: RoleGrant | None

    @property
    def owner_key(self) -> str:
        """Her place belongs to the person."""
        return self.person.key


def in_force(on: date) -> ColumnElement[bool]:
    """Whether a membership holds on a day; the day on which it ends is no longer in it."""
    return (Membership.from_day <= on) & or_(Membership.until_day.is_(None), Membership.until_day > on)


def scopes_of(person: Person, *, on: date) -> frozenset[str]:
    """The keys of the organizations to which a person belongs on a day."""
    wanted = select(Membership.organization_key).where(Membership.person_id == person.id, in_force(on))
    return frozenset(db.session.scalars(wanted))


def memberships_of(person: Person) -> Sequence[Membership]:
    """Every membership a person has or had, the newest first."""
    wanted = select(Membership).where(Membership.person_id == person.id)
    return db.session.scalars(wanted.order_by(Membership.from_day.desc(), Membership.id.desc())).all()


def membership_in(person: Person, organization_key: str, *, on: date) -> Membership | None:
    """The membership of a person in an organization that holds on a day."""
    wanted = select(Membership).where(
        Membership.person_id == person.id, Membership.organization_key == organization_key, in_force(on)
    )
    return db.session.scalar(wanted.order_by(Membership.id.desc()))


def management_of(person: Person, organization_key: str) -> RoleGrant | None:
    """The grant by which a person looks after the people of an organization now."""
    return db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == Role.ORGANIZATION_MANAGER,
            RoleGrant.scope == organization_key,
            RoleGrant.ended_at.is_(None),
        )
    )


def managements_of(person: Person) -> Sequence[RoleGrant]:
    """Every organization of which a person looks after the people or did, the newest first."""
    wanted = select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.role == Role.ORGANIZATION_MANAGER)
    return db.session.scalars(wanted.where(RoleGrant.scope != SYSTEM_SCOPE).order_by(RoleGrant.id.desc())).all()


def place(person_key: str, organization_key: str, *, on: date) -> Place | None:
    """What a person is in an organization on a day; nothing where she is nothing there."""
    person, organization = person_by_key(person_key), organization_by_key(organization_key)
    if person is None or organization is None:
        return None
    membership = membership_in(person, organization_key, on=on)
    management = management_of(person, organization_key)
    return None if membership is management is None else Place(person, organization, membership, management)


def organization_by_key(key: str) -> NamedOrganization | None:
    """The organization with a key."""
    return db.session.scalar(select(NamedOrganization).where(NamedOrganization.key == key))


def organization_called(folded: str) -> NamedOrganization | None:
    """The organization with a name, however it was typed."""
    return db.session.scalar(select(NamedOrganization).where(NamedOrganization.folded == folded))


def organizations(keys: Collection[str] | None = None) -> Sequence[NamedOrganization]:
    """The organizations with these keys (None: all), by name."""
    wanted = select(NamedOrganization).order_by(NamedOrganization.folded)
    if keys is not None:
        wanted = wanted.where(NamedOrganization.key.in_(keys))
    return db.session.scalars(wanted).all()


def names() -> dict[str, str]:
    """What organizations are called, by their keys."""
    return {row.key: row.name for row in organizations()}
