# SPDX-License-Identifier: Apache-2.0
"""Recording names and birth dates: always a new row, with who said so and on what evidence."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.accounts.domain import folding
from lms.accounts.domain.names import NameGiven, faults_of
from lms.accounts.domain.printed import Chosen
from lms.accounts.domain.registration import OWN_STATEMENT, birth_date_fault
from lms.accounts.models import Person, PersonBirthDate, PersonName
from lms.accounts.services.printed import choose_print
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid


def restate(  # noqa: PLR0913 - what she says of herself
    person: Person,
    name: NameGiven,
    birth_date: date,
    *,
    by: Identity,
    at: datetime,
    on: date,
    chosen: Chosen | None = None,
) -> None:
    """The person mends her own name or birth date, or how it prints, as long as no test has been begun with them.

    Errors: Conflict if they are fixed or nothing changes, Invalid.
    """
    hold(person)
    if person.names_locked_at is not None:
        raise Conflict("names-locked")
    has_new_name = person.name is None or as_given(person.name) != name
    has_chosen = choose_print(person, name.register, chosen, by=by, at=at)
    if not has_new_name and person.birth_date == birth_date and not has_chosen:
        raise Conflict("nothing-changes")
    if has_new_name:
        correct_name(person, name, evidence=OWN_STATEMENT, by=by, at=at, on=on)
    if person.birth_date != birth_date:
        correct_birth_date(person, birth_date, evidence=OWN_STATEMENT, by=by, at=at, on=on)


def correct_name(  # noqa: PLR0913 - the facts of one correction
    person: Person,
    name: NameGiven,
    *,
    evidence: str,
    by: Identity,
    at: datetime,
    on: date,
    chosen: Chosen | None = None,
) -> None:
    """Record another name from this day on; the earlier ones stay. `chosen` is how it prints, as she said.

    Errors: Conflict if nothing changes, Invalid.
    """
    if faults_of(name):
        raise Invalid("name-not-possible")
    hold(person)
    if person.name is not None and as_given(person.name) == name:
        raise Conflict("nothing-changes")
    add_name(person, name, evidence=evidence, by=by, at=at, on=on)
    choose_print(person, name.register, chosen, by=by, at=at, spoken=True)
    audit.record(Tag.NAME_RECORDED, by=by, about=person, at=at, evidence=evidence)


def correct_birth_date(
    person: Person, birth_date: date, *, evidence: str, by: Identity, at: datetime, on: date
) -> None:
    """Record another birth date; the earlier one stays.

    Errors: Conflict if nothing changes, Invalid.
    """
    if birth_date_fault(birth_date, on=on) is not None:
        raise Invalid("birth-date-not-possible")
    hold(person)
    if person.birth_date == birth_date:
        raise Conflict("nothing-changes")
    add_birth_date(person, birth_date, evidence=evidence, by=by, at=at)
    audit.record(Tag.BIRTH_DATE_RECORDED, by=by, about=person, at=at, evidence=evidence)


@unaudited("the attempt that locks them is recorded")
def lock_names(person: Person, *, at: datetime) -> None:
    """From now on names change only by request; a second call changes nothing."""
    if person.names_locked_at is None:
        person.names_locked_at = at


@unaudited("a look; nothing is written")
def hold(person: Person) -> None:
    """Lock the person and read her anew: whether her names are fixed, and what they are, is decided on."""
    db.session.flush()  # what this act has recorded already must survive the reading
    locked = lock_rows(select(Person).where(Person.id == person.id))
    db.session.execute(locked.execution_options(populate_existing=True)).one()


def as_given(row: PersonName) -> NameGiven:
    """A recorded name as a value."""
    return NameGiven(row.register, row.kana, row.latin)


def add_name(person: Person, name: NameGiven, *, evidence: str, by: Identity, at: datetime, on: date) -> None:
    """Append the row with the keys by which the name is found."""
    person.names.append(
        PersonName(
            register=name.register,
            kana=name.kana,
            latin=name.latin,
            search_key=folding.search_key(name.shown),
            kana_key=folding.kana_key(name.kana),
            latin_key=folding.search_key(name.latin),
            from_day=on,
            recorded_at=at,
            recorded_by=by.person_key,
            evidence=evidence,
        )
    )


def add_birth_date(person: Person, birth_date: date, *, evidence: str, by: Identity, at: datetime) -> None:
    """Append the row."""
    person.birth_dates.append(
        PersonBirthDate(birth_date=birth_date, recorded_at=at, recorded_by=by.person_key, evidence=evidence)
    )
