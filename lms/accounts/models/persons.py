# SPDX-License-Identifier: Apache-2.0
"""Persons, their names and birth dates, and records found to be one person."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, UtcDateTime

if TYPE_CHECKING:
    from lms.accounts.models.sign_in import Account


class Person(Base):
    """A human with a learner number. Nothing about her is overwritten: names and birth dates are rows."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    learner_number: Mapped[str] = mapped_column(String(8), unique=True)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    names_locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    names: Mapped[list[PersonName]] = relationship(order_by="PersonName.id", back_populates="person")
    birth_dates: Mapped[list[PersonBirthDate]] = relationship(order_by="PersonBirthDate.id")
    account: Mapped[Account | None] = relationship(back_populates="person")

    @property
    def owner_key(self) -> str:
        """A person's own page is her own."""
        return self.key

    @property
    def name(self) -> PersonName | None:
        """The name recorded last."""
        return self.names[-1] if self.names else None

    @property
    def birth_date(self) -> date | None:
        """The birth date recorded last."""
        return self.birth_dates[-1].birth_date if self.birth_dates else None


class PersonName(Base):
    """A name as typed (NFC would alter some register characters), from a day on. `register` is None without kanji."""

    __tablename__ = "person_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    register: Mapped[str | None] = mapped_column(String(200))
    kana: Mapped[str] = mapped_column(String(200))
    latin: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(String(200), index=True)
    kana_key: Mapped[str] = mapped_column(String(200), index=True)
    latin_key: Mapped[str] = mapped_column(String(200), index=True)
    from_day: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(200))

    person: Mapped[Person] = relationship(back_populates="names")


class PersonBirthDate(Base):
    """A birth date as recorded; a correction is a new row."""

    __tablename__ = "person_birth_date"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    birth_date: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(200))


class PersonMerge(Base):
    """Two records found to be one person. Rows never move; a merge is undone by a row too."""

    __tablename__ = "person_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    into_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(500))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(16))
    undone_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint("from_person_id <> into_person_id", name="two_persons"),
        Index(
            "uq_person_merge_live",
            "from_person_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )


class PersonsApart(Base):
    """Two records that look like one person and were found to be two: nobody is asked about them again."""

    __tablename__ = "persons_apart"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(500))

    __table_args__ = (
        UniqueConstraint("first_person_id", "second_person_id"),
        CheckConstraint("first_person_id < second_person_id", name="in_order"),
    )
