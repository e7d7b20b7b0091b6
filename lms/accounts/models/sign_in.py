# SPDX-License-Identifier: Apache-2.0
"""Accounts, contacts, links that work once, sessions and throttles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.persons import Person
from lms.db import Base, UtcDateTime


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
    hint_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When she put away the hint that an address of her own would be useful."""

    person: Mapped[Person] = relationship(back_populates="account")

    @property
    def owner_key(self) -> str:
        """An account belongs to its person."""
        return self.person.key


class Contact(Base):
    """An e-mail address, telephone number or postal address, own or shared. One that `signs_in` is the only one."""

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
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when nothing arrives there: mails come back, or an officer was told so."""
    failing_why: Mapped[str | None] = mapped_column(String(20))

    person: Mapped[Person] = relationship()

    @property
    def owner_key(self) -> str:
        """A contact belongs to its person."""
        return self.person.key

    __table_args__ = (
        CheckConstraint("kind IN ('email', 'telephone', 'postal')", name="kind"),
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
    active_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """On a computer that others use, too: when she last did something there. Elsewhere nothing: it never locks."""
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Throttle(Base):
    """A try at something guarded: a sign-in, a birth date, a reset. `subject` is a keyed hash, never a name."""

    __tablename__ = "throttle"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_throttle_subject_at", "subject", "at"),)
