# SPDX-License-Identifier: Apache-2.0
"""Storing answers: on the real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE
from lms.db import db, transaction
from lms.errors import Conflict, Invalid, NotFound, Refused
from lms.quizzes import queries, services
from lms.quizzes.domain.attempts import NETWORK_GRACE
from lms.quizzes.domain.journal import Entry, Given
from lms.quizzes.models import Answer
from tests.factories.quizzes import AT, make_attempt
from tests.quizzes.acts import answer, count, journal, submit, two_choices

MINUTES = timedelta(minutes=5)
INSTANT = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("context")


def test_an_answer_is_stored_and_acknowledged():
    attempt = make_attempt()
    choice, _ = two_choices(attempt)
    assert answer(attempt, 1, choice) == Entry(1, choice, 1, AT)
    assert journal(attempt) == [(1, choice)]


def test_the_journal_says_who_answered():
    attempt = make_attempt()
    answer(attempt, 1, two_choices(attempt)[0])
    assert db.session.scalars(select(Answer)).one().by == attempt.owner_key


def test_a_changed_answer_is_a_new_entry():
    attempt = make_attempt()
    first, second = two_choices(attempt)
    answer(attempt, 1, first)
    assert answer(attempt, 1, second, based_on=1).revision == 2
    assert journal(attempt) == [(1, first), (2, second)]


@pytest.mark.parametrize("based_on", [0, 1, 7])
def test_the_same_answer_again_is_acknowledged_without_a_new_entry(based_on):
    attempt = make_attempt()
    choice, _ = two_choices(attempt)
    stored = answer(attempt, 1, choice)
    assert answer(attempt, 1, choice, based_on=based_on, at=AT + MINUTES / 2) == stored
    assert journal(attempt) == [(1, choice)]


def test_the_slower_of_two_pages_gets_its_answer_back_and_the_one_that_stands():
    attempt = make_attempt()
    first, second = two_choices(attempt)
    answer(attempt, 1, first)
    with pytest.raises(services.AnswerClashError) as refusal:
        answer(attempt, 1, second, based_on=0)
    assert (refusal.value.clash.standing, refusal.value.clash.yours) == (Entry(1, first, 1, AT), second)
    assert journal(attempt) == [(1, first)]


def test_answers_to_different_questions_do_not_meet():
    attempt = make_attempt()
    for position in range(1, 5):
        answer(attempt, position, two_choices(attempt, position)[0])
    assert set(queries.answers_of(attempt)) == {1, 2, 3, 4}


@pytest.mark.parametrize("choice", ["z", "", "TRUE", "true ", "a' OR 1=1", "💥"])
def test_only_answers_that_the_question_offers_are_stored(choice):
    attempt = make_attempt()
    with pytest.raises(Invalid, match="choice-unknown"):
        answer(attempt, 1, choice)
    assert count(Answer) == 0


@pytest.mark.parametrize("position", [0, 5, -1, 999])
def test_only_places_of_the_paper_are_answered(position):
    with pytest.raises(NotFound, match="question-unknown"):
        answer(make_attempt(), position, "true")


@pytest.mark.parametrize("late", [timedelta(0), NETWORK_GRACE])
def test_an_answer_under_way_at_the_deadline_is_stored(late):
    attempt = make_attempt()
    assert answer(attempt, 1, two_choices(attempt)[0], at=attempt.deadline + late).revision == 1


def test_an_answer_after_the_grace_is_refused():
    attempt = make_attempt()
    with pytest.raises(Refused, match="test-time-over"):
        answer(attempt, 1, two_choices(attempt)[0], at=attempt.deadline + NETWORK_GRACE + INSTANT)
    assert count(Answer) == 0


def test_after_the_submission_nothing_is_answered():
    attempt = make_attempt()
    submit(attempt)
    with pytest.raises(Conflict, match="test-submitted-already"):
        answer(attempt, 1, two_choices(attempt)[0])


def test_an_answer_stays_with_its_attempt():
    mine, other = make_attempt(), make_attempt()
    answer(mine, 1, two_choices(mine)[0])
    assert queries.answers_of(other) == {}


def test_a_page_of_answers_is_stored_but_for_those_where_another_page_was_faster():
    attempt = make_attempt()
    first, second = two_choices(attempt)
    answer(attempt, 1, first)
    page = [Given(1, second, 0), Given(2, two_choices(attempt, 2)[0], 0)]
    with transaction():
        clashes = services.answer_all(attempt, page, by=SITE, at=AT)
    assert [(clash.position, clash.yours) for clash in clashes] == [(1, second)]
    assert set(queries.answers_of(attempt)) == {1, 2}
    assert journal(attempt) == [(1, first)]


def test_a_page_with_a_forged_answer_stores_nothing():
    attempt = make_attempt()
    page = [Given(1, two_choices(attempt)[0], 0), Given(2, "z", 0)]
    with pytest.raises(Invalid), transaction():
        services.answer_all(attempt, page, by=SITE, at=AT)
    assert count(Answer) == 0
