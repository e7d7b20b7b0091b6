# SPDX-License-Identifier: Apache-2.0
"""What was said on the telephone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class CallNote(Base):
    """A call about a person, in three fields: who called, what about, what was done. Notes are added, never changed."""

    __tablename__ = "call_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    caller: Mapped[str] = mapped_column(String(200))
    matter: Mapped[str] = mapped_column(String(1000))
    outcome: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(16))
