# SPDX-License-Identifier: Apache-2.0
"""What waits, what runs, what failed, and when a worker was last seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from lms.db import db
from lms.jobs.models import Job, WorkerSign
from lms.jobs.states import LATE, JobState, QueueState, SeenJob


def state(at: datetime) -> QueueState:
    """The state of the queue at a moment."""
    is_open = Job.finished_at.is_(None)
    due = select(func.count(), func.min(Job.run_at)).where(is_open, Job.run_at <= at)
    waiting, oldest = db.session.execute(due).one()
    overdue = select(func.count()).where(is_open, Job.run_at <= at - LATE, _unleased(at))
    return QueueState(
        at=at,
        waiting=waiting,
        overdue=db.session.scalar(overdue) or 0,
        failed=db.session.scalar(select(func.count()).where(_given_up())) or 0,
        oldest_due=oldest,
        worker_seen_at=worker_seen_at(),
    )


def worker_seen_at() -> datetime | None:
    """When a worker last showed that it lives; None if none ever did."""
    return db.session.scalar(select(func.max(WorkerSign.at)))


def job_by_number(number: int) -> Job | None:
    """The job with this number."""
    return db.session.get(Job, number)


def given_up(limit: int) -> Sequence[SeenJob]:
    """Jobs that failed for good and that nobody has dismissed, the newest first."""
    wanted = select(Job).where(_given_up()).order_by(Job.finished_at.desc(), Job.id.desc()).limit(limit)
    return [_seen(row, row.written_at) for row in db.session.scalars(wanted)]


def unfinished(limit: int, *, at: datetime) -> Sequence[SeenJob]:
    """Jobs that are still to run, those due first at the head."""
    wanted = select(Job).where(Job.finished_at.is_(None)).order_by(Job.run_at, Job.id).limit(limit)
    return [_seen(row, at) for row in db.session.scalars(wanted)]


def pending_about(keys: Iterable[str], *, at: datetime) -> Sequence[SeenJob]:
    """Jobs about things with these keys that are still to run or were given up, oldest first."""
    wanted = [Job.unique_key.endswith(f":{key}", autoescape=True) for key in keys]
    if not wanted:
        return []
    is_pending = or_(Job.finished_at.is_(None), _given_up())
    rows = db.session.scalars(select(Job).where(is_pending, or_(*wanted)).order_by(Job.id))
    return [_seen(row, at) for row in rows]


def latest_failures(limit: int) -> Sequence[Job]:
    """Jobs whose last try failed, newest first."""
    return db.session.scalars(select(Job).where(Job.last_error.is_not(None)).order_by(Job.id.desc()).limit(limit)).all()


def _given_up() -> ColumnElement[bool]:
    return Job.failed.is_(True) & Job.dismissed_at.is_(None)


def _unleased(at: datetime) -> ColumnElement[bool]:
    return or_(Job.lease_until.is_(None), Job.lease_until < at)


def _seen(row: Job, at: datetime) -> SeenJob:
    return SeenJob(
        number=row.id,
        kind=row.kind,
        state=_state(row, at),
        written_at=row.written_at,
        run_at=row.run_at,
        tries=row.tries,
        failed_at=row.finished_at if row.failed else None,
        error_kind=None if row.last_error is None else row.last_error.partition(":")[0],
    )


def _state(row: Job, at: datetime) -> JobState:
    if row.failed:
        return JobState.FAILED
    if row.lease_until is not None and row.lease_until >= at:
        return JobState.RUNNING
    return JobState.WAITING if row.last_error is None else JobState.RETRYING
