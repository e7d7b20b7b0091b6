# SPDX-License-Identifier: Apache-2.0
"""Trying a job again, letting it be, forgetting those that are done; what people see of the queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from lms.access.identity import Identity
from lms.audit.models import AuditRecord
from lms.db import db, reading, transaction
from lms.errors import Conflict
from lms.jobs import queries, services, worker
from lms.jobs.models import Job
from lms.jobs.outbox import enqueue
from lms.jobs.services import KEPT
from lms.jobs.states import LATE, JobState
from lms.jobs.worker import LEASE, Registry

START = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
OPERATOR = Identity(person_key="operator")


@pytest.fixture
def traveller(context):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def failing(_payload) -> None:
    raise ValueError("hanako@example.jp is on fire")


def done(_payload) -> None:
    """Succeed."""


KNOWN = Registry(handlers={"probe.fail": failing, "probe.done": done}, listeners={})


def write(kind: str, **over) -> int:
    with transaction():
        enqueue(kind, {"sign_in": "hanako@example.jp"}, **{"at": START, **over})
    with reading():
        return db.session.scalars(select(Job.id).order_by(Job.id.desc()).limit(1)).one()


def given_up(traveller) -> int:
    number = write("probe.fail")
    while not one(number).failed:
        traveller.move_to(one(number).run_at)
        worker.run_one(KNOWN)
    return number


def one(number: int) -> Job:
    with reading():
        found = queries.job_by_number(number)
        db.session.expunge_all()
    return found


def act(service, number: int) -> None:
    with transaction():
        service(queries.job_by_number(number), by=OPERATOR, at=START)


def recorded() -> list[tuple[str, str | None, str]]:
    with reading():
        rows = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)).all()
        return [(row.tag, row.by_person_key, row.about_key) for row in rows]


def test_a_job_that_is_done_forgets_what_it_carried(traveller):
    number = write("probe.done")
    worker.run_due(KNOWN)
    assert one(number).payload == {}


def test_a_job_that_was_given_up_is_tried_again_as_if_it_were_new(traveller):
    number = given_up(traveller)
    act(services.retry, number)
    assert (one(number).tries, one(number).failed, one(number).payload["sign_in"]) == (0, False, "hanako@example.jp")
    assert recorded() == [("jobs:job:retried", "operator", f"job {number}")]
    traveller.move_to(START)
    assert worker.run_due(KNOWN) == 1


def test_a_job_that_waits_after_a_failure_is_tried_at_once(traveller):
    number = write("probe.fail")
    worker.run_one(KNOWN)
    assert one(number).run_at > START
    act(services.retry, number)
    assert one(number).run_at == START


@pytest.mark.parametrize("service", [services.retry, services.dismiss])
def test_a_job_that_has_not_failed_is_left_alone(traveller, service):
    number = write("probe.done")
    with pytest.raises(Conflict):
        act(service, number)
    worker.run_due(KNOWN)
    with pytest.raises(Conflict):
        act(service, number)


def test_a_dismissed_job_forgets_what_it_carried_and_is_not_tried_again(traveller):
    number = given_up(traveller)
    act(services.dismiss, number)
    assert one(number).payload == {}
    assert recorded() == [("jobs:job:dismissed", "operator", f"job {number}")]
    for service in (services.retry, services.dismiss):
        with pytest.raises(Conflict):
            act(service, number)


def test_done_jobs_are_forgotten_after_a_month_and_failed_ones_when_dismissed(traveller):
    finished, failed = write("probe.done"), given_up(traveller)
    traveller.move_to(START)
    worker.run_due(KNOWN)
    later = one(failed).finished_at + KEPT
    with transaction():
        services.sweep(at=START + KEPT - timedelta(seconds=1))
    assert one(finished) is not None
    with transaction():
        services.sweep(at=later)
    assert (one(finished), one(failed).failed) == (None, True)
    act(services.dismiss, failed)
    with transaction():
        services.sweep(at=later)
    assert one(failed) is None


def test_what_waits_runs_and_failed_is_told_apart(traveller):
    waiting, running, retrying = (write(kind) for kind in ("probe.done", "probe.done", "probe.fail"))
    with transaction():
        queries.job_by_number(running).lease_until = START + LEASE
        queries.job_by_number(retrying).last_error = "ValueError: hanako@example.jp is on fire"
    with reading():
        seen = {job.number: job for job in queries.unfinished(10, at=START)}
    states = {waiting: JobState.WAITING, running: JobState.RUNNING, retrying: JobState.RETRYING}
    assert {number: job.state for number, job in seen.items()} == states
    assert seen[retrying].error_kind == "ValueError"


def test_what_is_pending_about_a_thing_is_found_by_its_key(traveller):
    write("certificates.render", unique_key="certificates.render:AB_C")
    write("certificates.render", unique_key="certificates.render:ABXC")
    with reading():
        assert [job.kind for job in queries.pending_about(["AB_C"], at=START)] == ["certificates.render"]
        assert queries.pending_about([], at=START) == []


def test_the_queue_says_what_is_overdue_and_what_was_given_up(traveller):
    given_up(traveller)
    traveller.move_to(START)
    write("probe.done", run_at=START - LATE - timedelta(seconds=1))
    with reading():
        state = queries.state(START)
    assert (state.overdue, state.failed, state.is_late) == (1, 1, True)


def test_a_worker_that_stays_shows_that_it_lives(traveller):
    with reading():
        assert queries.state(START).worker_is_missed
    worker.attend(KNOWN)
    with reading():
        assert queries.state(START).worker_seen_at == START
        assert not queries.state(START + LATE).worker_is_missed
        assert queries.state(START + LATE + timedelta(seconds=1)).worker_is_missed
    traveller.move_to(START + timedelta(seconds=20))
    worker.attend(KNOWN)
    with reading():
        assert queries.worker_seen_at() == START + timedelta(seconds=20)
