# SPDX-License-Identifier: Apache-2.0
"""Certificates as signed snapshots, their events, and who issued them with which key."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.courses.models import Completion
from lms.db import Base, UtcDateTime

FIRST_AND_REAL = text("replaces_id IS NULL AND NOT sample")
A_SAMPLE = text("sample")


class IssuerVersion(Base):
    """The training body as it names itself on paper, from a day on."""

    __tablename__ = "issuer_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    representative: Mapped[dict[str, str]] = mapped_column(JSON)
    notice: Mapped[dict[str, str]] = mapped_column(JSON)
    notice_confirmed: Mapped[bool]
    seal_kind: Mapped[str] = mapped_column(String(10))
    seal_digest: Mapped[str | None] = mapped_column(String(64))
    from_day: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (CheckConstraint("seal_kind IN ('image', 'space', 'omitted')", name="seal_kind"),)

    @property
    def key(self) -> str:
        """How the audit record names it."""
        return f"issuer-{self.id}"


class PublicKey(Base):
    """The public half of a signing key, kept for ever. The private half lies outside the database."""

    __tablename__ = "public_key"

    kid: Mapped[str] = mapped_column(String(16), primary_key=True)
    public_bytes: Mapped[bytes] = mapped_column(LargeBinary)
    from_moment: Mapped[datetime] = mapped_column(UtcDateTime)
    until_moment: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_development: Mapped[bool]


class NumberSeries(Base):
    """The last serial given in a series of certificate numbers."""

    __tablename__ = "number_series"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_serial: Mapped[int]


class Certificate(Base):
    """An issued certificate: the snapshot says everything that is printed, the other columns only find it.

    A site without a signing key can still show samples, unsigned. At the end of its retention a certificate loses
    its snapshot and message; id, last day and digest stay.
    """

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[str] = mapped_column(String(16), unique=True)
    number: Mapped[str | None] = mapped_column(String(30), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), index=True)
    sample: Mapped[bool]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    status_index: Mapped[int | None] = mapped_column(unique=True)
    completed_on: Mapped[date]
    valid_through: Mapped[date]
    renewal_opens_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kid: Mapped[str | None] = mapped_column(ForeignKey("public_key.kid"))
    snapshot: Mapped[str | None] = mapped_column(Text)
    snapshot_digest: Mapped[str] = mapped_column(String(64))
    cose: Mapped[bytes | None] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()
    completion: Mapped[Completion] = relationship()
    events: Mapped[list[CertificateEvent]] = relationship(order_by="CertificateEvent.id")

    __table_args__ = (
        Index(
            "uq_certificate_first",
            "completion_id",
            unique=True,
            sqlite_where=FIRST_AND_REAL,
            postgresql_where=FIRST_AND_REAL,
        ),
        Index("uq_certificate_sample", "completion_id", unique=True, sqlite_where=A_SAMPLE, postgresql_where=A_SAMPLE),
        CheckConstraint("sample = (number IS NULL)", name="samples_have_no_number"),
        CheckConstraint("sample = (status_index IS NULL)", name="samples_have_no_status"),
        CheckConstraint("sample OR kid IS NOT NULL", name="only_samples_are_unsigned"),
    )

    @property
    def key(self) -> str:
        """How the audit record names it."""
        return self.certificate_id

    @property
    def owner_key(self) -> str:
        """A certificate belongs to its holder."""
        return self.person.key


class CertificateEvent(Base):
    """Something that happened to a certificate; its state follows from these and the day asked about."""

    __tablename__ = "certificate_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(500))
    recorded_by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        CheckConstraint("kind IN ('issued', 'suspended', 'reinstated', 'revoked', 'replaced')", name="kind"),
    )


class Rendition(Base):
    """A PDF that was made of a certificate: the digest of its bytes and the compiler that made them."""

    __tablename__ = "rendition"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    reissued_on: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("certificate_id", "digest"),)
