# SPDX-License-Identifier: Apache-2.0
"""Rule sets as immutable texts, and the sign-offs of their unconfirmed items."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, UtcDateTime


class RuleSetText(Base):
    """One version of a scheme's rules, by the hash of its text. The rules are read from the text."""

    __tablename__ = "rule_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scheme: Mapped[str] = mapped_column(String(60), index=True)
    version: Mapped[str] = mapped_column(String(40))
    written_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    sign_offs: Mapped[list[SignOff]] = relationship(order_by="SignOff.id", back_populates="rule_set")

    __table_args__ = (UniqueConstraint("scheme", "version"),)

    @property
    def key(self) -> str:
        """How the audit record names it."""
        return self.digest


class SignOff(Base):
    """An officer confirmed one item of one rule set: what, on which document, when. Never an edit of the text."""

    __tablename__ = "sign_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"), index=True)
    item: Mapped[str] = mapped_column(String(120))
    document: Mapped[str] = mapped_column(String(300))
    confirmed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))

    rule_set: Mapped[RuleSetText] = relationship(back_populates="sign_offs")

    __table_args__ = (UniqueConstraint("rule_set_id", "item"),)
