# SPDX-License-Identifier: Apache-2.0
"""Contacts that need somebody's attention: those at which nothing arrives, and those that only others read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.accounts.domain.contacts import ContactKind
from lms.accounts.models import Account, Contact, OneTimeToken, Person
from lms.accounts.queries.waiting import live_resets_of
from lms.db import db


@dataclass(frozen=True, slots=True)
class Reminders:
    """What a person should know about the ways to reach her."""

    failing: Sequence[Contact]
    wants_own: bool
    """Whether only addresses that others read are given, and she has not put the hint away."""
    resets: int
    """How many requests for a new password of hers are under way."""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.failing or self.wants_own or self.resets)


@dataclass(frozen=True, slots=True)
class Failing:
    """A contact at which nothing arrives, with the numbers at which its person may be reached instead."""

    contact: Contact
    telephones: Sequence[Contact]


def live_contacts_of(person: Person) -> Sequence[Contact]:
    """The contacts of a person that have not been removed, of any kind, oldest first."""
    wanted = select(Contact).where(Contact.person_id == person.id, Contact.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(Contact.id)).all()


def reminders_of(person_key: str, *, at: datetime) -> Reminders:
    """What a person should be told of her contacts when she comes in."""
    account = db.session.scalar(select(Account).join(Person).where(Person.key == person_key))
    if account is None:
        return Reminders((), wants_own=False, resets=0)
    contacts = live_contacts_of(account.person)
    mails = [contact for contact in contacts if contact.kind == ContactKind.EMAIL]
    return Reminders(
        failing=[contact for contact in contacts if contact.failing_since is not None],
        wants_own=account.hint_closed_at is None and bool(mails) and not any(contact.own for contact in mails),
        resets=len(live_resets_of(account, at=at)),
    )


def failing_contacts(*, offset: int, limit: int) -> Sequence[Failing]:
    """Contacts at which nothing arrives, the newest trouble first."""
    wanted = (
        select(Contact)
        .options(joinedload(Contact.person).selectinload(Person.names))
        .where(Contact.failing_since.is_not(None), Contact.removed_at.is_(None))
        .order_by(Contact.failing_since.desc(), Contact.id.desc())
    )
    rows = db.session.scalars(wanted.offset(offset).limit(limit)).all()
    telephones = _telephones_of([row.person_id for row in rows])
    return [Failing(row, [other for other in telephones.get(row.person_id, []) if other.id != row.id]) for row in rows]


def count_of_failing() -> int:
    """At how many contacts nothing arrives."""
    wanted = select(func.count()).where(Contact.failing_since.is_not(None), Contact.removed_at.is_(None))
    return db.session.scalar(wanted) or 0


def contacts_at(folded: str, kind: ContactKind = ContactKind.EMAIL) -> Sequence[Contact]:
    """Every person's contact with this address or number."""
    wanted = select(Contact).where(Contact.folded == folded, Contact.kind == kind, Contact.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(Contact.id)).all()


def meant_as_own(digest: str) -> bool:
    """Whether the address behind a link was given as one that only the person reads."""
    wanted = select(Contact.own).join(OneTimeToken, OneTimeToken.contact_id == Contact.id)
    return bool(db.session.scalar(wanted.where(OneTimeToken.digest == digest)))


def _telephones_of(person_ids: Sequence[int]) -> dict[int, list[Contact]]:
    wanted = select(Contact).where(
        Contact.person_id.in_(person_ids), Contact.kind == ContactKind.TELEPHONE, Contact.removed_at.is_(None)
    )
    found: dict[int, list[Contact]] = {}
    for contact in db.session.scalars(wanted.order_by(Contact.id)):
        found.setdefault(contact.person_id, []).append(contact)
    return found
