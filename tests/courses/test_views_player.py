# SPDX-License-Identifier: Apache-2.0
"""Studying, through the browser; the beats as the page's script sends them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from lms.access.identity import Role
from lms.courses import queries
from lms.courses.domain.editions import PAGE_ADDRESS
from lms.rules.domain.facts import Bilingual
from tests.browser import Browser, Page
from tests.factories.accounts import make_account
from tests.factories.courses import (
    AT,
    RenderedPage,
    make_completion,
    make_edition,
    make_enrolment,
    make_package,
    study,
    study_all,
    with_video,
)


@dataclass
class Learner:
    """A learner in a course of her own, at noon in Tokyo."""

    browser: Browser
    key: str
    clock: Any
    number: str

    @property
    def overview(self) -> str:
        return f"/study/{self.key}"

    def address(self, page: str = "studying-1") -> str:
        return f"/study/{self.key}/pages/{page}"

    def read(self, page: str = "studying-1") -> Page:
        return self.browser.get(self.address(page))

    def beat(self, page: Page, status: int = 200, **said: str) -> Any:
        """What the page's script sends; `said` overwrites."""
        bar = next(node for node in page.find("div") if node.get("data-beats"))
        fields = {
            "csrf_token": page.meta("csrf-token"),
            "for_person": page.meta("koshu-person"),
            "opens": "0",
            "visible": "1",
            "sign": "1",
            "block": "0",
            "video": "0",
            **said,
        }
        answer = self.browser.client.post(bar.get("data-beats"), data=fields, headers={"Accept": "application/json"})
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()

    def sit_down(self, page: Page) -> str:
        return str(self.beat(page, opens="1")["ticket"])


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as travelled:
        yield travelled


def enrolled(app, as_, clock, package=None, locale: str = "en") -> Learner:
    with app.app_context():
        person = make_account().person
        enrolment = make_enrolment(make_edition(package), person)
        number, key = person.learner_number, enrolment.key
    return Learner(as_(number, locale), key, clock, number)


@pytest.fixture
def learner(app, as_, clock) -> Learner:
    return enrolled(app, as_, clock)


def in_course(app, learner: Learner, act) -> None:
    with app.app_context():
        act(queries.enrolment_by_key(learner.key))


# --- who may enter ---


def test_a_visitor_is_asked_to_sign_in(browser, learner):
    assert browser.get(learner.overview, 303).location.startswith("/account/sign-in")
    assert browser.get(learner.address(), 303).location.startswith("/account/sign-in")


@pytest.mark.parametrize("role", [Role.LEARNER, Role.OFFICER, Role.OPERATOR])
def test_the_study_of_another_person_is_not_found(as_, learner, role):
    stranger = as_(role)
    stranger.get(learner.overview, 404)
    stranger.get(learner.address(), 404)


def test_a_stranger_cannot_beat_for_her(as_, learner):
    page = learner.read()
    stranger = as_(Role.LEARNER)
    own = stranger.get("/courses")
    bar = next(node for node in page.find("div") if node.get("data-beats"))
    answer = stranger.client.post(
        bar.get("data-beats"),
        data={"csrf_token": own.meta("csrf-token"), "for_person": own.meta("koshu-person"), "opens": "1"},
    )
    assert answer.status_code == 404


def test_a_page_that_the_course_lacks_is_not_found(learner):
    learner.browser.get(learner.address("history"), 404)


# --- overview ---


def test_the_overview_shows_hours_contents_and_where_to_begin(learner):
    page = learner.browser.get(learner.overview)
    for told in ("Begin here", "Page studying-1 (en)", "0 min of 2 min", "In all 0 min of 4 min", "opens later"):
        assert told in page.words, told
    assert "The test opens when every subject has its study time" in page.words


def test_after_some_study_the_overview_leads_on(app, learner):
    in_course(app, learner, lambda enrolment: study(enrolment, "studying-1", 60))
    page = learner.browser.get(learner.overview)
    assert "1 min of 2 min" in page.words
    assert learner.address("studying-2") in [
        link.get("href") for link in page.find("a", class_="button button-primary")
    ]


def test_shut_pages_are_no_links(learner):
    page = learner.browser.get(learner.overview)
    targets = {link.get("href") for link in page.find("a")}
    assert learner.address("studying-2") in targets
    assert learner.address("testing-1") not in targets


def test_with_all_hours_the_test_is_open(app, learner):
    in_course(app, learner, study_all)
    page = learner.browser.get(learner.overview)
    assert "The test is open" in page.words
    assert f"/test/{learner.key}" in {link.get("href") for link in page.find("a")}


def test_after_the_completion_the_pages_can_still_be_read(app, as_, clock):
    with app.app_context():
        completion = make_completion()
        number, key = completion.enrolment.person.learner_number, completion.enrolment.key
    learner = Learner(as_(number), key, clock, number)
    assert "You have completed this course" in learner.browser.get(learner.overview).words
    page = learner.read()
    assert "study time is no longer counted" in page.words
    assert not [node for node in page.find("div") if node.get("data-beats")]


# --- a page ---


def test_a_page_shows_text_minutes_and_legal_basis(learner):
    page = learner.read()
    for told in ("About studying-1 (en)", "up to 1 min", "Rules, Art. 2 (en)", "Not yet confirmed", "1 point not yet"):
        assert told in page.words, told


