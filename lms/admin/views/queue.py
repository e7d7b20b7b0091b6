# SPDX-License-Identifier: Apache-2.0
"""The operator's look at the queue: what waits, runs, failed; having a job tried again, or letting it be."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.admin import labels
from lms.admin.resources import job
from lms.admin.views.blueprint import bp
from lms.i18n import _
from lms.jobs import queries, services
from lms.web.routing import needs

MOST_SHOWN = 50
LARGEST_NUMBER = 2**31 - 1
MAY_SETTLE = needs(Permission.JOB_SETTLE, on=job)


@bp.get("/jobs", access=needs(Permission.JOB_WATCH))
def queue() -> ResponseReturnValue:
    """Everything that is not done."""
    now = clock.now()
    return render_template(
        "admin/queue.html",
        state=queries.state(now),
        failed=queries.given_up(MOST_SHOWN),
        open_jobs=queries.unfinished(MOST_SHOWN, at=now),
        most=MOST_SHOWN,
        states=labels.JOB_STATES,
        kind=labels.job_kind,
    )


@bp.post(f"/jobs/<int(max={LARGEST_NUMBER}):job_number>/retry", access=MAY_SETTLE)
def retry_job(job: queries.Job) -> ResponseReturnValue:
    """Have it tried again at once."""
    services.retry(job, by=current_user.identity, at=clock.now())
    flash(_("The job will be tried again at once."), "success")
    return redirect(url_for("admin.queue"), 303)


@bp.post(f"/jobs/<int(max={LARGEST_NUMBER}):job_number>/dismissal", access=MAY_SETTLE)
def dismiss_job(job: queries.Job) -> ResponseReturnValue:
    """Let it be."""
    services.dismiss(job, by=current_user.identity, at=clock.now())
    flash(_("The job was dismissed. Nothing more will be tried."), "success")
    return redirect(url_for("admin.queue"), 303)
