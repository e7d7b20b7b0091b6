# SPDX-License-Identifier: Apache-2.0
"""The operator's look at the queue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lms.access.identity import Role
from lms.db import db, reading, transaction
from lms.jobs import queries
from lms.jobs.models import Job

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)


@pytest.fixture
def failed(app) -> int:
    """The number of a job that was given up."""
    with app.app_context(), transaction():
        row = Job(
            kind="accounts.send_reset",
            payload={"sign_in": "hanako@example.jp"},
            written_at=AT,
            run_at=AT,
            tries=12,
            finished_at=AT,
            failed=True,
            last_error="SMTPServerDisconnected: hanako@example.jp",
        )
        db.session.add(row)
        db.session.flush()
        return row.id


def job(app, number: int) -> Job:
    with app.app_context(), reading():
        found = queries.job_by_number(number)
        db.session.expunge_all()
        return found


def test_the_operator_sees_what_was_given_up_and_no_names(as_, failed):
    page = as_(Role.OPERATOR).get("/jobs")
    for words in ("Mail the link for a new password", "SMTPServerDisconnected", "10 July 2026", "No worker is at work"):
        assert words in page.words
    assert "hanako" not in page.text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.OFFICER, Role.AUTHOR])
def test_nobody_else_sees_or_settles_jobs(app, as_, failed, role):
    browser = as_(role)
    browser.get("/jobs", status=403)
    page = browser.get("/account/profile")
    token = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    for act in ("retry", "dismissal"):
        assert browser.client.post(f"/jobs/{failed}/{act}", data=token).status_code == 404
    assert job(app, failed).failed


def test_a_job_is_tried_again(app, as_, failed):
    browser = as_(Role.OPERATOR)
    page = browser.follow(browser.submit("/jobs", action="/retry"))
    assert "No job was given up." in page.words
    assert "waiting" in page.words or "failed, will be tried again" in page.words
    assert job(app, failed).tries == 0


def test_a_job_is_dismissed(app, as_, failed):
    browser = as_(Role.OPERATOR)
    page = browser.follow(browser.submit("/jobs", action="/dismissal"))
    assert "Nothing is waiting." in page.words
    assert job(app, failed).payload == {}


def test_a_second_click_is_told_that_it_is_settled(as_, failed):
    browser = as_(Role.OPERATOR)
    page = browser.get("/jobs")
    browser.submit(page, action="/dismissal")
    assert "has not failed" in browser.submit(page, action="/dismissal", status=409).words


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_a_job_that_is_none_is_not_found(as_, number):
    browser = as_(Role.OPERATOR)
    page = browser.get("/jobs")
    token = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    assert browser.client.post(f"/jobs/{number}/retry", data=token).status_code == 404
