# SPDX-License-Identifier: Apache-2.0
"""Looks at telephone notes."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.accounts.models import CallNote, Person
from lms.accounts.queries.merging import same_person
from lms.db import db

MOST_CALLS = 50


def calls_about(person: Person) -> Sequence[CallNote]:
    """The newest calls about a person, under whichever of her records they were noted."""
    about = CallNote.person_id.in_(same_person(person.key))
    return db.session.scalars(select(CallNote).where(about).order_by(CallNote.id.desc()).limit(MOST_CALLS)).all()
