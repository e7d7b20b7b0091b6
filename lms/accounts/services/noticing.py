# SPDX-License-Identifier: Apache-2.0
"""Notices that wait for a person's next sign-in, until she says that she has read them."""

from __future__ import annotations

from datetime import datetime

from lms import audit
from lms.access.identity import Identity
from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.models import Notice, Person
from lms.accounts.queries import noticing as queries
from lms.audit import Tag, unaudited
from lms.db import db


@unaudited("the act that it tells of is recorded")
def notify(person: Person, kind: NoticeKind, *, by: Identity, at: datetime, **details: str) -> None:
    """Tell a person something when she signs in next."""
    db.session.add(Notice(person_id=person.id, kind=kind, details=details, at=at, by=by.person_key))


def acknowledge(person: Person, *, through: int, by: Identity, at: datetime) -> None:
    """She has read her notices up to the newest one that was shown."""
    read = [notice for notice in queries.unread_of(person) if notice.id <= through]
    for notice in read:
        notice.acknowledged_at = at
    if read:
        audit.record(Tag.NOTICES_READ, by=by, about=person, at=at, count=len(read))
