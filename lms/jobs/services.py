# SPDX-License-Identifier: Apache-2.0
"""What people do with jobs: have one tried again, or let it be; and forgetting those that are done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from lms import audit
from lms.access.identity import Identity
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Conflict
from lms.jobs.models import Job

KEPT = timedelta(days=30)
"""How long a job that is done is kept, to be asked about; one that failed is kept until somebody dismisses it."""


def retry(job: Job, *, by: Identity, at: datetime) -> None:
    """Have a job tried again at once, with all its tries before it.

    Errors: Conflict if it has not failed, or is done meanwhile.
    """
    _hold(job)
    if job.last_error is None or (job.finished_at is not None and not job.failed) or job.dismissed_at is not None:
        raise Conflict("job-not-failed")
    job.failed, job.finished_at, job.lease_until = False, None, None
    job.tries, job.run_at = 0, at
    audit.record(Tag.JOB_RETRIED, by=by, about=job, at=at, kind=job.kind)


def dismiss(job: Job, *, by: Identity, at: datetime) -> None:
    """Let a job that was given up be; what it carried is forgotten.

    Errors: Conflict if it was not given up.
    """
    _hold(job)
    if not job.failed or job.dismissed_at is not None:
        raise Conflict("job-not-failed")
    job.dismissed_at, job.payload = at, {}
    audit.record(Tag.JOB_DISMISSED, by=by, about=job, at=at, kind=job.kind)


@unaudited("what a job did is recorded; that it was once a row is not")
def sweep(*, at: datetime) -> None:
    """Forget jobs that have been done for a month; those that failed stay until they are dismissed."""
    is_settled = or_(Job.failed.is_(False), Job.dismissed_at.is_not(None))
    db.session.execute(delete(Job).where(Job.finished_at <= at - KEPT, is_settled))


def _hold(job: Job) -> None:
    """Lock the job and read it anew: a worker may have claimed it meanwhile."""
    locked = lock_rows(select(Job).where(Job.id == job.id))
    db.session.execute(locked.execution_options(populate_existing=True)).one()
