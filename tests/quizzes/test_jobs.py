# SPDX-License-Identifier: Apache-2.0
"""What the worker does for tests, from the queue on."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import delete, func, select

from lms.clock import now
from lms.db import db, transaction
from lms.jobs.models import Job
from lms.quizzes.models import Marking
from tests.factories.quizzes import make_attempt

OVER = timedelta(minutes=5, seconds=6)


def markings(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Marking))


def test_the_job_of_an_attempt_waits_for_its_deadline(app, run_jobs):
    with app.app_context():
        make_attempt(at=now())
    run_jobs()
    assert markings(app) == 0


def test_the_job_of_an_attempt_marks_it_after_its_deadline(app, run_jobs):
    with app.app_context():
        make_attempt(at=now())
    with time_machine.travel(now() + OVER, tick=False):
        run_jobs()
        run_jobs()
    assert markings(app) == 1


def test_an_attempt_whose_job_was_lost_is_marked_by_the_sweep(app, run_jobs):
    with app.app_context():
        make_attempt(at=now())
        with transaction():
            db.session.execute(delete(Job).where(Job.kind == "quizzes.close_attempt"))
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        run_jobs()
    assert markings(app) == 1
