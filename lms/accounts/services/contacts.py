# SPDX-License-Identifier: Apache-2.0
"""Ways to reach a person: added, confirmed by a link, marked as her own or as shared, taken off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.accounts import notices, queries
from lms.accounts.domain.contacts import ContactKind, folded_address, is_address, tidy_address
from lms.accounts.domain.telephones import folded_telephone, telephone_fault
from lms.accounts.domain.throttles import CONFIRMATION
from lms.accounts.domain.tokens import Purpose
from lms.accounts.models import Contact, Person
from lms.accounts.queries.contacts import contacts_at
from lms.accounts.queries.mailboxes import language_of, mailbox_of, own_mailbox_of
from lms.accounts.services.ranking import refuse_outranked
from lms.accounts.services.throttling import note_try, refuse_while_waiting
from lms.accounts.services.tokens import make_token, use_token, void_tokens
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid
from lms.identifiers import new_key
from lms.mail import outbox
from lms.mail.message import Mailbox

MOST_CONTACTS = 5
"""Of each kind."""
REFUSED_ABOVE = {ContactKind.EMAIL: "too-many-addresses", ContactKind.TELEPHONE: "too-many-telephones"}


def add_address(person: Person, *, address: str, own: bool, by: Identity, at: datetime) -> Contact:
    """Add an e-mail address and mail it a link; it counts once the link was used. The same one again gets a new link.

    Errors: Conflict, Invalid, Refused, TooMany.
    """
    refuse_outranked(person, by=by)
    value = tidy_address(address)
    if not is_address(value):
        raise Invalid("not-an-address")
    contact = _added(person, ContactKind.EMAIL, value, folded_address(value), own=own, at=at)
    audit.record(Tag.CONTACT_ADDED, by=by, about=person, at=at, kind=ContactKind.EMAIL, own=own)
    if contact.confirmed_at is None:
        _mail_link(contact, at=at)
    return contact


def add_telephone(person: Person, *, number: str, own: bool, by: Identity, at: datetime) -> Contact:
    """Add a telephone number, as it was typed. The same one again, typed in any way, is left as it is.

    Errors: Conflict, Invalid, Refused.
    """
    refuse_outranked(person, by=by)
    value = number.strip()
    if telephone_fault(value) is not None:
        raise Invalid("not-a-telephone")
    contact = _added(person, ContactKind.TELEPHONE, value, folded_telephone(value), own=own, at=at)
    audit.record(Tag.CONTACT_ADDED, by=by, about=person, at=at, kind=ContactKind.TELEPHONE, own=own)
    return contact


def correct_contact(contact: Contact, *, value: str, by: Identity, at: datetime) -> Contact:
    """Put the right address or number in the place of a wrong one.

    Errors: Conflict, Invalid, TooMany.
    """
    kind, person, own = ContactKind(contact.kind), contact.person, contact.own
    if kind not in REFUSED_ABOVE:
        raise Conflict("contact-kept-elsewhere")
    folded = folded_address(value) if kind is ContactKind.EMAIL else folded_telephone(value)
    if folded == contact.folded:
        raise Conflict("nothing-changes")
    remove_contact(contact, by=by, at=at)
    if kind is ContactKind.EMAIL:
        return add_address(person, address=value, own=own, by=by, at=at)
    return add_telephone(person, number=value, own=own, by=by, at=at)


def send_link_again(contact: Contact, *, by: Identity, at: datetime) -> None:
    """Mail another link to an address that is not confirmed yet, or at which mail seemed not to arrive.

    Errors: Conflict, Refused, TooMany.
    """
    refuse_outranked(contact.person, by=by)
    is_settled = contact.confirmed_at is not None and contact.failing_since is None
    if is_settled or contact.removed_at is not None or contact.kind != ContactKind.EMAIL:
        raise Conflict("address-confirmed-already")
    _mail_link(contact, at=at)
    audit.record(Tag.CONTACT_ADDED, by=by, about=contact.person, at=at, kind=contact.kind, own=contact.own)


def confirm_address(token: str, *, at: datetime) -> Contact:
    """Confirm the address that a link was mailed to. An own one signs in from now on.

    One that somebody else has confirmed too is read by others, whatever either says: it is kept as shared.

    Errors: Conflict.
    """
    link = use_token(token, Purpose.CONFIRM_EMAIL, at=at)
    contact = db.session.get_one(Contact, link.contact_id)
    if contact.removed_at is not None:
        raise Conflict("link-not-usable")
    # Two people may have been mailed at one address: only the first to confirm may have it for herself.
    db.session.scalars(lock_rows(select(Contact.id).where(Contact.folded == contact.folded))).all()
    person, before = contact.person, own_mailbox_of(contact.person)
    is_first = contact.confirmed_at is None
    same = contacts_at(contact.folded)
    contact.own = contact.own and not any(row.confirmed_at and row.person_id != person.id for row in same)
    contact.confirmed_at = contact.confirmed_at or at
    contact.signs_in = contact.own
    _note_arrived([row for row in same if row is not contact], contact, at=at)
    by = Identity(person_key=person.key)
    audit.record(Tag.CONTACT_CONFIRMED, by=by, about=person, at=at, kind=contact.kind, signs_in=contact.signs_in)
    if contact.own and is_first and person.account is not None:
        _tell_confirmed(contact, person, before=before, at=at)
    return contact


def mark_as_shared(contact: Contact, *, by: Identity, at: datetime) -> None:
    """Others read it too: it signs in nobody any more, and gets nothing that is for the person alone.

    Errors: Refused.
    """
    refuse_outranked(contact.person, by=by)
    if not contact.own or contact.removed_at is not None:
        return
    contact.own = contact.signs_in = False
    void_tokens(Purpose.RESET_PASSWORD, account=contact.person.account, contact=None, at=at)
    audit.record(Tag.CONTACT_MARKED, by=by, about=contact.person, at=at, kind=contact.kind, own=False)


def mark_as_own(contact: Contact, *, by: Identity, at: datetime) -> None:
    """Only she reads it: a telephone number is so at once, a mailbox once it was confirmed anew.

    Errors: Conflict, Refused, TooMany.
    """
    refuse_outranked(contact.person, by=by)
    if contact.own or contact.removed_at is not None:
        return
    if contact.kind == ContactKind.EMAIL:
        add_address(contact.person, address=contact.value, own=True, by=by, at=at)
        return
    contact.own = True
    audit.record(Tag.CONTACT_MARKED, by=by, about=contact.person, at=at, kind=contact.kind, own=True)


def remove_contact(contact: Contact, *, by: Identity, at: datetime) -> None:
    """Take a contact off; an address that was confirmed is told so.

    Errors: Refused.
    """
    refuse_outranked(contact.person, by=by)
    if contact.removed_at is not None:
        return
    person, mailbox = contact.person, mailbox_of(contact)
    contact.removed_at = at
    contact.signs_in = False
    void_tokens(Purpose.CONFIRM_EMAIL, account=person.account, contact=contact, at=at)
    audit.record(Tag.CONTACT_REMOVED, by=by, about=person, at=at, kind=contact.kind)
    if contact.kind == ContactKind.EMAIL and mailbox.confirmed and contact.failing_since is None:
        _tell_changed(person, mailbox, taken_off=True, at=at)


def _added(person: Person, kind: ContactKind, value: str, folded: str, *, own: bool, at: datetime) -> Contact:
    """The contact with this value, new or known."""
    db.session.scalar(lock_rows(select(Person.id).where(Person.id == person.id)))
    contacts = queries.contacts_of(person, kind)
    known = next((row for row in contacts if row.folded == folded and row.own == own), None)
    if known is not None:
        return known
    if len(contacts) >= MOST_CONTACTS:
        raise Conflict(REFUSED_ABOVE[kind], most=MOST_CONTACTS)
    contact = Contact(
        key=new_key(), person=person, kind=kind, value=value, folded=folded, own=own, signs_in=False, added_at=at
    )
    db.session.add(contact)
    db.session.flush()  # needs contact.id
    return contact


def _note_arrived(others: list[Contact], contact: Contact, *, at: datetime) -> None:
    """A mail arrived there: whoever has this address has a mailbox that works, and the person has it once."""
    for row in (contact, *others):
        row.failing_since = row.failing_why = None
    for row in others:
        if row.person_id == contact.person_id:
            row.removed_at, row.signs_in = at, False


def _tell_confirmed(contact: Contact, person: Person, *, before: Mailbox | None, at: datetime) -> None:
    message = notices.first_sign_in(
        mailbox_of(contact),
        locale=language_of(person),
        learner_number=person.learner_number,
        signs_in=contact.signs_in,
    )
    outbox.put(message, at=at)
    if before is not None and before.address != contact.value:
        _tell_changed(person, before, taken_off=False, at=at)


def _tell_changed(person: Person, mailbox: Mailbox, *, taken_off: bool, at: datetime) -> None:
    outbox.put(notices.email_changed(mailbox, locale=language_of(person), taken_off=taken_off), at=at)


def _mail_link(contact: Contact, *, at: datetime) -> None:
    person = contact.person
    subject = f"{person.key}:{contact.folded}"
    refuse_while_waiting(CONFIRMATION, subject, at=at)
    note_try(CONFIRMATION, subject, at=at)
    token = make_token(Purpose.CONFIRM_EMAIL, account=person.account, contact=contact, at=at)
    outbox.put(notices.confirm_email(mailbox_of(contact), locale=language_of(person), token=token), at=at)