def test_a_page_speaks_the_chosen_language(app, as_, clock):
    learner = enrolled(app, as_, clock, locale="ja")
    assert "About studying-1" in learner.read().words
    assert "（日）" in learner.read().words


def test_switching_the_language_stays_on_the_page(learner):
    answer = learner.browser.get(learner.address() + "?lang=ja", 303)
    assert answer.location.endswith(learner.address())


def test_a_shut_page_leads_back_with_the_reason(learner):
    answer = learner.browser.get(learner.address("testing-1"), 303)
    assert answer.location == learner.overview
    assert "opens when “Studying and study time” has its minutes" in learner.browser.get(learner.overview).text


def test_previous_and_next_follow_the_order(learner):
    page = learner.read("studying-2")
    assert [link.get("href") for link in page.find("a", rel="prev")] == [learner.address("studying-1")]
    (following,) = page.find("a", rel="next")
    assert (following.get("href"), following.get("hidden")) == (learner.address("testing-1"), "")


def test_without_scripts_the_page_says_that_time_needs_them(learner):
    (warning,) = learner.read().find("noscript")
    assert "study time needs JavaScript" in " ".join(warning.itertext()) + (warning.text or "")


def test_links_in_the_text_lead_to_her_own_pages(app, as_, clock):
    link = f'<p><a href="{PAGE_ADDRESS.format(page="studying-2")}">on</a></p>'
    with app.app_context():
        package = make_package()
    pages = [RenderedPage(page.id, Bilingual(link, link)) for page in package.pages]
    learner = enrolled(app, as_, clock, replace(package, pages=pages))
    assert learner.address("studying-2") in [node.get("href") for node in learner.read().find("a") if node.text == "on"]


def test_a_film_has_captions_in_both_languages_and_its_words(app, as_, clock):
    with app.app_context():
        package = with_video(make_package())
    learner = enrolled(app, as_, clock, package)
    page = learner.read()
    assert [(track.get("srclang"), track.get("kind")) for track in page.find("track")] == [
        ("ja", "captions"),
        ("en", "captions"),
    ]
    assert "said" in page.words
    assert not learner.read("studying-2").find("video")


# --- beats ---


def test_an_open_page_earns_time(learner):
    page = learner.read()
    ticket = learner.sit_down(page)
    learner.clock.shift(15)
    told = learner.beat(page, ticket=ticket)
    assert (told["state"], told["page"]["text"], told["item"]["text"]) == (
        "counting",
        "0 min of 1 min",
        "0 min of 2 min",
    )
    for _ in range(3):
        learner.clock.shift(15)
        told = learner.beat(page, ticket=ticket)
    assert (told["state"], told["page"], told["item"]["done"]) == ("full", {"done": 1, "text": "1 min of 1 min"}, 1)


def test_the_answer_speaks_her_language(app, as_, clock):
    learner = enrolled(app, as_, clock, locale="ja")
    page = learner.read()
    assert learner.beat(page, opens="1")["words"] == "学習時間を計測しています"


def test_the_older_tab_is_told_plainly(learner):
    page = learner.read()
    old = learner.sit_down(page)
    learner.sit_down(page)
    told = learner.beat(page, 409, ticket=old)
    assert told["error"] == "study-elsewhere"
    assert "Only one page counts at a time" in told["message"]


def test_numbers_of_the_browser_are_not_believed(learner):
    page = learner.read()
    ticket = learner.sit_down(page)
    learner.clock.shift(15)
    told = learner.beat(page, ticket=ticket, seconds="99999", credited="99999", at="2036-01-01", video="86400")
    assert told["page"]["done"] == 0


def test_a_page_that_another_person_left_open_is_refused(as_, learner):
    page = learner.read()
    stranger = as_(Role.LEARNER).get("/courses").meta("koshu-person")
    assert learner.beat(page, 409, opens="1", for_person=stranger)["error"] == "page-of-another-person"


def test_a_forged_beat_is_refused(learner):
    page = learner.read()
    assert learner.beat(page, 422, opens="1", csrf_token="forged")["error"] == "stale-form"


def test_a_shut_page_cannot_be_sat_down_at(app, learner):
    page = learner.read()
    bar = next(node for node in page.find("div") if node.get("data-beats"))
    bar.set("data-beats", bar.get("data-beats").replace("studying-1", "testing-1"))
    assert learner.beat(page, 409, opens="1")["error"] == "subject-not-open"


def test_she_resumes_on_another_device_at_the_paragraph(as_, learner):
    page = learner.read()
    ticket = learner.sit_down(page)
    learner.clock.shift(15)
    learner.beat(page, ticket=ticket, block="4", video="9")
    telephone = as_(learner.number)
    text = next(node for node in telephone.get(learner.address()).find("div") if node.get("data-page"))
    assert text.get("data-block") == "4"
    other = next(node for node in telephone.get(learner.address("studying-2")).find("div") if node.get("data-page"))
    assert other.get("data-block") is None


def test_reading_alone_earns_nothing(app, learner):
    for _ in range(3):
        learner.read()
        learner.clock.shift(timedelta(minutes=1))
    with app.app_context():
        assert queries.credits_of(queries.enrolment_by_key(learner.key)) == []
