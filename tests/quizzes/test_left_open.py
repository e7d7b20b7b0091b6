# SPDX-License-Identifier: Apache-2.0
"""Answers from a page that was left open: booked to nobody, offered to the learner whose test it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from lms.clock import now
from lms.db import db, reading
from lms.quizzes.models import Answer
from tests.browser import Page
from tests.factories.accounts import PASSWORD, make_account
from tests.quizzes.sitter import Sitter

OFFERED = "Answers from a page that was left open"


@pytest.fixture
def sitter(app, as_):
    return Sitter(app, as_)


@pytest.fixture
def other(app):
    with app.app_context():
        return make_account().person.learner_number


def enter(browser, number):
    browser.submit("/account/sign-in", sign_in=number, password=PASSWORD)


def change(browser):
    page = browser.get("/")
    form = next(node for node in page.find("form") if node.get("action") == "/account/change-learner")
    browser.client.post("/account/change-learner", data={n.get("name"): n.get("value") for n in form.iter("input")})


def answer(browser, page, position, choice, *, based_on=0):
    """As the script of a page sends it; what it was answered."""
    headers = {"X-CSRFToken": page.meta("csrf-token"), "X-Koshu-Person": page.meta("koshu-person")}
    body = {"choice": choice, "based_on": based_on}
    return browser.client.post(f"{page.path}/answers/{position}", json=body, headers=headers)


def stored(app):
    with app.app_context(), reading():
        rows = db.session.execute(select(Answer.position, Answer.choice, Answer.by).order_by(Answer.id))
        return [tuple(row) for row in rows]


def left_open(sitter, other):
    """The paper of the sitter, left open while somebody else is signed in."""
    path = sitter.attempt()
    page = sitter.browser.get(path)
    change(sitter.browser)
    enter(sitter.browser, other)
    return page


def come_back(sitter, path):
    change(sitter.browser)
    enter(sitter.browser, sitter.number)
    return sitter.browser.get(path)


def test_an_answer_from_a_page_left_open_is_booked_to_nobody_and_offered_to_her(app, sitter, other):
    page = left_open(sitter, other)
    told = answer(sitter.browser, page, 1, sitter.choices(page.path, 1)[0])
    assert told.status_code == 409
    assert told.get_json()["error"] == "page-of-another-person"
    assert told.get_json()["kept"] is True
    assert stored(app) == []
    paper = come_back(sitter, page.path)
    assert OFFERED in paper.words
    assert "Question 1 :" in paper.words


def test_who_is_signed_in_now_is_not_offered_it(app, sitter, other):
    page = left_open(sitter, other)
    answer(sitter.browser, page, 1, sitter.choices(page.path, 1)[0])
    sitter.browser.get(page.path, 404)
    for path in ("/my", "/account/kept", "/account/profile"):
        assert page.path not in sitter.browser.get(path).text


def test_it_is_stored_when_she_says_so(app, sitter, other):
    page = left_open(sitter, other)
    choice = sitter.choices(page.path, 2)[1]
    answer(sitter.browser, page, 2, choice)
    paper = come_back(sitter, page.path)
    sitter.browser.submit(paper, "/kept-answers")
    assert stored(app) == [(2, choice, paper.meta("koshu-person"))]
    assert OFFERED not in sitter.browser.get(page.path).words


def test_it_is_forgotten_when_she_says_so(app, sitter, other):
    page = left_open(sitter, other)
    answer(sitter.browser, page, 1, sitter.choices(page.path, 1)[0])
    paper = come_back(sitter, page.path)
    assert sitter.browser.submit(paper, "/removal").location == page.path
    assert OFFERED not in sitter.browser.get(page.path).words
    assert stored(app) == []


def test_the_last_answer_to_each_question_is_offered(app, sitter, other):
    page = left_open(sitter, other)
    first, second = sitter.choices(page.path, 1)[:2]
    third = sitter.choices(page.path, 3)[0]
    for position, choice in ((1, first), (3, third), (1, second), (1, second)):
        answer(sitter.browser, page, position, choice)
    paper = come_back(sitter, page.path)
    sitter.browser.submit(paper, "/kept-answers")
    assert sorted((position, choice) for position, choice, _by in stored(app)) == [(1, second), (3, third)]


def test_what_she_has_answered_otherwise_since_is_not_offered(app, sitter, other):
    page = left_open(sitter, other)
    first, second = sitter.choices(page.path, 1)[:2]
    answer(sitter.browser, page, 1, first)
    paper = come_back(sitter, page.path)
    assert answer(sitter.browser, paper, 1, second).status_code == 200
    assert OFFERED not in sitter.browser.get(page.path).words
    token = paper.meta("csrf-token")
    data = {"csrf_token": token, "for_person": paper.meta("koshu-person")}
    assert sitter.browser.client.post(f"{page.path}/kept-answers", data=data).status_code == 303
    assert [row[:2] for row in stored(app)] == [(1, second)]


def test_what_her_page_has_stored_meanwhile_is_not_offered_again(app, sitter, other):
    """Signed in again in another window, the page sends by itself what it could not."""
    page = left_open(sitter, other)
    choice = sitter.choices(page.path, 1)[0]
    answer(sitter.browser, page, 1, choice)
    paper = come_back(sitter, page.path)
    answer(sitter.browser, paper, 1, choice)
    assert OFFERED not in sitter.browser.get(page.path).words


def test_a_whole_paper_sent_without_script_is_kept_too(app, sitter, other):
    page = left_open(sitter, other)
    hidden = {n.get("name"): n.get("value") for n in page.form().iter("input") if n.get("type") == "hidden"}
    choices = {position: sitter.choices(page.path, position)[0] for position in (1, 4)}
    sent = {**hidden, **{f"answer-{position}": choice for position, choice in choices.items()}}
    refused = Page(sitter.browser.client.post(page.path, data=sent), page.path)
    assert refused.status == 409
    assert "belongs to another learner" in refused.words
    sitter.browser.submit(come_back(sitter, page.path), "/kept-answers")
    assert sorted(row[:2] for row in stored(app)) == sorted(choices.items())


def test_answers_sent_while_nobody_is_signed_in_are_offered_too(app, sitter):
    path = sitter.attempt()
    page = sitter.browser.get(path)
    change(sitter.browser)
    assert answer(sitter.browser, page, 1, sitter.choices(path, 1)[0]).get_json()["error"] == "stale-form"
    enter(sitter.browser, sitter.number)
    assert OFFERED in sitter.browser.get(path).words


def test_after_the_time_is_up_nothing_is_stored(app, sitter, other):
    with time_machine.travel(now(), tick=False) as clock:
        page = left_open(sitter, other)
        answer(sitter.browser, page, 1, sitter.choices(page.path, 1)[0])
        paper = come_back(sitter, page.path)
        clock.shift(timedelta(hours=2))
        sitter.browser.submit(paper, "/kept-answers", 403)
    assert stored(app) == []


@pytest.mark.parametrize("body", [None, {}, {"choice": 1, "based_on": 0}, {"choice": "x" * 100, "based_on": 0}])
def test_what_is_no_answer_is_not_kept(app, sitter, other, body):
    page = left_open(sitter, other)
    headers = {"X-CSRFToken": page.meta("csrf-token"), "X-Koshu-Person": page.meta("koshu-person")}
    sitter.browser.client.post(f"{page.path}/answers/1", json=body, headers=headers)
    assert OFFERED not in come_back(sitter, page.path).words


def test_an_answer_that_the_question_does_not_offer_is_not_offered(app, sitter, other):
    page = left_open(sitter, other)
    answer(sitter.browser, page, 1, "z")
    answer(sitter.browser, page, 99, "true")
    assert OFFERED not in come_back(sitter, page.path).words


def test_beats_of_a_page_left_open_earn_nothing(app, sitter, other):
    overview = f"/study/{sitter.enrolment}"
    page = sitter.browser.get(f"{overview}/pages/studying-1")
    change(sitter.browser)
    enter(sitter.browser, other)
    data = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person"), "opens": "1", "ticket": ""}
    told = sitter.browser.client.post(f"{page.path}/beats", data=data, headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["error"]) == (409, "page-of-another-person")
