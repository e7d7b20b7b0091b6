# SPDX-License-Identifier: Apache-2.0
"""The postal address of a person: one at a time, for letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.accounts.domain.contacts import ContactKind
from lms.accounts.domain.postal import PostalAddress, folded_postal
from lms.accounts.models import Contact, Person
from lms.accounts.queries import contacts_of
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.identifiers import new_key


def record_address(person: Person, address: PostalAddress, *, own: bool, by: Identity, at: datetime) -> None:
    """Record where letters for a person go; the address before is taken off. The same one again changes nothing."""
    db.session.scalar(lock_rows(select(Person.id).where(Person.id == person.id)))
    value = address.written()
    for before in contacts_of(person, ContactKind.POSTAL):
        if (before.value, before.own) == (value, own):
            return
        before.removed_at = at
        audit.record(Tag.CONTACT_REMOVED, by=by, about=person, at=at, kind=ContactKind.POSTAL)
    db.session.add(
        Contact(
            key=new_key(),
            person=person,
            kind=ContactKind.POSTAL,
            value=value,
            folded=folded_postal(address),
            own=own,
            signs_in=False,
            added_at=at,
        )
    )
    audit.record(Tag.CONTACT_ADDED, by=by, about=person, at=at, kind=ContactKind.POSTAL, own=own)
