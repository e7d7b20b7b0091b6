# SPDX-License-Identifier: Apache-2.0
"""Requests for a new password that have to wait."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.sign_in import Account
from lms.db import Base, UtcDateTime


class WaitingReset(Base):
    """Somebody gave a learner number and a birth date. Where they fit nobody `account` is empty, so that asking
    writes as much and looks the same whoever is asked for.
    """

    __tablename__ = "waiting_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    number: Mapped[str] = mapped_column(String(8), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stop_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    mail_ids: Mapped[list[int] | None] = mapped_column(JSON)
    """The mails that told of it, once they were written."""
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str | None] = mapped_column(String(20))

    account: Mapped[Account | None] = relationship()

    @property
    def owner_key(self) -> str:
        """A request belongs to the person it was made for."""
        return "" if self.account is None else self.account.person.key

    __table_args__ = (Index("ix_waiting_reset_asked_at", "asked_at"),)
