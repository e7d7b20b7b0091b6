# SPDX-License-Identifier: Apache-2.0
"""Persons, their names and contacts; accounts, sessions, roles and memberships."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, UtcDateTime


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

    __table_args__ = (CheckConstraint("from_person_id <> into_person_id", name="two_persons"),)


class Account(Base):
    """The way in of one person: a password, by learner number or a confirmed e-mail of her own."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locale: Mapped[str] = mapped_column(String(2), default="ja")

    person: Mapped[Person] = relationship(back_populates="account")

    @property
    def owner_key(self) -> str:
        """An account belongs to its person."""
        return self.person.key


class Contact(Base):
    """An e-mail address or telephone number, own or shared. Only one that `signs_in` must be the only one."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(254))
    folded: Mapped[str] = mapped_column(String(254), index=True)
    own: Mapped[bool]
    signs_in: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()

    @property
    def owner_key(self) -> str:
        """A contact belongs to its person."""
        return self.person.key

    __table_args__ = (
        CheckConstraint("kind IN ('email', 'telephone')", name="kind"),
        Index(
            "uq_contact_sign_in",
            "folded",
            unique=True,
            sqlite_where=text("signs_in AND removed_at IS NULL"),
            postgresql_where=text("signs_in AND removed_at IS NULL"),
        ),
    )


class OneTimeToken(Base):
    """A link that works once and for a while. Only its digest is kept."""

    __tablename__ = "one_time_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInSession(Base):
    """A browser that is signed in; it ends by signing out, everywhere or here."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(String(40), default="")


class Throttle(Base):
    """A try at something guarded: a sign-in, a birth date, a reset. `subject` is a keyed hash, never a name."""

    __tablename__ = "throttle"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_throttle_subject_at", "subject", "at"),)


class RoleGrant(Base):
    """A role of a person within a scope, for a time."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    scope: Mapped[str] = mapped_column(String(16), default="system")
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    granted_by: Mapped[str | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        Index(
            "uq_role_grant_live",
            "person_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Membership(Base):
    """A person's place in an organization, days [from, until). Organizations write it through our services."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_key: Mapped[str] = mapped_column(String(16), index=True)
    role: Mapped[str] = mapped_column(String(30))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (CheckConstraint("until_day IS NULL OR until_day >= from_day", name="span"),)


class Acceptance(Base):
    """A text that a person accepted, by the hash of exactly what she saw."""

    __tablename__ = "acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text_name: Mapped[str] = mapped_column(String(40))
    text_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AcceptedText(Base):
    """The wording behind an acceptance, kept by its hash."""

    __tablename__ = "accepted_text"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    first_shown_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("name", "digest"),)
