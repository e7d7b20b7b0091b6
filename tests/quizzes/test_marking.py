# SPDX-License-Identifier: Apache-2.0
"""Submitting and timing out: on the real database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRecord
from lms.courses.models import Completion, StudyCredit
from lms.db import db, transaction
from lms.errors import Conflict, NotFound
from lms.jobs.models import Job
from lms.quizzes import queries, services
from lms.quizzes.domain.attempts import NETWORK_GRACE
from lms.quizzes.models import Marking
from tests.factories.questions import a_single_choice
from tests.factories.quizzes import (
    AT,
    law,
    make_answered,
    make_attempt,
    make_edition,
    make_enrolment,
    make_marked,
)
from tests.quizzes.acts import answer, begin, close, count, submit

MINUTES = timedelta(minutes=5)
INSTANT = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("context")


def test_a_submission_marks_the_answers_that_stand():
    attempt = make_answered(make_attempt(), 3)
    marking = submit(attempt)
    assert (marking.score, marking.out_of, marking.passed, marking.way) == (3, 4, True, "submitted")


def test_the_last_revision_is_what_counts():
    attempt = make_answered(make_attempt(), 0)
    for asked in queries.full_paper(attempt).questions:
        answer(attempt, asked.position, asked.question.key, based_on=1)
    assert submit(attempt).score == 4


def test_questions_left_open_count_as_wrong():
    assert submit(make_attempt()).score == 0


def test_submitting_again_gives_the_same_marking():
    attempt = make_answered(make_attempt(), 4)
    first = submit(attempt)
    assert submit(attempt, at=AT + MINUTES * 2).id == first.id
    assert (count(Marking), count(Completion)) == (1, 1)


def test_passing_completes_the_course_in_the_same_act():
    attempt = make_answered(make_attempt(), 4)
    submit(attempt)
    completion = db.session.scalars(select(Completion)).one()
    assert (completion.enrolment_id, completion.completed_on) == (attempt.enrolment_id, date(2026, 7, 10))
    assert completion.identity_level == "password_and_birth_date"
    assert completion.test_result == {
        "attempt": attempt.key,
        "number": 1,
        "score": 4,
        "out_of": 4,
        "pass_mark": 3,
        "way": "submitted",
        "key_version": queries.full_paper(attempt).key_version,
    }


def test_passing_announces_the_completion_and_issues_nothing():
    submit(make_answered(make_attempt(), 4))
    assert count(Job, Job.kind == "fact:CourseCompleted") == 1
    assert count(Job, Job.kind == "certificates.issue") == 0


def test_failing_with_an_attempt_left_keeps_the_enrolment_open():
    attempt = make_marked(make_attempt(), 2)
    assert attempt.enrolment.closed_at is None
    assert count(Completion) == 0


def test_failing_the_last_attempt_closes_the_enrolment():
    enrolment = make_enrolment(make_edition(law(attempts=2)))
    make_marked(begin(enrolment), 0)
    assert enrolment.closed_reason is None
    make_marked(begin(enrolment), 2)
    assert enrolment.closed_reason == "failed"


def test_passing_the_last_attempt_completes_the_course():
    enrolment = make_enrolment(make_edition(law(attempts=2)))
    make_marked(begin(enrolment), 0)
    make_marked(begin(enrolment), 3)
    assert enrolment.closed_reason == "completed"


def test_a_marking_is_recorded():
    attempt = make_marked(make_attempt(), 3)
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.tag == "quizzes:attempt:marked")).one()
    assert (record.about_key, record.by_person_key) == (attempt.key, attempt.owner_key)
    assert record.details == {"score": 3, "passed": True, "way": "submitted"}


def test_a_submission_after_the_grace_counts_as_timed_out():
    attempt = make_answered(make_attempt(), 3)
    marking = submit(attempt, at=attempt.deadline + NETWORK_GRACE + INSTANT)
    assert (marking.way, marking.passed, attempt.submitted_at) == ("timed_out", True, None)


BEFORE_MIDNIGHT = AT.replace(hour=14, minute=58)  # 23:58 in Tokyo


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (timedelta(minutes=1), date(2026, 7, 10)),
        (timedelta(minutes=2), date(2026, 7, 11)),
        (MINUTES, date(2026, 7, 11)),
        (timedelta(days=9), date(2026, 7, 11)),
    ],
)
def test_the_day_of_completion_is_that_of_the_submission_and_at_time_out_that_of_the_deadline(after, day):
    attempt = make_answered(make_attempt(at=BEFORE_MIDNIGHT), 4, at=BEFORE_MIDNIGHT)
    at = BEFORE_MIDNIGHT + after
    submit(attempt, at=at, on=(at + timedelta(hours=9)).date())
    assert db.session.scalars(select(Completion)).one().completed_on == day


def test_a_submission_that_the_network_carried_over_midnight_counts_for_the_day_of_the_deadline():
    begun = AT.replace(hour=14, minute=54, second=59)  # the deadline is 23:59:59 in Tokyo
    attempt = make_answered(make_attempt(at=begun), 4, at=begun)
    marking = submit(attempt, at=attempt.deadline + timedelta(seconds=2), on=date(2026, 7, 11))
    completion = db.session.scalars(select(Completion)).one()
    assert (marking.way, completion.completed_on) == ("submitted", date(2026, 7, 10))
    assert completion.completed_at == attempt.deadline


def test_the_job_marks_what_timed_out_by_the_stored_answers():
    attempt = make_answered(make_attempt(), 3)
    close(attempt, attempt.deadline + timedelta(seconds=5))
    marking = db.session.scalars(select(Marking)).one()
    assert (marking.way, marking.score, marking.by) == ("timed_out", 3, None)
    assert db.session.scalars(select(Completion)).one().completed_on == date(2026, 7, 10)


def test_the_job_may_run_again():
    attempt = make_attempt()
    close(attempt, attempt.deadline + timedelta(seconds=5))
    close(attempt, attempt.deadline + timedelta(days=5))
    assert count(Marking) == 1


def test_the_job_leaves_a_submitted_attempt_alone():
    attempt = make_marked(make_attempt(), 4)
    close(attempt, attempt.deadline + timedelta(seconds=5))
    assert db.session.scalars(select(Marking)).one().way == "submitted"


def test_the_job_does_not_end_an_attempt_early():
    attempt = make_attempt()
    with pytest.raises(Conflict, match="test-still-running"):
        close(attempt, attempt.deadline + NETWORK_GRACE)
    assert count(Marking) == 0


def test_the_job_of_an_attempt_that_does_not_exist_fails_aloud():
    with pytest.raises(NotFound), transaction():
        services.close_attempt("nothing", at=AT)


def test_the_sweep_marks_every_overdue_attempt_and_no_other():
    over, running = make_attempt(), make_attempt(at=AT + timedelta(hours=1))
    make_marked(make_attempt(), 4)
    with transaction():
        assert services.close_overdue(AT + timedelta(hours=1)) == 1
    timed_out = db.session.scalars(select(Marking.attempt_id).where(Marking.way == "timed_out"))
    assert list(timed_out) == [over.id]
    assert queries.result_of(running) is None


def test_the_sweep_finds_nothing_a_second_time():
    make_attempt()
    later = AT + timedelta(hours=1)
    with transaction():
        assert services.close_overdue(later) == 1
    with transaction():
        assert services.close_overdue(later) == 0


def test_a_completion_that_is_refused_leaves_no_marking():
    attempt = make_answered(make_attempt(), 4)
    with transaction():
        db.session.scalars(select(StudyCredit).limit(1)).one().seconds -= 1
    with pytest.raises(Conflict):
        submit(attempt)
    assert count(Marking) == 0


@pytest.mark.parametrize("right", [0, 4])
def test_an_attempt_under_way_when_the_enrolment_was_closed_is_marked_and_ends_nothing(right):
    attempt = make_answered(make_attempt(), right)
    with transaction():
        attempt.enrolment.closed_at, attempt.enrolment.closed_reason = AT, "withdrawn"
    close(attempt, attempt.deadline + timedelta(seconds=5))
    assert db.session.scalars(select(Marking)).one().score == right
    assert (count(Completion), attempt.enrolment.closed_reason) == (0, "withdrawn")


def test_single_choices_are_marked_by_the_option_and_not_by_its_place():
    questions = [
        a_single_choice(number, id=f"{item}-{number}", legal_item=item, answer="c")
        for item in ("studying", "testing")
        for number in range(1, 6)
    ]
    attempt = make_attempt(make_enrolment(make_edition(questions=questions)))
    for position in range(1, 5):
        answer(attempt, position, "c")
    assert submit(attempt).score == 4
