# SPDX-License-Identifier: Apache-2.0
"""Slips by which people begin without e-mail, and lists of people for whom slips are made in one act."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.persons import Person
from lms.db import Base, UtcDateTime


class Slip(Base):
    """A paper with a code that works once. Of the code a keyed digest is kept; `sealed` only until it was printed."""

    __tablename__ = "slip"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(String(200))
    organization_key: Mapped[str | None] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_by: Mapped[str | None] = mapped_column(String(16))
    void_why: Mapped[str | None] = mapped_column(String(20))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()

    @property
    def owner_key(self) -> str:
        """The page on which the paper is fetched belongs to the one who made the slip, not to the person on it."""
        return self.made_by

    __table_args__ = (
        CheckConstraint("kind IN ('first', 'recovery')", name="kind"),
        Index(
            "uq_slip_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("used_at IS NULL AND void_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND void_at IS NULL"),
        ),
    )


class SlipList(Base):
    """A list of people as it was pasted or uploaded; nobody is registered before it was confirmed."""

    __tablename__ = "slip_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    organization_key: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    entered_by: Mapped[str] = mapped_column(String(16), index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    rows: Mapped[list[SlipListRow]] = relationship(order_by="SlipListRow.position", cascade="all, delete-orphan")

    @property
    def owner_key(self) -> str:
        """A list belongs to the one who entered it."""
        return self.entered_by


class SlipListRow(Base):
    """One line: the cells as typed, and what was made of them."""

    __tablename__ = "slip_list_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    slip_list_id: Mapped[int] = mapped_column(ForeignKey("slip_list.id"))
    position: Mapped[int]
    """The number of the line in the file."""
    register: Mapped[str] = mapped_column(Text)
    kana: Mapped[str] = mapped_column(Text)
    latin: Mapped[str] = mapped_column(Text)
    birth_date: Mapped[str] = mapped_column(Text)
    left_out: Mapped[bool] = mapped_column(default=False)
    is_another: Mapped[bool] = mapped_column(default=False)
    """Another person than the one with the same name and birth date in the same list."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("slip.id"))

    person: Mapped[Person | None] = relationship()
    slip: Mapped[Slip | None] = relationship()

    __table_args__ = (UniqueConstraint("slip_list_id", "position"),)
