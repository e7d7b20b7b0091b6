# SPDX-License-Identifier: Apache-2.0
"""Reading the audit record."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from lms.audit.models import AuditRecord
from lms.db import db


def latest(*, limit: int, before_id: int | None = None) -> Sequence[AuditRecord]:
    """The newest records first, from before a given one on."""
    statement = select(AuditRecord).order_by(AuditRecord.id.desc()).limit(limit)
    if before_id is not None:
        statement = statement.where(AuditRecord.id < before_id)
    return db.session.scalars(statement).all()


def found(
    *,
    tag: str | None = None,
    keys: Collection[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before_id: int | None = None,
    limit: int,
) -> Sequence[AuditRecord]:
    """The newest records of a kind, by or about any of these keys, in the moments [since, until)."""
    statement = select(AuditRecord).order_by(AuditRecord.id.desc()).limit(limit)
    if tag is not None:
        statement = statement.where(AuditRecord.tag == tag)
    if keys is not None:
        statement = statement.where(or_(AuditRecord.about_key.in_(keys), AuditRecord.by_person_key.in_(keys)))
    if since is not None:
        statement = statement.where(AuditRecord.at >= since)
    if until is not None:
        statement = statement.where(AuditRecord.at < until)
    if before_id is not None:
        statement = statement.where(AuditRecord.id < before_id)
    return db.session.scalars(statement).all()


def about(key: str) -> Sequence[AuditRecord]:
    """Everything recorded about one thing, oldest first."""
    return db.session.scalars(select(AuditRecord).where(AuditRecord.about_key == key).order_by(AuditRecord.id)).all()
