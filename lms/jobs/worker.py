# SPDX-License-Identifier: Apache-2.0
"""The worker: claims a job by a lease, runs it in one transaction with its own end, retries what failed.

A killed worker loses nothing: its lease runs out and the job is claimed again. The job's changes and the mark
that it is finished are committed together.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import OperationalError

from lms import clock
from lms.db import db, reading, transaction
from lms.jobs.models import Job, WorkerSign
from lms.jobs.outbox import FACT_PREFIX, enqueue

LEASE = timedelta(seconds=20)
OUTSIDE_LEASE = timedelta(minutes=3)  # a slow mail server takes its time at every step
MOST_TRIES = 12
LONGEST_WAIT = timedelta(hours=6)
LONGEST_ERROR = 500
SIGN_EVERY = timedelta(seconds=20)

Handler = Callable[[Mapping[str, Any]], None]
log = logging.getLogger("lms.jobs")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A job that is due again and again."""

    kind: str
    every: timedelta


@dataclass(frozen=True, slots=True)
class Registry:
    """Which handler serves a job, whose jobs follow from a fact, and what is repeated."""

    handlers: Mapping[str, Handler]
    listeners: Mapping[str, Sequence[str]]
    schedule: Sequence[Repeated] = ()
    outside: frozenset[str] = frozenset()
    """Kinds that talk to the outside (SMTP) and so must not hold the database meanwhile: they open their own acts."""


def run_due(registry: Registry, *, limit: int = 100) -> int:
    """Run what is due now, at most `limit` jobs; the number that was run."""
    _write_scheduled(registry)
    done = 0
    while done < limit and run_one(registry):
        done += 1
    return done


def attend(registry: Registry) -> int:
    """One round of a worker that stays: as run_due, but a database that is away for a while is waited for."""
    try:
        _show_life(clock.now())
        return run_due(registry)
    except OperationalError:
        log.exception("database not available")
        return 0


def _show_life(at: datetime) -> None:
    """Say that a worker is there, now and then: an idle one writes nothing else."""
    with reading():
        last = db.session.scalar(select(WorkerSign.at).where(WorkerSign.id == 1))
    if last is None or at - last >= SIGN_EVERY:
        with transaction():
            db.session.merge(WorkerSign(id=1, at=at))


def run_one(registry: Registry) -> bool:
    """Claim and run the job that has been due longest; False when none is due."""
    job_id = _claim(registry, clock.now())
    if job_id is None:
        return False
    try:
        if not _ran_outside(registry, job_id):
            _execute(registry, job_id)
    except Exception as error:  # every failure of a job is recorded and retried
        log.exception("job failed", extra={"job": job_id})
        _record_failure(job_id, error, clock.now())
    return True


def _claim(registry: Registry, at: datetime) -> int | None:
    due = (
        select(Job)
        .where(Job.finished_at.is_(None), Job.run_at <= at, or_(Job.lease_until.is_(None), Job.lease_until < at))
        .order_by(Job.run_at, Job.id)
        .limit(1)
    )
    with reading():
        if db.session.scalar(due) is None:
            return None
    with transaction():
        job = db.session.scalar(due.with_for_update(skip_locked=True))
        if job is None:
            return None
        if job.tries >= MOST_TRIES:
            _give_up(job, at, "every try ended with the death of its worker")
            return None
        job.lease_until = at + (OUTSIDE_LEASE if job.kind in registry.outside else LEASE)
        job.tries += 1
        return job.id


def _ran_outside(registry: Registry, job_id: int) -> bool:
    with reading():
        job = db.session.get_one(Job, job_id)
        kind, payload = job.kind, dict(job.payload)
    if kind not in registry.outside:
        return False
    registry.handlers[kind](payload)
    with transaction():
        _finish(db.session.get_one(Job, job_id))
    return True


def _finish(job: Job) -> None:
    job.finished_at = clock.now()
    job.lease_until = None
    job.payload = {}  # nothing reads it again, and it may hold what somebody typed


def _execute(registry: Registry, job_id: int) -> None:
    with transaction():
        job = db.session.scalar(select(Job).where(Job.id == job_id, Job.finished_at.is_(None)).with_for_update())
        if job is None:
            return
        if job.kind.startswith(FACT_PREFIX):
            _fan_out(registry, job)
        else:
            registry.handlers[job.kind](job.payload)
        _finish(job)


def _fan_out(registry: Registry, job: Job) -> None:
    fact = job.kind.removeprefix(FACT_PREFIX)
    for kind in registry.listeners.get(fact, ()):
        enqueue(kind, job.payload, at=clock.now(), unique_key=f"{kind}:{job.unique_key}")


def _record_failure(job_id: int, error: Exception, at: datetime) -> None:
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.lease_until = None
        words = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        if job.tries >= MOST_TRIES:
            _give_up(job, at, words)
        else:
            job.last_error = words
            job.run_at = at + min(timedelta(seconds=2**job.tries), LONGEST_WAIT)


def _give_up(job: Job, at: datetime, words: str) -> None:
    job.failed = True
    job.finished_at = at
    job.lease_until = None
    job.last_error = words


def _write_scheduled(registry: Registry) -> None:
    at = clock.now()
    for entry in registry.schedule:
        slot = int(at.timestamp() // entry.every.total_seconds())
        unique_key = f"schedule:{entry.kind}:{slot}"
        with reading():
            written = db.session.scalar(select(Job.id).where(Job.unique_key == unique_key))
        if written is None:
            with transaction():
                enqueue(entry.kind, {}, at=at, unique_key=unique_key)
