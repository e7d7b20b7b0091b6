# SPDX-License-Identifier: Apache-2.0
"""Registering a person for her, with the slip by which she begins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.access.identity import Identity
from lms.accounts import queries
from lms.accounts.domain.desk import PersonGiven
from lms.accounts.domain.names import faults_of
from lms.accounts.domain.registration import birth_date_fault
from lms.accounts.models import Person, Slip
from lms.accounts.queries import slips as slip_queries
from lms.accounts.services import contacts, naming
from lms.accounts.services.organizations import enter
from lms.accounts.services.printed import choose_print
from lms.accounts.services.registering import free_number
from lms.accounts.services.slips import first_slip
from lms.audit import Tag
from lms.db import db
from lms.errors import Conflict, Invalid


def register_with_slip(given: PersonGiven, *, by: Identity, at: datetime, on: date) -> Slip:
    """Make a person and her first slip; sent a second time, it is answered with the same slip.

    She has no account before she has used it. Where an organization is named, she belongs to it from this day on.
    Errors: Conflict, Invalid.
    """
    existing = queries.person_by_key(given.key)
    if existing is not None:
        return _slip_of(existing)
    _refuse_impossible(given, on=on)
    try:
        with db.session.begin_nested():
            person = _registered(given, by=by, at=at, on=on)
    except IntegrityError:
        # Sent twice in the same moment: the other one came first.
        existing = queries.person_by_key(given.key)
        if existing is None:
            raise
        return _slip_of(existing)
    return _first_things(person, given, by=by, at=at, on=on)


def register_of_list(given: PersonGiven, *, by: Identity, at: datetime, on: date) -> Slip:
    """Make a person and her first slip, for a line of a list: its key was made just now, so nobody can have it.

    Errors: Invalid.
    """
    _refuse_impossible(given, on=on)
    return _first_things(_registered(given, by=by, at=at, on=on), given, by=by, at=at, on=on)


def _refuse_impossible(given: PersonGiven, *, on: date) -> None:
    if faults_of(given.name) or birth_date_fault(given.birth_date, on=on) is not None:
        raise Invalid("name-not-possible")


def _first_things(person: Person, given: PersonGiven, *, by: Identity, at: datetime, on: date) -> Slip:
    """What is recorded of somebody new: nothing can be in the way, and a long list would look for it a long time."""
    if given.organization_key is not None:
        enter(person, given.organization_key, by=by, at=at, on=on)
    if given.telephone is not None:
        contacts.add_telephone(person, number=given.telephone, own=given.telephone_is_own, by=by, at=at)
    return first_slip(person, evidence=given.evidence, by=by, at=at, organization_key=given.organization_key)


def _registered(given: PersonGiven, *, by: Identity, at: datetime, on: date) -> Person:
    person = Person(key=given.key, learner_number=free_number(), registered_at=at)
    naming.add_name(person, given.name, evidence=given.evidence, by=by, at=at, on=on)
    naming.add_birth_date(person, given.birth_date, evidence=given.evidence, by=by, at=at)
    db.session.add(person)
    db.session.flush()  # needs person.id
    choose_print(person, given.name.register, given.chosen, by=by, at=at, spoken=True)
    audit.record(Tag.PERSON_REGISTERED, by=by, about=person, at=at, learner_number=person.learner_number)
    return person


def _slip_of(person: Person) -> Slip:
    slip = slip_queries.waiting_slip_of(person)
    if slip is None:
        raise Conflict("slip-not-open")
    return slip
