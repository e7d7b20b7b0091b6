# SPDX-License-Identifier: Apache-2.0
"""Looks at how names with rare characters were chosen to print."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lms.accounts.domain.printed import Agreed, Chosen, PrintWay
from lms.accounts.models import EvidenceFile, Person, PrintedForm
from lms.accounts.queries.merging import same_person
from lms.db import db
from lms.periods import tokyo_day


def agreed_of(person: Person) -> Agreed | None:
    """What a person chose for the name recorded last; None if nobody asked her yet."""
    row = None if person.name is None or person.name.register is None else newest_for(person, person.name.register)
    return None if row is None else Agreed(chosen(row), tokyo_day(row.at))


def chosen_of(person: Person) -> Chosen | None:
    """How the name recorded last is to be printed, where that was chosen."""
    agreed = agreed_of(person)
    return None if agreed is None else agreed.chosen


def newest_for(person: Person, typed: str) -> PrintedForm | None:
    """The choice recorded last for this writing of a person's name, under whichever of her records."""
    hers = select(PrintedForm).where(PrintedForm.person_id.in_(same_person(person.key)), PrintedForm.typed == typed)
    return db.session.scalar(hers.order_by(PrintedForm.id.desc()).limit(1))


def choices_of(person: Person) -> Sequence[PrintedForm]:
    """Every choice on record, the newest first."""
    hers = select(PrintedForm).where(PrintedForm.person_id.in_(same_person(person.key)))
    return db.session.scalars(hers.order_by(PrintedForm.id.desc())).all()


def picture_of(person: Person) -> EvidenceFile | None:
    """The picture of the character as it is written, the newest."""
    return next((row.picture for row in choices_of(person) if row.picture is not None), None)


def chosen(row: PrintedForm) -> Chosen:
    """A recorded choice as a value."""
    return Chosen(PrintWay(row.way), tuple((sign, plain) for sign, plain in row.pairs))
