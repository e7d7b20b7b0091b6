# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses of a person: added, confirmed by a link, taken off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.accounts import notices, queries
from lms.accounts.domain.contacts import ContactKind, folded_address, is_address, tidy_address
from lms.accounts.domain.throttles import CONFIRMATION
from lms.accounts.domain.tokens import Purpose
from lms.accounts.models import Account, Contact
from lms.accounts.services.throttling import note_try, refuse_while_waiting
from lms.accounts.services.tokens import make_token, use_token, void_tokens
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid
from lms.identifiers import new_key
from lms.mail import outbox

MOST_ADDRESSES = 5


def add_address(account: Account, *, address: str, own: bool, by: Identity, at: datetime) -> Contact:
    """Add an e-mail address and mail it a link; it counts once the link was used. The same one again gets a new link.

    Errors: Conflict, Invalid, TooMany.
    """
    value, folded = tidy_address(address), folded_address(address)
    if not is_address(value):
        raise Invalid("not-an-address")
    db.session.scalar(lock_rows(select(Account.id).where(Account.id == account.id)))
    known = (row for row in queries.contacts_of(account.person) if row.folded == folded and row.own == own)
    contact = next(known, None)
    if contact is None:
        _refuse_too_many(account)
        contact = Contact(
            key=new_key(),
            person_id=account.person_id,
            kind=ContactKind.EMAIL,
            value=value,
            folded=folded,
            own=own,
            added_at=at,
        )
        db.session.add(contact)
        db.session.flush()  # needs contact.id
    audit.record(Tag.CONTACT_ADDED, by=by, about=account.person, at=at, kind=ContactKind.EMAIL, own=own)
    if contact.confirmed_at is None:
        _mail_link(account, contact, at=at)
    return contact


def send_link_again(account: Account, contact: Contact, *, by: Identity, at: datetime) -> None:
    """Mail another link to an address that is not confirmed yet.

    Errors: Conflict, TooMany.
    """
    if contact.confirmed_at is not None or contact.removed_at is not None:
        raise Conflict("address-confirmed-already")
    _mail_link(account, contact, at=at)
    audit.record(Tag.CONTACT_ADDED, by=by, about=account.person, at=at, kind=contact.kind, own=contact.own)


def confirm_address(token: str, *, at: datetime) -> Contact:
    """Confirm the address that a link was mailed to. An own one signs in from now on, unless it does so for another.

    Errors: Conflict.
    """
    link = use_token(token, Purpose.CONFIRM_EMAIL, at=at)
    contact = db.session.get_one(Contact, link.contact_id)
    if contact.removed_at is not None:
        raise Conflict("link-not-usable")
    # Two people may have been mailed at one address: only the first to confirm signs in by it.
    db.session.scalars(lock_rows(select(Contact.id).where(Contact.folded == contact.folded))).all()
    person = contact.person
    before = queries.own_address_of(person)
    contact.confirmed_at = at
    contact.signs_in = contact.own and not queries.signs_in_somebody(contact.folded)
    by = Identity(person_key=person.key)
    audit.record(Tag.CONTACT_CONFIRMED, by=by, about=person, at=at, kind=contact.kind, signs_in=contact.signs_in)
    if contact.own and person.account is not None:
        _tell_confirmed(person.account, contact, before=before, at=at)
    return contact


def remove_address(account: Account, contact: Contact, *, by: Identity, at: datetime) -> None:
    """Take an address off; one that was confirmed is told so."""
    if contact.removed_at is not None:
        return
    contact.removed_at = at
    contact.signs_in = False
    void_tokens(Purpose.CONFIRM_EMAIL, account=account, contact=contact, at=at)
    audit.record(Tag.CONTACT_REMOVED, by=by, about=account.person, at=at, kind=contact.kind)
    if contact.confirmed_at is not None:
        _tell_changed(account, contact.value, taken_off=True, at=at)


def _refuse_too_many(account: Account) -> None:
    if len(queries.contacts_of(account.person)) >= MOST_ADDRESSES:
        raise Conflict("too-many-addresses", most=MOST_ADDRESSES)


def _tell_confirmed(account: Account, contact: Contact, *, before: str | None, at: datetime) -> None:
    number, name = account.person.learner_number, queries.name_given(account.person).shown
    message = notices.first_sign_in(
        contact.value, locale=account.locale, learner_number=number, name=name, signs_in=contact.signs_in
    )
    outbox.put(message, at=at)
    if before is not None and before != contact.value:
        _tell_changed(account, before, taken_off=False, at=at)


def _tell_changed(account: Account, address: str, *, taken_off: bool, at: datetime) -> None:
    name = queries.name_given(account.person).shown
    outbox.put(notices.email_changed(address, locale=account.locale, name=name, taken_off=taken_off), at=at)


def _mail_link(account: Account, contact: Contact, *, at: datetime) -> None:
    subject = f"{account.key}:{contact.folded}"
    refuse_while_waiting(CONFIRMATION, subject, at=at)
    note_try(CONFIRMATION, subject, at=at)
    token = make_token(Purpose.CONFIRM_EMAIL, account=account, contact=contact, at=at)
    shared_with = None if contact.own else queries.name_given(account.person).shown
    message = notices.confirm_email(contact.value, locale=account.locale, token=token, shared_with=shared_with)
    outbox.put(message, at=at)
