# SPDX-License-Identifier: Apache-2.0
"""What is read of tests, and what is never given out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.db import reading, transaction
from lms.quizzes import queries, services
from lms.quizzes.domain.attempts import Gate, Way
from lms.quizzes.domain.journal import Entry
from tests.factories.quizzes import AT, identity_of, make_answered, make_attempt, make_enrolment, make_marked

pytestmark = pytest.mark.usefixtures("context")


def test_the_paper_for_the_browser_holds_no_key_no_explanation_and_no_question_that_was_not_drawn():
    attempt = make_attempt()
    told = repr(queries.paper_of(attempt))
    drawn = {asked.question.id for asked in queries.full_paper(attempt).questions}
    assert len(queries.paper_of(attempt)) == 4
    assert not any(word in told for word in ("because", "article", "-1'", "answer"))
    unused = [row.value for row in queries.bank_of(attempt.enrolment.edition_id) if row.key not in drawn]
    assert len(unused) == 6
    assert not any(question.text.ja in told for question in unused)


def test_the_answers_that_stand_are_the_last_revisions():
    attempt = make_answered(make_attempt(), 0)
    asked = queries.full_paper(attempt).questions[0]
    with transaction():
        by = identity_of(attempt.enrolment.person)
        services.answer(attempt, position=1, choice=asked.question.key, based_on=1, by=by, at=AT + timedelta(minutes=1))
    assert queries.answers_of(attempt)[1] == Entry(1, asked.question.key, 2, AT + timedelta(minutes=1))


def test_the_open_places_are_those_without_an_answer():
    attempt = make_attempt()
    assert queries.unanswered_of(attempt) == (1, 2, 3, 4)
    with transaction():
        choice = queries.place_of(attempt.id, 3).choices[0]
        services.answer(attempt, position=3, choice=choice, based_on=0, by=identity_of(attempt.enrolment.person), at=AT)
    assert queries.unanswered_of(attempt) == (1, 2, 4)


def test_there_is_no_result_before_the_marking():
    attempt = make_answered(make_attempt(), 4)
    assert queries.result_of(attempt) is None


def test_a_result_explains_every_question():
    attempt = make_marked(make_attempt(), 1)
    result = queries.result_of(attempt)
    assert [one.is_right for one in result.explained] == [True, False, False, False]
    assert [one.asked.question.explanation for one in result.explained]
    assert (result.score.right, result.score.pass_mark, result.passed, result.way) == (1, 3, False, Way.SUBMITTED)
    assert result.on == date(2026, 7, 10)


def test_a_failed_result_names_the_pages_to_revise_in_the_order_of_the_course():
    result = queries.result_of(make_marked(make_attempt(), 0))
    assert [page.key for page in result.revise] == ["studying-1", "testing-1"]
    assert result.revise[0].title["en"] == "Page studying-1 (en)"


def test_a_perfect_result_has_nothing_to_revise():
    assert queries.result_of(make_marked(make_attempt(), 4)).revise == ()


def test_a_result_counts_what_was_left_open():
    attempt = make_attempt()
    with transaction():
        services.submit(attempt, by=identity_of(attempt.enrolment.person), at=AT, on=AT.date())
    assert queries.result_of(attempt).unanswered == 4


def test_the_attempts_of_an_enrolment_come_in_order_and_none_of_another():
    enrolment, other = make_enrolment(), make_enrolment()
    keys = [make_marked(make_attempt(enrolment), 0).key for _ in range(3)]
    make_attempt(other)
    assert [attempt.key for attempt in queries.attempts_of(enrolment)] == keys


def test_how_the_test_stands_for_an_enrolment():
    enrolment = make_enrolment()
    with reading():
        assert queries.beginning_of(enrolment, at=AT).gate is Gate.OPEN
    attempt = make_attempt(enrolment)
    with reading():
        assert queries.beginning_of(enrolment, at=AT).gate is Gate.RUNNING
    make_marked(attempt, 4)
    with reading():
        assert queries.beginning_of(enrolment, at=AT).gate is Gate.PASSED


def test_an_attempt_is_found_by_its_key_and_by_nothing_else():
    attempt = make_attempt()
    assert queries.attempt_by_key(attempt.key).id == attempt.id
    assert queries.sitting_by_key(attempt.key).owner_key == attempt.owner_key
    for other in ("", "nothing", attempt.key.upper(), str(attempt.id)):
        assert queries.attempt_by_key(other) is None or other == attempt.key
        assert queries.sitting_by_key(other) is None or other == attempt.key
