# SPDX-License-Identifier: Apache-2.0
"""Looks at requests for another name or birth date, and at the files that were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen, PrintWay
from lms.accounts.models import EvidenceFile, NameRequest, Person, PrintedForm
from lms.accounts.queries.merging import same_person, surviving
from lms.db import db

OPEN = NameRequest.outcome.is_(None)


def request_by_key(key: str) -> NameRequest | None:
    """The request with a key."""
    return db.session.scalar(select(NameRequest).where(NameRequest.key == key))


def is_number_taken(number: str) -> bool:
    """Whether a request has this number."""
    return db.session.scalar(select(NameRequest.id).where(NameRequest.number == number)) is not None


def open_request_of(person: Person) -> NameRequest | None:
    """What a person has asked for and nobody has decided yet, under whichever of her records."""
    hers = select(NameRequest).where(NameRequest.person_id.in_(same_person(person.key)), OPEN)
    return db.session.scalar(hers.order_by(NameRequest.id).limit(1))


def requests_of(person: Person) -> Sequence[NameRequest]:
    """Everything a person asked for, the newest first."""
    hers = select(NameRequest).where(NameRequest.person_id.in_(same_person(person.key)))
    return db.session.scalars(hers.order_by(NameRequest.id.desc())).all()


def open_requests(*, offset: int, limit: int) -> Sequence[NameRequest]:
    """What waits for an officer, the oldest first."""
    wanted = select(NameRequest).where(OPEN).order_by(NameRequest.asked_at, NameRequest.id)
    return db.session.scalars(wanted.offset(offset).limit(limit)).all()


def count_open() -> int:
    """How many requests wait for an officer."""
    return db.session.scalar(select(func.count()).select_from(NameRequest).where(OPEN)) or 0


def asked_before(moment: datetime) -> Sequence[NameRequest]:
    """Open requests that were made before a moment."""
    return db.session.scalars(select(NameRequest).where(OPEN, NameRequest.asked_at <= moment)).all()


def whom(request: NameRequest) -> Person:
    """Whose name it is about now: the record that stays where two were found to be one person's."""
    return surviving(request.person)


def name_asked(request: NameRequest) -> NameGiven:
    """The name that was asked for, as a value."""
    return NameGiven(request.register, request.kana, request.latin)


def chosen_in(request: NameRequest) -> Chosen | None:
    """How it is to be printed, where that had to be chosen."""
    if request.print_way is None:
        return None
    return Chosen(PrintWay(request.print_way), tuple((sign, plain) for sign, plain in request.print_pairs))


def state_seen(person: Person) -> str:
    """Which rows a person's name and birth date are now: a page that compares says what it compared with."""
    name = person.names[-1].id if person.names else 0
    born = person.birth_dates[-1].id if person.birth_dates else 0
    return f"{name}.{born}"


def waiting_file(person: Person, name: str) -> EvidenceFile | None:
    """A file that a person has sent and that belongs to nothing yet."""
    return db.session.scalar(_waiting().where(EvidenceFile.name == name, EvidenceFile.person_id == person.id))


def waiting_files_of(person: Person) -> Sequence[EvidenceFile]:
    """The files of a person that belong to nothing yet, the newest first."""
    mine = _waiting().where(EvidenceFile.person_id == person.id)
    return db.session.scalars(mine.order_by(EvidenceFile.id.desc())).all()


def waiting_since(moment: datetime) -> Sequence[EvidenceFile]:
    """Files that belonged to nothing at a moment and do not now."""
    return db.session.scalars(_waiting().where(EvidenceFile.stored_at <= moment)).all()


def names_of_files() -> frozenset[str]:
    """The names of all files that somebody knows of."""
    return frozenset(db.session.scalars(select(EvidenceFile.name)))


def has_file(name: str) -> bool:
    """Whether anybody knows of a file."""
    return db.session.scalar(select(EvidenceFile.id).where(EvidenceFile.name == name)) is not None


def _waiting() -> Select[EvidenceFile]:
    taken = select(NameRequest.file_id).where(NameRequest.file_id.is_not(None))
    shown = select(PrintedForm.picture_id).where(PrintedForm.picture_id.is_not(None))
    return select(EvidenceFile).where(EvidenceFile.id.not_in(taken), EvidenceFile.id.not_in(shown))
