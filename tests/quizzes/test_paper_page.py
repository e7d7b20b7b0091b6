# SPDX-License-Identifier: Apache-2.0
"""The paper as a browser sees it, with script and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from lms.clock import now
from lms.db import db
from lms.quizzes.models import Answer
from tests.factories.quizzes import law
from tests.quizzes.sitter import Sitter

FIVE_MINUTES = timedelta(minutes=5)


def test_the_paper_shows_every_drawn_question_once_and_nothing_that_gives_it_away(sitter):
    page = sitter.browser.get(sitter.attempt())
    assert len(page.find("fieldset", class_="question")) == 4
    for secret in ("because", "article", "Page ", "studying-0", "testing-0"):
        assert secret not in page.text


def test_the_paper_shows_the_stored_answers_again(sitter):
    page = sitter.browser.get(sitter.attempt(right=4))
    assert len([radio for radio in page.find("input", type="radio") if radio.get("checked") is not None]) == 4
    assert page.text.count("Saved ") >= 4


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_paper_speaks_the_language_of_its_reader(app, as_, locale):
    sitter = Sitter(app, as_, locale=locale)
    page = sitter.browser.get(sitter.attempt())
    assert ("（日）" in page.words) == (locale == "ja")
    assert (" (en)" in page.words) == (locale == "en")


def test_where_the_law_wants_the_test_in_japanese_it_is_in_japanese(app, as_):
    only_japanese = law(**{"test_languages: {value: [ja, en]": "test_languages: {value: [ja]"})
    sitter = Sitter(app, as_, rules=only_japanese)
    page = sitter.browser.get(sitter.attempt())
    assert "（日）" in page.words
    assert page.find("fieldset", class_="question", lang="ja")


def test_without_script_one_button_saves_every_answer_and_goes_on(sitter):
    path = sitter.attempt()
    answers = {f"answer-{position}": sitter.choices(path, position)[0] for position in (1, 2, 4)}
    page = sitter.browser.follow(sitter.browser.submit(path, "", **answers))
    assert "1 question has no answer yet" in page.words
    assert "Question 3" in page.words


def test_without_script_a_page_left_behind_does_not_overwrite_another(sitter):
    path = sitter.attempt()
    first, second = sitter.choices(path, 1)[:2]
    stale = sitter.browser.get(path)
    sitter.browser.submit(path, "", **{"answer-1": first})
    page = sitter.browser.submit(stale, "", 409, **{"answer-1": second})
    assert "came after one from another page" in page.words
    chosen = [radio.get("value") for radio in page.find("input", name="answer-1") if radio.get("checked") is not None]
    assert chosen == [first]


def test_without_script_the_answer_that_was_given_back_can_be_stored_after_all(sitter):
    path = sitter.attempt()
    first, second = sitter.choices(path, 1)[:2]
    stale = sitter.browser.get(path)
    sitter.browser.submit(path, "", **{"answer-1": first})
    page = sitter.browser.submit(stale, "", 409, **{"answer-1": second})
    sitter.browser.submit(page, "", **{"answer-1": second})
    with sitter.app.app_context():
        assert [row.choice for row in db.session.query(Answer).order_by(Answer.revision)] == [first, second]


@pytest.mark.parametrize("seen", ["x", "-1", "0 0 0 9999999", "1e3"])
def test_a_forged_list_of_revisions_is_refused(sitter, seen):
    path = sitter.attempt()
    sitter.browser.submit(path, "", 422, seen=seen, **{"answer-1": sitter.choices(path, 1)[0]})
    assert sitter.count(Answer) == 0


def test_the_paper_of_a_submitted_test_leads_to_the_result(sitter):
    path = sitter.attempt(right=4, marked=True)
    assert sitter.browser.get(path, 303).location == f"{path}/result"
    assert sitter.browser.get(f"{path}/submission", 303).location == f"{path}/result"


def send(sitter, path, position, choice, based_on=0, status=200, page=None):
    page = page or sitter.browser.get(path)
    sent = {"choice": choice, "based_on": based_on}
    return sitter.browser.post_json(f"{path}/answers/{position}", sent, page, status)


def test_an_answer_is_acknowledged_with_its_revision_and_the_time_left(sitter):
    path = sitter.attempt()
    choice = sitter.choices(path, 2)[0]
    told = send(sitter, path, 2, choice).json
    assert (told["position"], told["choice"], told["revision"]) == (2, choice, 1)
    assert 290 < told["seconds_left"] <= 300
    assert len(told["saved_at"]) == 5


def test_a_stale_answer_is_told_which_one_stands_and_gets_its_own_back(sitter):
    path = sitter.attempt()
    first, second = sitter.choices(path, 1)[:2]
    send(sitter, path, 1, first)
    told = send(sitter, path, 1, second, status=409).json
    assert told["error"] == "answer-changed-elsewhere"
    assert (told["stored"]["choice"], told["stored"]["revision"], told["yours"]) == (first, 1, second)


def test_an_answer_from_the_future_is_a_conflict_too(sitter):
    path = sitter.attempt()
    told = send(sitter, path, 1, sitter.choices(path, 1)[0], based_on=3, status=409).json
    assert (told["stored"], told["error"]) == (None, "answer-changed-elsewhere")


@pytest.mark.parametrize(
    "payload",
    [
        None, [], "true", 7, {}, {"choice": "true"}, {"based_on": 0}, {"choice": 1, "based_on": 0},
        {"choice": "true", "based_on": "0"}, {"choice": "true", "based_on": True}, {"choice": "true", "based_on": -1},
        {"choice": "true", "based_on": 10**30}, {"choice": "t" * 10_000, "based_on": 0}, {"choice": "z", "based_on": 0},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(sitter, payload):
    path = sitter.attempt()
    sitter.browser.post_json(f"{path}/answers/1", payload, sitter.browser.get(path), 422)
    assert sitter.count(Answer) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 50_000, b'{"choice": "\\ud800", "based_on": 0}'])
def test_what_is_no_json_is_refused(sitter, body):
    path = sitter.attempt()
    page = sitter.browser.get(path)
    known = {"X-CSRFToken": page.meta("csrf-token"), "X-Koshu-Person": page.meta("koshu-person")}
    answer = sitter.browser.client.post(f"{path}/answers/1", data=body, content_type="application/json", headers=known)
    assert (answer.status_code, sitter.count(Answer)) == (422, 0)


@pytest.mark.parametrize("position", ["0", "5", "999", "1000", "99999999999999999999", "-1", "one"])
def test_a_place_that_the_paper_does_not_have_is_not_found(sitter, position):
    path = sitter.attempt()
    send(sitter, path, position, "true", status=404)


def test_an_answer_to_anothers_attempt_is_not_found(app, as_, sitter):
    mine, other = sitter.attempt(), Sitter(app, as_).attempt()
    send(sitter, other, 1, "true", status=404, page=sitter.browser.get(mine))
    assert sitter.count(Answer) == 0


def test_an_answer_from_a_page_that_another_learner_left_open_is_booked_to_nobody(app, as_, sitter):
    path = sitter.attempt()
    left_open = Sitter(app, as_).browser.get("/my")
    page = sitter.browser.get(path)
    choice = {"choice": sitter.choices(path, 1)[0], "based_on": 0}
    headers = {"X-Koshu-Person": left_open.meta("koshu-person")}
    told = sitter.browser.post_json(f"{path}/answers/1", choice, page, 409, **headers).json
    assert told["error"] == "page-of-another-person"
    assert sitter.count(Answer) == 0


def test_an_answer_without_the_token_of_the_session_is_refused(sitter):
    path = sitter.attempt()
    choice = {"choice": sitter.choices(path, 1)[0], "based_on": 0}
    page = sitter.browser.get(path)
    told = sitter.browser.post_json(f"{path}/answers/1", choice, page, 422, **{"X-CSRFToken": "forged"}).json
    assert told["error"] == "stale-form"


def test_an_answer_after_the_time_is_refused_in_words(sitter):
    path = sitter.attempt()
    page, choice = sitter.browser.get(path), sitter.choices(path, 1)[0]
    with time_machine.travel(now() + FIVE_MINUTES + timedelta(seconds=4), tick=False):
        told = send(sitter, path, 1, choice, status=403, page=page).json
    assert told == {"error": "test-time-over", "message": "The time is up. The answers stored until then count."}


def test_the_server_tells_how_the_test_stands(sitter):
    path = sitter.attempt()
    told = sitter.browser.get(f"{path}/time").json
    assert told["state"] == "running"
    assert 290 < told["seconds_left"] <= 300
