# SPDX-License-Identifier: Apache-2.0
"""The outbox and the queue are one table: a job is written in the act that calls for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Job(Base):
    """Something to be done after the act that wrote it, at least once and safe to repeat."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_due",
            "run_at",
            "id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    unique_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str | None] = mapped_column(String(500))
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def key(self) -> str:
        """How the audit record names it."""
        return f"job {self.id}"


class WorkerSign(Base):
    """When a worker last showed that it lives; one row, whichever worker it was."""

    __tablename__ = "worker_sign"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
