# SPDX-License-Identifier: Apache-2.0
"""Mailboxes of persons: the only place where a contact becomes something that mail is written to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lms.accounts.domain.contacts import ContactKind
from lms.accounts.models import Contact, Person
from lms.accounts.queries import merging
from lms.db import db
from lms.mail.message import Mailbox


def mailbox_of(contact: Contact) -> Mailbox:
    """The mailbox behind an e-mail contact, as it stands now."""
    return Mailbox(contact.value, contact.own, contact.confirmed_at is not None, called(contact.person))


def mailboxes_of(person: Person) -> Sequence[Mailbox]:
    """Every confirmed mailbox of a person to which mail arrives, her own ones first; one of each address.

    Records that were found to be one person share their mailboxes.
    """
    boxes: dict[str, Mailbox] = {}
    for contact in _confirmed_of(person):
        if contact.failing_since is None:
            boxes.setdefault(contact.folded, mailbox_of(contact))
    return list(boxes.values())


def own_mailbox_of(person: Person) -> Mailbox | None:
    """The confirmed mailbox that only this person reads: the newest, if possible one to which mail arrives."""
    own = [contact for contact in _confirmed_of(person) if contact.own]
    newest = max(own, key=lambda contact: (contact.failing_since is None, contact.id), default=None)
    return None if newest is None else mailbox_of(newest)


def _confirmed_of(person: Person) -> Sequence[Contact]:
    wanted = select(Contact).where(
        Contact.person_id.in_(merging.same_person(merging.surviving(person).key)),
        Contact.kind == ContactKind.EMAIL,
        Contact.confirmed_at.is_not(None),
        Contact.removed_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(Contact.own.desc(), Contact.id)).all()


def language_of(person: Person) -> str:
    """The language in which mails are written to a person."""
    return "ja" if person.account is None else person.account.locale


def called(person: Person) -> str:
    """How a person is called in mails: as on the register in Japanese, in Latin letters in English."""
    name = person.name
    if name is None:
        return ""
    return name.latin if language_of(person) == "en" else name.register or name.latin
