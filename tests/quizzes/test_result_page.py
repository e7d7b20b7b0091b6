# SPDX-License-Identifier: Apache-2.0
"""The end of the test, and what is said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from lms.clock import now
from lms.db import transaction
from lms.quizzes import queries, services
from lms.quizzes.models import Answer
from tests.factories.quizzes import identity_of, law
from tests.quizzes.sitter import Sitter

FIVE_MINUTES = timedelta(minutes=5)


def test_the_submission_page_asks_once_more_and_submits(sitter):
    path = sitter.attempt(right=4)
    page = sitter.browser.get(f"{path}/submission")
    assert "Every question has an answer" in page.words
    done = sitter.browser.submit(page, "")
    assert done.location == f"{path}/result"
    assert "You have passed" in sitter.browser.follow(done).words


def test_looking_at_the_submission_page_submits_nothing(sitter):
    path = sitter.attempt(right=4)
    sitter.browser.get(f"{path}/submission")
    assert sitter.browser.get(f"{path}/result", 303).location == path


def test_submitting_twice_leads_to_the_same_result(sitter):
    path = sitter.attempt(right=4)
    page = sitter.browser.get(f"{path}/submission")
    assert sitter.browser.submit(page, "").location == sitter.browser.submit(page, "").location == f"{path}/result"


def test_when_time_is_up_every_page_of_the_test_leads_to_the_marking(sitter):
    path = sitter.attempt(right=4)
    with time_machine.travel(now() + FIVE_MINUTES + timedelta(seconds=4), tick=False):
        assert sitter.browser.get(path, 303).location == f"{path}/submission"
        assert sitter.browser.get(f"{path}/result", 303).location == f"{path}/submission"
        assert sitter.browser.get(sitter.start, 303).location == path
        page = sitter.browser.get(f"{path}/submission")
        assert "The time is up" in page.words
        assert "The time was up at" in sitter.browser.follow(sitter.browser.submit(page, "")).words


def test_looking_at_the_time_out_page_marks_nothing(sitter):
    path = sitter.attempt(right=4)
    with time_machine.travel(now() + FIVE_MINUTES + timedelta(seconds=4), tick=False):
        sitter.browser.get(f"{path}/submission")
        assert sitter.browser.get(f"{path}/time").json == {"state": "timed_out", "seconds_left": 0}


def test_a_page_of_answers_after_the_time_is_not_stored_and_leads_on(sitter):
    path = sitter.attempt()
    page, choice = sitter.browser.get(path), sitter.choices(path, 1)[0]
    with time_machine.travel(now() + FIVE_MINUTES + timedelta(seconds=4), tick=False):
        assert sitter.browser.submit(page, "", **{"answer-1": choice}).location == f"{path}/submission"
    assert sitter.count(Answer) == 0


def test_the_worker_marks_what_nobody_submitted(sitter, run_jobs):
    path = sitter.attempt(right=4)
    with time_machine.travel(now() + FIVE_MINUTES + timedelta(seconds=6), tick=False):
        run_jobs()
        assert "You have passed" in sitter.browser.get(f"{path}/result").words


def test_who_passed_is_told_score_day_and_where_the_certificate_will_be(sitter):
    page = sitter.browser.get(f"{sitter.attempt(right=3, marked=True)}/result")
    for told in (
        "You have passed",
        "3 of 4 right",
        "3 right answers were needed",
        "Completed on",
        "prepared within moments",
    ):
        assert told in page.words
    assert page.find("a", href="/certificates")


def test_who_failed_is_told_kindly_what_to_revise_and_what_comes_next(sitter):
    path = sitter.attempt(right=0, marked=True)
    page = sitter.browser.get(f"{path}/result")
    for told in ("Not passed this time", "0 of 4 right", "2 attempts are left"):
        assert told in page.words
    assert "Page studying-1" in page.words
    assert "Page testing-1" in page.words
    assert page.find("a", href=sitter.start)
    assert page.find("a", href=f"/study/{sitter.enrolment}/pages/studying-1")
    assert page.find("a", href=f"/failure-notices/{path.split('/')[2]}")


def test_after_the_last_attempt_the_result_says_that_the_course_is_taken_again(app, as_):
    sitter = Sitter(app, as_, rules=law(attempts=1))
    page = sitter.browser.get(f"{sitter.attempt(right=0, marked=True)}/result")
    assert "the whole course is taken again" in page.words
    assert page.find("a", href=f"/courses/{sitter.course}")


def test_while_the_rules_make_her_wait_the_result_names_the_day(app, as_):
    sitter = Sitter(app, as_, rules=law(attempts=2, wait_days=7))
    page = sitter.browser.get(f"{sitter.attempt(right=0, marked=True)}/result")
    assert "The next attempt opens on" in page.words
    assert "The next attempt opens on" in sitter.browser.get(sitter.start).words


def test_every_question_is_explained_with_answer_key_and_source(sitter):
    page = sitter.browser.get(f"{sitter.attempt(right=1, marked=True)}/result")
    assert len(page.find("section", class_="question question-explained")) == 4
    for told in ("because", "Based on: article", "Your answer", "Right answer"):
        assert told in page.words


@pytest.mark.parametrize("right", [0, 4])
def test_the_result_is_complete_in_japanese(app, as_, right):
    sitter = Sitter(app, as_, locale="ja")
    page = sitter.browser.get(f"{sitter.attempt(right=right, marked=True)}/result")
    assert "（日）" in page.words
    assert " (en)" not in page.words


def test_questions_left_open_are_explained_too(sitter):
    path = sitter.attempt()
    with sitter.app.app_context(), transaction():
        attempt = queries.attempt_by_key(path.split("/")[2])
        services.submit(attempt, by=identity_of(attempt.enrolment.person), at=now(), on=now().date())
    assert sitter.browser.get(f"{path}/result").words.count("Not answered") == 4


def test_the_start_page_lists_the_attempts_so_far(sitter):
    path = sitter.attempt(right=0, marked=True)
    page = sitter.browser.get(sitter.start)
    assert page.find("a", href=f"{path}/result")
    assert page.find("input", name="password")


def test_after_passing_the_start_page_leads_to_the_certificates(sitter):
    sitter.attempt(right=4, marked=True)
    page = sitter.browser.get(sitter.start)
    assert "The test has been passed" in page.words
    assert not page.find("input", name="password")
