# SPDX-License-Identifier: Apache-2.0
"""Looks at notices that wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lms.accounts.models import Notice, Person
from lms.accounts.queries import merging
from lms.db import db


def unread_of(person: Person) -> Sequence[Notice]:
    """What a person has yet to be told, the oldest first."""
    wanted = select(Notice).where(
        Notice.person_id.in_(merging.same_person(person.key)), Notice.acknowledged_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(Notice.id)).all()


def has_unread(person_key: str) -> bool:
    """Whether a person has yet to be told something."""
    hers = Notice.person_id.in_(merging.same_person(person_key))
    wanted = select(Notice.id).where(hers, Notice.acknowledged_at.is_(None))
    return db.session.scalar(wanted.limit(1)) is not None
