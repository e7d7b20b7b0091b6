# SPDX-License-Identifier: Apache-2.0
"""What waits, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.db import db
from lms.jobs.models import Job


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the queue stands: jobs waiting, jobs given up, and since when the oldest due job has waited."""

    waiting: int
    failed: int
    oldest_due: datetime | None


def state(at: datetime) -> QueueState:
    """The state of the queue at a moment."""
    open_jobs = select(func.count(), func.min(Job.run_at)).where(Job.finished_at.is_(None), Job.run_at <= at)
    waiting, oldest = db.session.execute(open_jobs).one()
    failed = db.session.scalar(select(func.count()).where(Job.failed.is_(True)))
    return QueueState(waiting=waiting, failed=failed or 0, oldest_due=oldest)


def latest_failures(limit: int) -> Sequence[Job]:
    """Jobs whose last try failed, newest first."""
    return db.session.scalars(select(Job).where(Job.last_error.is_not(None)).order_by(Job.id.desc()).limit(limit)).all()
