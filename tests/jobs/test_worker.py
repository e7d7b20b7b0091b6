# SPDX-License-Identifier: Apache-2.0
"""A job that was written runs, once in effect, whatever happens to its worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from lms.db import db, reading, transaction
from lms.jobs import queries, worker
from lms.jobs.models import Job
from lms.jobs.outbox import announce, enqueue
from lms.jobs.worker import LEASE, LONGEST_WAIT, MOST_TRIES, Registry, Repeated

START = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
PATIENCE = 20


def write(kind: str, payload: Mapping[str, Any] | None = None, **over: Any) -> None:
    with transaction():
        enqueue(kind, payload or {}, **{"at": START, **over})


def jobs(kind: str) -> list[Job]:
    with reading():
        found = list(db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id)))
        db.session.expunge_all()
    return found


def only(kind: str) -> Job:
    (job,) = jobs(kind)
    return job


class Notes:
    """A handler that notes what it was given."""

    def __init__(self) -> None:
        self.taken: list[Mapping[str, Any]] = []

    def __call__(self, payload: Mapping[str, Any]) -> None:
        self.taken.append(dict(payload))


def failing(_payload: Mapping[str, Any]) -> None:
    raise ValueError("the printer is on fire")


def registry(**over: Any) -> Registry:
    return Registry(**{"handlers": {}, "listeners": {}, **over})


@pytest.fixture
def at_start(context: Flask):
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


# --- the ordinary way ---


def test_a_job_runs_once_with_its_payload(at_start):
    notes = Notes()
    write("probe.note", {"key": "abc", "count": 3})
    known = registry(handlers={"probe.note": notes})
    assert [worker.run_due(known), worker.run_due(known)] == [1, 0]
    assert notes.taken == [{"key": "abc", "count": 3}]
    assert only("probe.note").finished_at == START


def test_a_job_waits_until_it_is_due(at_start):
    notes = Notes()
    write("probe.note", run_at=START + timedelta(minutes=5))
    known = registry(handlers={"probe.note": notes})
    assert worker.run_due(known) == 0
    at_start.move_to(START + timedelta(minutes=5))
    assert worker.run_due(known) == 1


def test_the_job_that_has_been_due_longest_runs_first(at_start):
    notes = Notes()
    write("probe.note", {"n": 2}, run_at=START - timedelta(minutes=1))
    write("probe.note", {"n": 1}, run_at=START - timedelta(minutes=2))
    write("probe.note", {"n": 3}, run_at=START - timedelta(minutes=1))
    worker.run_due(registry(handlers={"probe.note": notes}))
    assert [taken["n"] for taken in notes.taken] == [1, 2, 3]


def test_what_a_job_writes_and_that_it_is_finished_are_one_act(at_start):
    def write_then_fail(_payload: Mapping[str, Any]) -> None:
        enqueue("probe.trace", {}, at=START)
        raise ValueError("after writing")

    write("probe.half")
    worker.run_one(registry(handlers={"probe.half": write_then_fail}))
    assert jobs("probe.trace") == []
    assert only("probe.half").finished_at is None


@transaction()
def failing_act() -> None:
    enqueue("probe.note", {}, at=START)
    raise RuntimeError


def test_a_job_written_in_an_act_that_failed_does_not_exist(at_start):
    with pytest.raises(RuntimeError):
        failing_act()
    assert jobs("probe.note") == []


def test_one_round_runs_no_more_than_its_limit(at_start):
    notes = Notes()
    for number in range(5):
        write("probe.note", {"n": number})
    assert worker.run_due(registry(handlers={"probe.note": notes}), limit=3) == 3
    assert len(notes.taken) == 3


# --- failing and trying again ---


def test_a_failed_job_is_tried_again_after_a_wait_that_doubles(at_start):
    write("probe.fail")
    waits = []
    for _ in range(MOST_TRIES - 1):
        worker.run_one(registry(handlers={"probe.fail": failing}))
        job = only("probe.fail")
        at = datetime.now(UTC)
        waits.append(job.run_at - at)
        assert (job.failed, job.lease_until, job.last_error) == (False, None, "ValueError: the printer is on fire")
        at_start.move_to(job.run_at)
    assert waits == [min(timedelta(seconds=2**tries), LONGEST_WAIT) for tries in range(1, MOST_TRIES)]


def test_a_job_that_never_succeeds_is_given_up_and_shown(at_start):
    write("probe.fail")
    for _ in range(MOST_TRIES):
        assert worker.run_one(registry(handlers={"probe.fail": failing}))
        at_start.shift(LONGEST_WAIT)
    job = only("probe.fail")
    assert (job.failed, job.tries) == (True, MOST_TRIES)
    assert not worker.run_one(registry(handlers={"probe.fail": failing}))
    with reading():
        state = queries.state(datetime.now(UTC))
        assert (state.waiting, state.failed) == (0, 1)
        assert [failure.kind for failure in queries.latest_failures(5)] == ["probe.fail"]


def test_one_failing_job_does_not_hold_up_the_others(at_start):
    notes = Notes()
    write("probe.fail", run_at=START - timedelta(hours=1))
    write("probe.note")
    worker.run_due(registry(handlers={"probe.fail": failing, "probe.note": notes}))
    assert len(notes.taken) == 1


def test_a_job_that_nobody_handles_is_tried_again_and_not_lost(at_start):
    write("probe.unknown")
    worker.run_one(registry())
    job = only("probe.unknown")
    assert (job.finished_at, job.tries, job.last_error) == (None, 1, "KeyError: 'probe.unknown'")


def test_a_very_long_error_is_cut(at_start):
    def shout(_payload: Mapping[str, Any]) -> None:
        raise ValueError("a" * 10_000)

    write("probe.shout")
    worker.run_one(registry(handlers={"probe.shout": shout}))
    assert len(only("probe.shout").last_error) == worker.LONGEST_ERROR


# --- leases ---


def test_a_claimed_job_is_not_claimed_again_while_its_lease_runs(at_start):
    write("probe.note")
    assert worker._claim(registry(), START) is not None
    assert worker._claim(registry(), START) is None
    assert worker._claim(registry(), START + LEASE) is None
    assert worker._claim(registry(), START + LEASE + timedelta(seconds=1)) is not None
    assert only("probe.note").tries == 2


def test_a_job_whose_worker_dies_in_every_try_is_given_up(at_start):
    write("probe.poison")
    for _ in range(MOST_TRIES):
        assert worker._claim(registry(), datetime.now(UTC)) is not None  # and the worker is gone
        at_start.shift(LEASE + timedelta(seconds=1))
    assert not worker.run_one(registry(handlers={"probe.poison": Notes()}))
    job = only("probe.poison")
    assert (job.failed, job.tries) == (True, MOST_TRIES)


def test_a_worker_that_comes_too_late_does_not_run_a_finished_job_again(at_start):
    notes = Notes()
    write("probe.note")
    job_id = worker._claim(registry(), START)
    at_start.shift(LEASE + timedelta(seconds=1))
    known = registry(handlers={"probe.note": notes})
    assert worker.run_due(known) == 1
    worker._execute(known, job_id)
    assert len(notes.taken) == 1


def wait_for(flag: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while not flag.exists():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, "the worker did not begin"
        time.sleep(0.02)


def test_a_job_whose_worker_is_killed_in_the_middle_takes_effect_exactly_once(context, tmp_path):
    now = datetime.now(UTC)
    write("probe.mark", at=now)
    flag = tmp_path / "written"
    command = [
        sys.executable,
        "-m",
        "tests.jobs.killed_worker",
        str(tmp_path),
        context.config["SQLALCHEMY_DATABASE_URI"],
        str(flag),
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(flag, process)
    finally:
        process.kill()
    assert process.wait() == -signal.SIGKILL
    assert jobs("marked") == []
    assert (only("probe.mark").finished_at, only("probe.mark").tries) == (None, 1)

    def mark(_payload: Mapping[str, Any]) -> None:
        enqueue("marked", {}, at=now)

    known = registry(handlers={"probe.mark": mark, "marked": Notes()})
    assert worker.run_due(known) == 0, "its lease still runs"
    with time_machine.travel(now + LEASE + timedelta(seconds=PATIENCE), tick=True):
        assert until_it_runs(known)
        worker.run_due(known)
    assert len(jobs("marked")) == 1
    assert only("probe.mark").tries == 2


def until_it_runs(known: Registry) -> bool:
    """PostgreSQL takes a moment to notice that the killed worker is gone."""
    for _ in range(100):
        if worker.run_one(known):
            return True
        time.sleep(0.1)
    return False


def test_several_workers_at_once_run_each_job_once(context):
    notes = Notes()
    for number in range(40):
        write("probe.note", {"n": number})
    known = registry(handlers={"probe.note": notes})

    def work() -> None:
        with context.app_context():
            while worker.run_due(known):
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken["n"] for taken in notes.taken) == list(range(40))
    with reading():
        assert db.session.scalar(select(func.count(Job.id)).where(Job.finished_at.is_(None))) == 0


# --- unique keys and facts ---


def test_a_job_with_a_unique_key_is_written_once(at_start):
    write("probe.note", {"n": 1}, unique_key="only")
    write("probe.note", {"n": 2}, unique_key="only")
    with transaction():
        enqueue("probe.note", {"n": 3}, at=START, unique_key="only")
        enqueue("probe.note", {"n": 4}, at=START, unique_key="only")
    assert [job.payload for job in jobs("probe.note")] == [{"n": 1}]


def test_jobs_without_a_key_are_all_written(at_start):
    write("probe.note")
    write("probe.note")
    assert len(jobs("probe.note")) == 2


def test_two_acts_that_write_the_same_key_at_once_do_not_fail_each_other(context):
    errors: list[BaseException] = []
    gate = threading.Barrier(6)

    def act(number: int) -> None:
        with context.app_context():
            gate.wait()
            try:
                write("probe.note", unique_key="same")
                write("probe.own", {"n": number})
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (len(jobs("probe.note")), len(jobs("probe.own"))) == (1, 6)


def test_a_fact_becomes_one_job_for_each_listener(at_start):
    first, second = Notes(), Notes()
    known = registry(
        handlers={"one.follow": first, "two.follow": second},
        listeners={"CourseCompleted": ("one.follow", "two.follow"), "Other": ()},
    )
    with transaction():
        announce("CourseCompleted", {"completion_key": "abc"}, at=START, unique_key="abc")
    while worker.run_due(known):
        pass
    assert (first.taken, second.taken) == ([{"completion_key": "abc"}], [{"completion_key": "abc"}])


def test_a_fact_told_twice_is_followed_once(at_start):
    notes = Notes()
    known = registry(handlers={"one.follow": notes}, listeners={"CourseCompleted": ("one.follow",)})
    for _ in range(2):
        with transaction():
            announce("CourseCompleted", {"completion_key": "abc"}, at=START, unique_key="abc")
        while worker.run_due(known):
            pass
    assert len(notes.taken) == 1


def test_the_same_key_under_two_facts_is_two_facts(at_start):
    with transaction():
        announce("CourseCompleted", {}, at=START, unique_key="abc")
        announce("CertificateIssued", {}, at=START, unique_key="abc")
    with reading():
        assert db.session.scalar(select(func.count(Job.id))) == 2


def test_a_fact_that_nobody_listens_to_is_finished(at_start):
    with transaction():
        announce("Unheard", {}, at=START, unique_key="x")
    assert worker.run_due(registry()) == 1
    assert only("fact:Unheard").finished_at is not None


# --- jobs that talk to the outside ---


def test_an_outside_job_opens_its_own_acts_and_does_not_hold_the_database(context):
    seen: list[int] = []

    def outside(_payload: Mapping[str, Any]) -> None:
        thread = threading.Thread(target=write_elsewhere, args=(context, seen))
        thread.start()
        thread.join()

    write("probe.outside", at=datetime.now(UTC))
    known = registry(handlers={"probe.outside": outside}, outside=frozenset({"probe.outside"}))
    assert worker.run_one(known)
    assert seen == [1]
    assert only("probe.outside").finished_at is not None


def write_elsewhere(app: Flask, seen: list[int]) -> None:
    with app.app_context():
        write("probe.elsewhere")
        seen.append(1)


def test_an_outside_job_that_fails_is_tried_again(at_start):
    write("probe.outside")
    worker.run_one(registry(handlers={"probe.outside": failing}, outside=frozenset({"probe.outside"})))
    job = only("probe.outside")
    assert (job.finished_at, job.tries, job.failed) == (None, 1, False)


# --- what is due again and again ---


def test_a_repeated_job_is_written_once_in_each_of_its_slots(at_start):
    notes = Notes()
    known = registry(handlers={"probe.sweep": notes}, schedule=(Repeated("probe.sweep", timedelta(minutes=10)),))
    for minutes in (0, 1, 9, 10, 11, 25):
        at_start.move_to(START + timedelta(minutes=minutes))
        worker.run_due(known)
    assert len(notes.taken) == 3


# --- the process ---


def test_the_worker_process_drains_the_queue_and_ends_when_told_to(context, tmp_path):
    with transaction():
        announce("Unheard", {}, at=datetime.now(UTC), unique_key="x")
    environment = {
        "PATH": os.environ["PATH"],
        "LMS_DATA_DIR": str(tmp_path),
        "LMS_DATABASE_URL": context.config["SQLALCHEMY_DATABASE_URI"],
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"], cwd=ROOT, env=environment
    )
    try:
        end = time.monotonic() + PATIENCE
        while only("fact:Unheard").finished_at is None and time.monotonic() < end:
            assert process.poll() is None
            time.sleep(0.05)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
    assert only("fact:Unheard").finished_at is not None
