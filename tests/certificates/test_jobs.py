# SPDX-License-Identifier: Apache-2.0
"""What the worker does after a completion, from the fact to the file and the mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from lms.certificates import jobs, queries
from lms.certificates.models import Certificate, Rendition
from lms.db import db, transaction
from lms.jobs.models import Job
from lms.mail.models import OutgoingMail
from lms.storage import files
from tests.factories.accounts import make_person
from tests.factories.certificates import AT, make_certificate, make_completion, make_ready

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture(autouse=True)
def day_of_completion():
    with time_machine.travel(AT + timedelta(minutes=5), tick=True):
        yield


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_completion_leads_to_certificate_paper_and_mail(run_jobs):
    completion = make_completion(make_person(email="hanako@example.jp"))
    make_ready()
    run_jobs()
    certificate = queries.first_of(completion.id)
    rendition = queries.rendition_of(certificate)
    assert files.get(rendition.digest).startswith(b"%PDF")
    assert [mail.recipient for mail in db.session.scalars(select(OutgoingMail))] == ["hanako@example.jp"]


def test_running_everything_again_changes_nothing(run_jobs):
    make_completion(make_person(email="hanako@example.jp"))
    make_ready()
    run_jobs()
    before = [count(model) for model in (Certificate, Rendition, OutgoingMail)]
    with transaction():
        for job in db.session.scalars(select(Job).where(Job.kind.startswith("certificates."))):
            if job.kind != "certificates.send_notice":
                job.finished_at = None
    run_jobs()
    assert [count(model) for model in (Certificate, Rendition, OutgoingMail)] == before


def test_a_sample_gets_its_paper_too(run_jobs):
    certificate_id = make_certificate(sample=True).certificate_id
    db.session.rollback()
    run_jobs()
    assert queries.rendition_of(queries.by_certificate_id(certificate_id)) is not None


@pytest.mark.parametrize("job", [jobs.render, jobs.send_notice])
def test_a_job_about_nothing_does_nothing(job):
    job({"certificate_id": "0" * 16})


def test_issuing_for_nothing_does_nothing():
    with transaction():
        jobs.issue({"completion_key": "nothing"})
    assert count(Certificate) == 0


def test_what_a_lost_job_did_not_issue_is_issued_within_the_hour():
    completion = make_completion(make_person())
    make_ready()
    with transaction():
        jobs.issue_missing({})
    assert queries.first_of(completion.id) is None  # its own job may still come
    with time_machine.travel(AT + timedelta(hours=2), tick=True), transaction():
        jobs.issue_missing({})
    assert queries.first_of(completion.id) is not None
