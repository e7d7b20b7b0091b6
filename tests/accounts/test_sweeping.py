# SPDX-License-Identifier: Apache-2.0
"""What has served its time is forgotten; what still decides something stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.access.identity import SITE
from lms.accounts import services
from lms.accounts.domain.throttles import SIGN_IN
from lms.accounts.models import OneTimeToken, SignInSession, Throttle
from lms.accounts.services.throttling import note_try
from lms.clock import now
from lms.db import db, reading, transaction
from tests.factories.accounts import make_account, make_session


def left(table) -> int:
    with reading():
        return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(("age", "kept"), [(timedelta(hours=23), 1), (timedelta(hours=25), 0)])
def test_counted_tries_are_forgotten_after_a_day(context, age, kept):
    at = now()
    with transaction():
        note_try(SIGN_IN, "somebody", at=at - age)
    with transaction():
        services.sweep(at=at)
    assert left(Throttle) == kept


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=29), 1), (timedelta(days=31), 0)])
def test_links_and_sessions_are_forgotten_after_a_month(context, age, kept):
    account, at = make_account(), now()
    make_session(account, at=at - age)
    with transaction():
        services.reset_link(account, by=SITE, at=at - age)
    with transaction():
        services.sweep(at=at)
    assert (left(SignInSession), left(OneTimeToken)) == (kept, kept)


def test_the_job_runs_with_the_others(app, run_jobs):
    with app.app_context(), transaction():
        note_try(SIGN_IN, "somebody", at=now() - timedelta(days=3))
    run_jobs()
    with app.app_context():
        assert left(Throttle) == 0
