# SPDX-License-Identifier: Apache-2.0
"""Choosing a course, through the browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event, func, select

from lms.access.identity import Identity, Role
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen, PrintWay
from lms.accounts.services.printed import choose_for_present_name
from lms.courses import queries
from lms.courses.models import Enrolment
from lms.db import db, reading, transaction
from lms.storage import files
from tests.browser import Browser
from tests.factories.accounts import make_account
from tests.factories.courses import (
    AT,
    StoredAsset,
    make_completion,
    make_edition,
    make_enrolment,
    make_package,
)
from tests.factories.rules import law_text, make_rule_set, sign_off_all

REAL = law_text(("scheme: demonstration", "scheme: real"), ("fictitious: true", "fictitious: false"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'


@pytest.fixture
def course(app) -> str:
    """The key of a published course."""
    with app.app_context():
        return make_edition().course.key


# --- catalogue ---


def test_an_empty_catalogue_says_so(browser):
    assert "No course is open at the moment" in browser.get("/courses").words


def test_the_catalogue_says_for_whom_how_long_and_by_which_rule(browser, course):
    words = browser.get("/courses").words
    for told in ("Short tour (en)", "What it is (en)", "4 min", "Recommended for", "Visitor", "Confirmed"):
        assert told in words
    assert "since April 1, 2026" in words or "since 1 April 2026" in words


def test_the_catalogue_speaks_japanese(app, course):
    words = Browser(app, "ja").get("/courses").words
    assert "Short tour（日）" in words
    assert "Recommended" not in words


def test_real_courses_stand_before_fictitious_ones(app, course):
    with app.app_context():
        make_edition(make_package(REAL, scheme="real", course="real"))
        assert [offer.is_fictitious for offer in queries.offers(AT.date())] == [False, True]


# --- a course ---


def test_a_course_page_says_what_it_asks_and_what_follows(browser, course):
    words = browser.get(f"/courses/{course}").words
    for told in (
        "Anyone (en)", "Studying and study time", "2 min", "Page studying-1 (en)", "A telephone (en)",
        "4 questions in 5 minutes", "3 of 4 right answers (75%)", "up to 3 times", "counts for 3 years",
    ):  # fmt: skip
        assert told in words, told


def test_a_course_page_tells_beforehand_how_study_time_is_counted(browser, course):
    words = browser.get(f"/courses/{course}").words
    assert "whether you are still reading: after 45 seconds at the earliest, on long pages after 5 minutes" in words
    assert "Answer within 3 minutes" in words


def test_what_nobody_confirmed_is_said_and_what_it_means(app, browser, course):
    assert "Some points are not yet confirmed" in browser.get(f"/courses/{course}").words
    with app.app_context():
        sign_off_all(make_rule_set())
    assert "Some points are not yet confirmed" not in browser.get(f"/courses/{course}").words


@pytest.mark.parametrize("key", ["nothing", "..", "short-tour'--"])
def test_a_course_that_does_not_exist_is_not_found(browser, key):
    browser.get(f"/courses/{key}", 404)


def test_a_learner_in_the_course_is_led_back_to_her_study(app, as_, course):
    with app.app_context():
        account = make_account()
        edition = make_edition()
        enrolment = make_enrolment(edition, account.person)
        number, key, enrolment_key = account.person.learner_number, edition.course.key, enrolment.key
    page = as_(number).get(f"/courses/{key}")
    assert any(link.get("href") == f"/study/{enrolment_key}" for link in page.find("a"))


def test_whoever_completed_the_course_is_told_when(app, as_):
    with app.app_context():
        completion = make_completion()
        number, key = completion.enrolment.person.learner_number, completion.enrolment.edition.course.key
    words = as_(number).get(f"/courses/{key}").words
    assert "You have completed this course" in words
    assert "10 July 2026" in words


@pytest.mark.parametrize("address", ["/courses/{}", "/courses/{}/enrolments"])
def test_who_renews_long_before_it_is_due_is_told_what_it_costs_and_may(app, as_, address):
    with app.app_context():
        completion = make_completion(at=AT)
        number, key = completion.enrolment.person.learner_number, completion.enrolment.edition.course.key
    with time_machine.travel(AT + timedelta(days=1)):
        browser = as_(number)
        page = browser.get(address.format(key))
        for told in ("9 July 2029", "10 July 2029", "1 day later than now", "1094 days", "9 January 2029"):
            assert told in page.words
        browser.submit(f"/courses/{key}/enrolments")


def test_who_renews_in_time_is_told_what_is_left(app, as_):
    with app.app_context():
        completion = make_completion(at=AT)
        number, key = completion.enrolment.person.learner_number, completion.enrolment.edition.course.key
    with time_machine.travel(datetime(2029, 7, 1, 3, tzinfo=UTC)):
        words = as_(number).get(f"/courses/{key}/enrolments").words
    assert "8 days of the present period" in words
    assert "You need not do anything before." not in words


@pytest.mark.parametrize("after", [timedelta(days=1096), None])
def test_whoever_has_nothing_to_lose_is_not_warned(app, as_, after):
    with app.app_context():
        completion = make_completion(at=AT)
        number, key = completion.enrolment.person.learner_number, completion.enrolment.edition.course.key
    with time_machine.travel(AT + (after or timedelta(days=1))):
        words = (as_() if after is None else as_(number)).get(f"/courses/{key}/enrolments").words
    assert "still counts" not in words


def test_the_catalogue_makes_few_queries(app, course):
    made: list[str] = []
    with app.app_context():
        for _ in range(5):
            make_edition()
        event.listen(db.engine, "before_cursor_execute", lambda *given: made.append(given[2]))
        with reading():
            queries.offers(AT.date())
    # one for the editions; for their scheme its newest rule set and what was signed off of it
    assert len([one for one in made if one.startswith("SELECT")]) == 1 + 2


# --- enrolling ---


def test_a_visitor_signs_in_first_and_comes_back(browser, course):
    page = browser.get(f"/courses/{course}/enrolments", 303)
    assert page.location.startswith("/account/sign-in?next=")
    assert course in page.location


def test_enrolling_leads_to_the_study_overview(app, as_, course):
    learner = as_(Role.LEARNER)
    answer = learner.submit(f"/courses/{course}/enrolments", role="visitor")
    assert answer.location.startswith("/study/")
    assert "You are enrolled" in learner.follow(answer).words
    with app.app_context():
        assert db.session.scalar(select(Enrolment.role_asked)) == "visitor"


def test_the_role_may_stay_open(app, as_, course):
    as_(Role.LEARNER).submit(f"/courses/{course}/enrolments")
    with app.app_context():
        assert db.session.scalar(select(Enrolment.role_asked)) is None


def test_a_second_click_leads_to_the_same_enrolment(app, as_, course):
    learner = as_(Role.LEARNER)
    page = learner.get(f"/courses/{course}/enrolments")
    assert learner.submit(page).location == learner.submit(page).location
    with app.app_context():
        assert db.session.scalar(select(func.count(Enrolment.id))) == 1


def test_a_role_that_was_not_offered_is_refused_on_the_same_page(as_, course):
    learner = as_(Role.LEARNER)
    page = learner.get(f"/courses/{course}/enrolments")
    answer = learner.submit(page, status=422, role="emperor")
    assert "Please correct the following" in answer.words


def test_a_name_that_cannot_be_printed_is_said_at_enrolment(app, as_, course):
    with app.app_context():
        person = make_account(name=NameGiven("မောင်", "モン", "MAUNG")).person
        number = person.learner_number
    words = as_(number).get(f"/courses/{course}/enrolments").words
    assert "cannot be printed as you typed them" in words


def test_who_has_chosen_how_her_name_prints_is_not_asked_again(app, as_, course):
    with app.app_context():
        person = make_account(name=NameGiven("မောင်", "モン", "MAUNG")).person
        number = person.learner_number
        with transaction():
            by = Identity(person_key=person.key)
            choose_for_present_name(person, Chosen(PrintWay.LATIN), by=by, at=AT)
    words = as_(number).get(f"/courses/{course}/enrolments").words
    assert "cannot be printed as you typed them" not in words


def test_a_form_that_another_person_left_open_enrols_nobody(app, as_, course):
    first, second = as_(Role.LEARNER), as_(Role.LEARNER)
    page = first.get(f"/courses/{course}/enrolments")
    mixed = second.get(f"/courses/{course}/enrolments")
    foreign = page.find("input", name="for_person")[0].get("value")
    second.submit(mixed, status=409, for_person=foreign)
    with app.app_context():
        assert db.session.scalar(select(func.count(Enrolment.id))) == 0


# --- files ---


@pytest.fixture
def picture(app) -> str:
    """The address of a picture of a published edition."""
    with app.app_context():
        digest = files.put(SVG)
        edition = make_edition(replace(make_package(), assets=[StoredAsset("assets/flow.svg", digest)]))
        return f"/assets/{edition.key}/assets/flow.svg"


def test_a_picture_is_open_to_everybody_and_may_be_kept_for_ever(browser, picture):
    answer = browser.client.get(picture)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, SVG, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_that_the_browser_has_is_not_sent_again(browser, picture):
    tag = browser.client.get(picture).headers["ETag"]
    assert browser.client.get(picture, headers={"If-None-Match": tag}).status_code == 304


def test_a_part_of_a_film_can_be_asked_for(browser, picture):
    answer = browser.client.get(picture, headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer.data) == (206, SVG[5:10])
    assert answer.headers["Content-Range"] == f"bytes 5-9/{len(SVG)}"


@pytest.mark.parametrize(
    "path", ["assets/other.svg", "../../../etc/passwd", "%2e%2e/%2e%2e/koshu.sqlite3", "course.yaml"]
)
def test_nothing_else_is_served(browser, picture, path):
    edition = picture.split("/")[2]
    browser.get(f"/assets/{edition}/{path}", 404)
