# SPDX-License-Identifier: Apache-2.0
"""What a person is to be told about her account when she signs in next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.persons import Person
from lms.db import Base, UtcDateTime


class Notice(Base):
    """Something that was done about her account. It waits until she says that she has read it."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(16))
    letter_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a letter about it was printed."""
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
