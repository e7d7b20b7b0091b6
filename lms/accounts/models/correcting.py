# SPDX-License-Identifier: Apache-2.0
"""Requests for another name or birth date with the documents sent for them, and how names that no font has print."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.persons import Person
from lms.db import Base, UtcDateTime


class EvidenceFile(Base):
    """A file in the folder of evidence. The row goes first, the file after the act; one without a row is swept."""

    __tablename__ = "evidence_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    media: Mapped[str] = mapped_column(String(20))
    size: Mapped[int] = mapped_column(Integer)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (CheckConstraint("media IN ('image/jpeg', 'image/png', 'application/pdf')", name="media"),)


class NameRequest(Base):
    """A person asks for another name or birth date. Its document goes with the decision; the request stays."""

    __tablename__ = "name_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    number: Mapped[str] = mapped_column(String(7), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    register: Mapped[str | None] = mapped_column(String(200))
    kana: Mapped[str] = mapped_column(String(200))
    latin: Mapped[str] = mapped_column(String(200))
    birth_date: Mapped[date]
    cause: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(300))
    document: Mapped[str] = mapped_column(String(20))
    print_way: Mapped[str | None] = mapped_column(String(10))
    print_pairs: Mapped[list[Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"), unique=True)
    had_file: Mapped[bool] = mapped_column(Boolean)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(200))

    person: Mapped[Person] = relationship()
    file: Mapped[EvidenceFile | None] = relationship()

    @property
    def owner_key(self) -> str:
        """It belongs to the person who asks."""
        return self.person.key

    __table_args__ = (
        CheckConstraint("outcome IN ('granted', 'refused', 'withdrawn', 'expired')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("outcome IS NULL OR file_id IS NULL", name="file_goes"),
        Index(
            "uq_name_request_open",
            "person_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )


class PrintedForm(Base):
    """How a register name prints that no font can print as typed: chosen by the person, never overwritten."""

    __tablename__ = "printed_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    typed: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(10))
    pairs: Mapped[list[Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))
    spoken: Mapped[bool] = mapped_column(Boolean)
    """Whether she said it to the officer who recorded it, instead of choosing herself."""
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"), index=True)

    picture: Mapped[EvidenceFile | None] = relationship()

    __table_args__ = (CheckConstraint("way IN ('stand-in', 'other', 'latin')", name="way"),)
