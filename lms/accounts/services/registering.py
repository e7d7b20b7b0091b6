# SPDX-License-Identifier: Apache-2.0
"""Making a person and her account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.access.identity import NOBODY, Identity
from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.names import NameGiven, faults_of
from lms.accounts.domain.passwords import password_fault
from lms.accounts.domain.registration import OWN_STATEMENT, Registration, birth_date_fault
from lms.accounts.domain.throttles import SIGN_UP_ADDRESS
from lms.accounts.models import Acceptance, AcceptedText, Account, Person
from lms.accounts.services import contacts, naming
from lms.accounts.services.printed import choose_print
from lms.accounts.services.throttling import note_try, refuse_while_waiting
from lms.audit import Tag, unaudited
from lms.db import db
from lms.errors import Invalid
from lms.identifiers import new_key, new_learner_number


def register(  # noqa: PLR0913 - the facts of one sign-up; open_account takes them as one value
    *,
    name: NameGiven,
    birth_date: date,
    password: str,
    locale: str,
    email: str | None,
    accepted: Mapping[str, str],
    by: Identity,
    at: datetime,
    on: date,
    email_is_own: bool = True,
) -> Account:
    """Make a person with a learner number, and her account. `accepted`: name of the text → its exact wording.

    Errors: Invalid.
    """
    if password_fault(password) is not None:
        raise Invalid("password-not-accepted")
    registration = Registration(
        new_key(), name, birth_date, hashing.hash_of(password), locale, email, email_is_own, dict(accepted)
    )
    return open_account(registration, by=by, at=at, on=on)


def sign_up(registration: Registration, *, address: str, at: datetime, on: date) -> Account:
    """Make the account of somebody who signs herself up from an address; sent again, it is answered with the same one.

    Errors: Invalid; TooMany, when very many signed up from there within the hour.
    """
    existing = _account_of_sent(registration)
    if existing is not None:
        return existing
    refuse_while_waiting(SIGN_UP_ADDRESS, address, at=at)
    note_try(SIGN_UP_ADDRESS, address, at=at)
    return open_account(registration, by=NOBODY, at=at, on=on)


def open_account(registration: Registration, *, by: Identity, at: datetime, on: date) -> Account:
    """Make the person and the account of a sign-up; sent a second time, it is answered with the same account.

    Errors: Invalid.
    """
    existing = _account_of_sent(registration)
    if existing is not None:
        return existing
    if faults_of(registration.name) or birth_date_fault(registration.birth_date, on=on) is not None:
        raise Invalid("name-not-possible")
    herself = Identity(person_key=registration.key, name=registration.name.shown)
    actor = herself if by == NOBODY else by
    try:
        with db.session.begin_nested():
            person = _new_person(registration, by=actor, at=at, on=on)
            account = _new_account(person, registration, by=actor, at=at)
    except IntegrityError:
        # Sent twice in the same moment: the other one came first.
        existing = _account_of_sent(registration)
        if existing is None:
            raise
        return existing
    accept(person, registration.accepted, by=actor, at=at)
    if registration.email is not None:
        contacts.add_address(person, address=registration.email, own=registration.email_is_own, by=actor, at=at)
    return account


def accept(person: Person, texts: Mapping[str, str], *, by: Identity, at: datetime) -> None:
    """Record which texts a person accepted, by the hash of their exact wording, and keep the wording."""
    for name, body in texts.items():
        digest = hashing.digest_of(body)
        if db.session.get(AcceptedText, digest) is None:
            db.session.add(AcceptedText(digest=digest, name=name, body=body, first_shown_at=at))
        db.session.add(Acceptance(person_id=person.id, text_name=name, text_hash=digest, at=at))
        audit.record(Tag.TERMS_ACCEPTED, by=by, about=person, at=at, text=name, digest=digest)


def _account_of_sent(registration: Registration) -> Account | None:
    person = queries.person_by_key(registration.key)
    return None if person is None else person.account


def _new_person(registration: Registration, *, by: Identity, at: datetime, on: date) -> Person:
    person = Person(key=registration.key, learner_number=free_number(), registered_at=at)
    naming.add_name(person, registration.name, evidence=OWN_STATEMENT, by=by, at=at, on=on)
    naming.add_birth_date(person, registration.birth_date, evidence=OWN_STATEMENT, by=by, at=at)
    db.session.add(person)
    choose_print(person, registration.name.register, registration.chosen, by=by, at=at)
    audit.record(Tag.PERSON_REGISTERED, by=by, about=person, at=at, learner_number=person.learner_number)
    return person


def _new_account(person: Person, registration: Registration, *, by: Identity, at: datetime) -> Account:
    account = Account(
        key=new_key(),
        person=person,
        password_hash=registration.password_hash,
        password_set_at=at,
        opened_at=at,
        locale=registration.locale,
    )
    db.session.add(account)
    db.session.flush()  # needs person.id
    audit.record(Tag.ACCOUNT_OPENED, by=by, about=account, at=at)
    return account


@unaudited("a look; nothing is written")
def free_number() -> str:
    """A learner number that nobody has."""
    while queries.is_number_taken(number := new_learner_number()):
        pass
    return number
