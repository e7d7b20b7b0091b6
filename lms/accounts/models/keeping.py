# SPDX-License-Identifier: Apache-2.0
"""What somebody had typed when her page was refused, because she was not the one signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.persons import Person
from lms.db import Base, UtcDateTime


class KeptForm(Base):
    """Typed into a page made for one person, refused, and kept for her alone. `sealed` opens with her key only."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    page: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sealed: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship()

    @property
    def owner_key(self) -> str:
        """It belongs to the person for whom the page was made."""
        return self.person.key

    __table_args__ = (
        Index("ix_kept_form_person_page", "person_id", "page"),
        CheckConstraint("kind IN ('form', 'answers')", name="kind"),
        CheckConstraint("reason IN ('other', 'nobody', 'locked', 'renewed', 'handed-over')", name="reason"),
    )
