# SPDX-License-Identifier: Apache-2.0
"""Looks at slips, the people they are for, and the lists from which they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from lms.access.identity import Role
from lms.accounts import queries
from lms.accounts.domain import slips
from lms.accounts.domain.slips import Receiver, SlipState
from lms.accounts.models import Account, Membership, Person, PersonMerge, RoleGrant, Slip, SlipList, SlipListRow
from lms.accounts.queries import merging, organizations
from lms.db import db

MOST_LISTS = 10


@dataclass(frozen=True, slots=True)
class Learner:
    """A person as a desk sees her on a day: herself, and the organizations to which she belongs then."""

    person: Person
    scopes: frozenset[str]

    @property
    def key(self) -> str:
        """Her public key."""
        return self.person.key

    @property
    def owner_key(self) -> str:
        """She belongs to herself."""
        return self.person.key


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A line of an organization's people: whether somebody has ever signed in as her, and how her slip stands."""

    person: Person
    has_begun: bool
    state: SlipState | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip and what it is worth."""

    slip: Slip
    state: SlipState


@dataclass(frozen=True, slots=True)
class Desk:
    """What a desk has done for a person."""

    slips: Sequence[SlipRow]
    memberships: Sequence[Membership]
    managements: Sequence[RoleGrant]
    names: Mapping[str, str]
    """Key of an organization → what it is called."""


def learner(person_key: str, *, on: date) -> Learner | None:
    """A person with the organizations she belongs to on a day."""
    person = queries.person_by_key(person_key)
    return None if person is None else Learner(person, organizations.scopes_of(person, on=on))


def receiver_of(person: Person) -> Receiver:
    """What decides who may make a slip for a person."""
    surviving = merging.surviving(person)
    account = surviving.account or person.account
    ids = (person.id, surviving.id)
    live = select(RoleGrant.role).where(RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None))
    return Receiver(
        has_account=account is not None,
        is_closed=account is not None and account.closed_at is not None,
        roles=tuple(Role(role) for role in db.session.scalars(live)),
        is_merged=surviving is not person,
    )


def slip_by_key(key: str) -> Slip | None:
    """The slip with a key."""
    return db.session.scalar(select(Slip).where(Slip.key == key))


def slip_with(number: str, digest: str) -> Slip | None:
    """The slip that belongs to a learner number and a code."""
    wanted = select(Slip).join(Person).where(Person.learner_number == number, Slip.digest == digest)
    return db.session.scalar(wanted.order_by(Slip.id.desc()))


def slips_of(person: Person) -> Sequence[Slip]:
    """Every slip that was made for a person, the newest first."""
    return db.session.scalars(select(Slip).where(Slip.person_id == person.id).order_by(Slip.id.desc())).all()


def waiting_slip_of(person: Person) -> Slip | None:
    """The slip of a person that has been neither used nor made void; it may have expired."""
    wanted = select(Slip).where(Slip.person_id == person.id, Slip.used_at.is_(None), Slip.void_at.is_(None))
    return db.session.scalar(wanted)


def state_of(slip: Slip, *, at: datetime) -> SlipState:
    """What a slip is worth at a moment."""
    return slips.state_of(expires_at=slip.expires_at, used_at=slip.used_at, void_at=slip.void_at, at=at)


def desk_of(person: Person, *, at: datetime) -> Desk:
    """What a desk has done for a person: her slips with their states, and her organizations."""
    return Desk(
        slips=[SlipRow(slip, state_of(slip, at=at)) for slip in slips_of(person)],
        memberships=organizations.memberships_of(person),
        managements=organizations.managements_of(person),
        names=organizations.names(),
    )


def members(organization_key: str, *, on: date, at: datetime) -> list[MemberRow]:
    """The people of an organization on a day, in kana order."""
    is_merged = exists().where(PersonMerge.from_person_id == Person.id, merging.LIVE)
    wanted = (
        select(Person, Account.id, is_merged, Slip)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Slip, (Slip.person_id == Person.id) & Slip.used_at.is_(None) & Slip.void_at.is_(None))
        .where(Membership.organization_key == organization_key, organizations.in_force(on))
        .options(selectinload(Person.names), selectinload(Person.birth_dates))
        .distinct()
    )
    rows = [
        MemberRow(
            person=person,
            has_begun=any((account_id, merged)),
            state=None if slip is None else state_of(slip, at=at),
            expires_at=None if slip is None else slip.expires_at,
        )
        for person, account_id, merged, slip in db.session.execute(wanted)
    ]
    return sorted(rows, key=lambda row: kana_order(row.person))


def kana_order(person: Person) -> tuple[str, str, str]:
    """By what people are sorted: the reading, then the spelling, then the number."""
    name = person.name
    return ("", "", "") if name is None else (name.kana_key, name.latin_key, person.learner_number)


# --- lists ---


def list_by_key(key: str) -> SlipList | None:
    """The list with a key, its rows with it."""
    return db.session.scalar(select(SlipList).where(SlipList.key == key).options(selectinload(SlipList.rows)))


def lists_of(person_key: str) -> Sequence[SlipList]:
    """The lists that somebody entered and has not fetched yet, the newest first."""
    wanted = select(SlipList).where(SlipList.entered_by == person_key, SlipList.fetched_at.is_(None))
    return db.session.scalars(
        wanted.options(selectinload(SlipList.rows)).order_by(SlipList.id.desc()).limit(MOST_LISTS)
    ).all()


def rows_to_make(slip_list: SlipList, *, limit: int) -> Sequence[SlipListRow]:
    """The next rows of a confirmed list for which no slip has been made yet."""
    wanted = select(SlipListRow).where(
        SlipListRow.slip_list_id == slip_list.id, SlipListRow.slip_id.is_(None), SlipListRow.left_out.is_(False)
    )
    return db.session.scalars(wanted.order_by(SlipListRow.position).limit(limit)).all()


def slips_on(slip_list: SlipList) -> Sequence[Slip]:
    """The slips that were made from a list."""
    wanted = select(Slip).join(SlipListRow, SlipListRow.slip_id == Slip.id)
    return db.session.scalars(
        wanted.where(SlipListRow.slip_list_id == slip_list.id).options(
            selectinload(Slip.person).selectinload(Person.names)
        )
    ).all()
