# SPDX-License-Identifier: Apache-2.0
"""The audit record: one row an act, appended only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class AuditRecord(Base):
    """Who did what to which thing, and when."""

    __tablename__ = "audit_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    tag: Mapped[str] = mapped_column(String(64), index=True)
    by_person_key: Mapped[str | None] = mapped_column(String(16), index=True)
    about_kind: Mapped[str] = mapped_column(String(40))
    about_key: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
