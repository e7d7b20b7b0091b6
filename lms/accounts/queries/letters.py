# SPDX-License-Identifier: Apache-2.0
"""To whom letters go: people who are to be told something and whom no mail reaches, or people an officer picks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import selectinload

from lms.accounts.domain.contacts import ContactKind
from lms.accounts.domain.postal import PostalAddress, read_address
from lms.accounts.models import Contact, Notice, Person, PersonMerge
from lms.accounts.queries import merging
from lms.accounts.queries.slips import kana_order
from lms.db import db


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person with her postal address, if there is one, and what she has yet to be told."""

    person: Person
    address: PostalAddress | None
    is_own: bool
    """Whether only her household opens letters there."""
    notices: Sequence[Notice]


def waiting_addressees(*, limit: int) -> list[Addressee]:
    """People with a notice that nobody read and no letter told of, and without a mailbox that mail reaches."""
    waits = exists().where(Notice.person_id == Person.id, Notice.acknowledged_at.is_(None), Notice.letter_at.is_(None))
    return _addressees(waits & ~_reads_mail() & ~_is_merged(), limit=limit)


def addressees_with(numbers: Sequence[str]) -> list[Addressee]:
    """The people with these learner numbers, or to whom the records with these numbers belong now."""
    named = select(Person.id).where(Person.learner_number.in_(numbers))
    return _addressees(Person.id.in_(merging.surviving_ids(named)), limit=len(numbers))


def _is_merged() -> ColumnElement[bool]:
    return exists().where(PersonMerge.from_person_id == Person.id, merging.LIVE)


def _reads_mail() -> ColumnElement[bool]:
    return exists().where(
        Contact.person_id == Person.id,
        Contact.kind == ContactKind.EMAIL,
        Contact.confirmed_at.is_not(None),
        Contact.failing_since.is_(None),
        Contact.removed_at.is_(None),
    )


def _addressees(which: ColumnElement[bool], *, limit: int) -> list[Addressee]:
    wanted = select(Person).where(which).options(selectinload(Person.names)).order_by(Person.id).limit(limit)
    people = sorted(db.session.scalars(wanted), key=kana_order)
    ids = [person.id for person in people]
    addresses = {row.person_id: row for row in db.session.scalars(_live_addresses(ids))}
    notices: dict[int, list[Notice]] = {}
    for notice in db.session.scalars(_unread(ids)):
        notices.setdefault(notice.person_id, []).append(notice)
    return [_addressee(person, addresses.get(person.id), notices.get(person.id, [])) for person in people]


def _addressee(person: Person, contact: Contact | None, notices: Sequence[Notice]) -> Addressee:
    address = None if contact is None else read_address(contact.value)
    return Addressee(person, address, is_own=contact is not None and contact.own, notices=notices)


def _live_addresses(ids: Sequence[int]) -> Select[Contact]:
    return (
        select(Contact)
        .where(
            Contact.person_id.in_(ids),
            Contact.kind == ContactKind.POSTAL,
            Contact.removed_at.is_(None),
            Contact.failing_since.is_(None),
        )
        .order_by(Contact.id)
    )


def _unread(ids: Sequence[int]) -> Select[Notice]:
    return select(Notice).where(Notice.person_id.in_(ids), Notice.acknowledged_at.is_(None)).order_by(Notice.id)
