# SPDX-License-Identifier: Apache-2.0
"""Reading the audit record."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.audit.models import AuditRecord
from lms.db import db


def latest(*, limit: int, before_id: int | None = None) -> Sequence[AuditRecord]:
    """The newest records first, from before a given one on."""
    statement = select(AuditRecord).order_by(AuditRecord.id.desc()).limit(limit)
    if before_id is not None:
        statement = statement.where(AuditRecord.id < before_id)
    return db.session.scalars(statement).all()


def about(key: str) -> Sequence[AuditRecord]:
    """Everything recorded about one thing, oldest first."""
    return db.session.scalars(select(AuditRecord).where(AuditRecord.about_key == key).order_by(AuditRecord.id)).all()
