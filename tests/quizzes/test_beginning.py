# SPDX-License-Identifier: Apache-2.0
"""The bank of an edition, and the beginning of an attempt: on the real database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE
from lms.audit.models import AuditRecord
from lms.courses import services as courses
from lms.courses.models import StudyCredit
from lms.db import db, transaction
from lms.errors import Conflict, Invalid, Refused
from lms.jobs.models import Job
from lms.quizzes import queries, services
from lms.quizzes.models import Attempt, Question
from tests.factories.questions import a_true_false
from tests.factories.quizzes import AT, bank, law, make_attempt, make_edition, make_enrolment, make_marked
from tests.quizzes.acts import begin, count

MINUTES = timedelta(minutes=5)

pytestmark = pytest.mark.usefixtures("context")


def publish(edition, questions):
    with transaction():
        services.publish_bank(edition, questions, by=SITE, at=AT)


def test_the_bank_of_an_edition_is_stored_as_it_was_written():
    questions = bank()
    edition = make_edition(questions=questions)
    assert [row.value for row in queries.bank_of(edition.id)] == questions


def test_publishing_the_same_bank_again_changes_nothing():
    edition = make_edition()
    publish(edition, bank())
    assert count(Question) == 10
    assert count(AuditRecord, AuditRecord.tag == "quizzes:bank:published") == 1


def test_a_published_bank_is_never_replaced():
    edition = make_edition()
    changed = [*bank()[1:], a_true_false(1, id="studying-01", legal_item="studying", answer=False)]
    with pytest.raises(Conflict, match="bank-published-already"):
        publish(edition, changed)


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        (bank(1), "bank-too-small"),
        ([], "bank-too-small"),
        ([*bank(), bank()[0]], "bank-question-twice"),
    ],
)
def test_a_bank_that_cannot_serve_is_refused_at_publication(questions, code):
    with pytest.raises(Invalid, match=code):
        make_edition(questions=questions)


def test_a_kind_of_question_that_the_law_does_not_allow_is_refused():
    only_statements = law(**{"[true_false, single_choice]": "[true_false]"})
    with pytest.raises(Invalid, match="bank-kind-not-allowed") as refusal:
        make_edition(rules=only_statements)
    assert refusal.value.details == {"kinds": "single_choice"}


def test_a_paper_has_as_many_questions_of_each_subject_as_the_rules_say():
    attempt = make_attempt()
    items = [asked.question.legal_item for asked in queries.full_paper(attempt).questions]
    assert sorted(items) == ["studying", "studying", "testing", "testing"]


def test_the_deadline_comes_from_the_rule_set():
    attempt = make_attempt()
    assert attempt.deadline == AT + MINUTES


def test_beginning_again_gives_the_same_attempt():
    enrolment = make_enrolment()
    assert begin(enrolment).key == begin(enrolment, at=AT + timedelta(minutes=1)).key
    assert count(Attempt) == 1


def test_an_attempt_whose_time_is_over_comes_before_a_new_one():
    attempt = make_attempt()
    assert begin(attempt.enrolment, at=AT + timedelta(hours=1)).key == attempt.key


def test_beginning_locks_the_names():
    enrolment = make_enrolment()
    begin(enrolment)
    assert enrolment.person.names_locked_at == AT


def test_beginning_writes_the_job_that_ends_the_attempt():
    attempt = make_attempt()
    job = db.session.scalars(select(Job).where(Job.kind == "quizzes.close_attempt")).one()
    assert (job.payload, job.run_at) == ({"attempt_key": attempt.key}, attempt.deadline + timedelta(seconds=5))


def test_beginning_is_recorded():
    attempt = make_attempt()
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.tag == "quizzes:attempt:begun")).one()
    assert (record.about_key, record.by_person_key) == (attempt.key, attempt.owner_key)
    assert record.details == {"number": 1, "identity": "password_and_birth_date"}


def test_the_test_is_shut_while_hours_are_missing():
    enrolment = make_enrolment(studied=False)
    with pytest.raises(Refused, match="test-hours-missing"):
        begin(enrolment)


def test_one_missing_second_keeps_the_test_shut():
    enrolment = make_enrolment()
    with transaction():
        db.session.scalars(select(StudyCredit).limit(1)).one().seconds -= 1
    with pytest.raises(Refused, match="test-hours-missing"):
        begin(enrolment)


def test_after_the_last_attempt_no_other_begins():
    enrolment = make_enrolment(make_edition(law(attempts=1)))
    make_marked(begin(enrolment), 0)
    with pytest.raises(Refused, match="test-attempts-spent"):
        begin(enrolment)


def test_the_next_attempt_waits_for_the_days_that_the_rules_say():
    enrolment = make_enrolment(make_edition(law(attempts=2, wait_days=3)))
    make_marked(begin(enrolment), 0)
    with pytest.raises(Refused, match="test-too-early") as refusal:
        begin(enrolment, at=AT + timedelta(days=2))
    assert refusal.value.details == {"day": date(2026, 7, 13)}
    assert begin(enrolment, at=AT + timedelta(days=3)).number == 2


def test_after_passing_no_other_attempt_begins():
    attempt = make_marked(make_attempt(), 4)
    with pytest.raises(Conflict, match="test-passed-already"):
        begin(attempt.enrolment)


def test_in_a_closed_enrolment_no_attempt_begins():
    enrolment = make_enrolment()
    with transaction():
        courses.close_failed(enrolment, by=SITE, at=AT)
    with pytest.raises(Refused, match="test-enrolment-closed"):
        begin(enrolment)


def test_a_second_attempt_draws_anew():
    enrolment = make_enrolment(make_edition(questions=bank(40)))
    papers = set()
    for _ in range(3):
        attempt = make_marked(begin(enrolment), 0)
        papers.add(tuple(asked.question.id for asked in queries.full_paper(attempt).questions))
    assert len(papers) == 3


def test_the_paper_of_an_attempt_stays_as_it_was_drawn():
    attempt = make_attempt()
    before = queries.full_paper(attempt)
    db.session.expire_all()
    assert queries.full_paper(attempt) == before
