# SPDX-License-Identifier: Apache-2.0
"""Many at the same moment, each in a thread and a transaction of its own, on the real database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.courses.models import Completion
from lms.courses.queries import enrolment_by_key
from lms.db import db, transaction
from lms.errors import LmsError
from lms.jobs.models import Job
from lms.quizzes import queries, services
from lms.quizzes.models import Answer, Attempt, Marking
from tests.factories.quizzes import AT, identity_of, make_answered, make_attempt, make_enrolment

TEN = 10


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Run every act in a thread and a transaction of its own, all released together; what each gave or raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    outcomes[number] = acts[number]()
            except Exception as error:  # whatever it is, the test looks at it
                outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def count(app: Flask, model: type, *conditions) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def begin(key: str) -> str:
    enrolment = enrolment_by_key(key)
    return services.begin(enrolment, by=identity_of(enrolment.person), at=AT).key


def submit(key: str, at=AT) -> int:
    attempt = queries.attempt_by_key(key)
    marking = services.submit(attempt, by=identity_of(attempt.enrolment.person), at=at, on=at.date())
    db.session.flush()
    return marking.id


def answer(key: str, choice: str, based_on: int = 0, position: int = 1) -> str:
    sitting = queries.sitting_by_key(key)
    by = identity_of(queries.attempt_by_key(key).enrolment.person)
    return services.answer(sitting, position=position, choice=choice, based_on=based_on, by=by, at=AT).choice


def test_ten_begins_make_one_attempt(app):
    with app.app_context():
        key = make_enrolment().key
    outcomes = at_once(app, [lambda: begin(key)] * TEN)
    assert len(set(outcomes)) == 1
    assert isinstance(outcomes[0], str)
    assert (count(app, Attempt), count(app, Job, Job.kind == "quizzes.close_attempt")) == (1, 1)


def test_ten_submissions_make_one_marking_and_one_completion(app):
    with app.app_context():
        key = make_answered(make_attempt(), 4).key
    outcomes = at_once(app, [lambda: submit(key)] * TEN)
    assert len(set(outcomes)) == 1
    assert isinstance(outcomes[0], int)
    assert (count(app, Marking), count(app, Completion)) == (1, 1)
    assert count(app, Job, Job.kind == "fact:CourseCompleted") == 1


def test_submission_and_time_out_together_make_one_marking(app):
    with app.app_context():
        attempt = make_answered(make_attempt(), 4)
        key, late = attempt.key, attempt.deadline + timedelta(seconds=5)
    acts = [lambda: submit(key, late), lambda: services.close_attempt(key, at=late)] * 4
    outcomes = at_once(app, [*acts, lambda: services.close_overdue(late)])
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert (count(app, Marking), count(app, Completion)) == (1, 1)


def test_of_two_pages_one_is_stored_and_the_other_gets_its_answer_back(app):
    with app.app_context():
        attempt = make_attempt()
        key, choices = attempt.key, queries.place_of(attempt.id, 1).choices[:2]
    acts = [lambda choice=choice: answer(key, choice) for choice in choices]
    outcomes = at_once(app, acts)
    clashes = [one for one in outcomes if isinstance(one, services.AnswerClashError)]
    stored = [one for one in outcomes if isinstance(one, str)]
    assert (len(stored), len(clashes)) == (1, 1)
    assert clashes[0].clash.standing.choice == stored[0]
    assert count(app, Answer) == 1


def test_the_same_answer_sent_ten_times_is_stored_once(app):
    with app.app_context():
        attempt = make_attempt()
        key, choice = attempt.key, queries.place_of(attempt.id, 1).choices[0]
    assert Counter(at_once(app, [lambda: answer(key, choice)] * TEN)) == {choice: TEN}
    assert count(app, Answer) == 1


@pytest.mark.parametrize("turn", range(3))
def test_no_answer_slips_in_behind_the_marking(app, turn):
    with app.app_context():
        attempt = make_attempt()
        key = attempt.key
        keys = [asked.question.key for asked in queries.full_paper(attempt).questions]
    answers = [lambda p=p, k=k: answer(key, k, position=p) for p, k in enumerate(keys, start=1)]
    outcomes = at_once(app, [*answers[:2], lambda: submit(key), *answers[2:]])
    refused = [one for one in outcomes if isinstance(one, LmsError)]
    assert all(one.code == "test-submitted-already" for one in refused)
    with app.app_context():
        marking = db.session.scalars(select(Marking)).one()
        stored = db.session.scalar(select(func.count()).select_from(Answer))
    assert marking.score == stored == 4 - len(refused)
