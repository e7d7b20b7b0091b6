# SPDX-License-Identifier: Apache-2.0
"""The front door, the learner's start, help and health."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from lms import clock
from lms.access.identity import SITE, Role
from lms.db import transaction
from lms.jobs import outbox, worker
from lms.rules.services import import_rule_set
from tests.factories.accounts import make_person
from tests.factories.certificates import AT, make_certificate, make_completion, make_ready
from tests.factories.quizzes import make_attempt, make_edition, make_enrolment, make_marked
from tests.factories.rulesets import LAW

NOW = AT + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def day_of_completion():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def law(app) -> None:
    with app.app_context(), transaction():
        import_rule_set((LAW / "technical-intern-training" / "2026-12.yaml").read_text(), by=SITE, at=AT)


def card(page, role: str) -> str:
    return next(
        " ".join(" ".join(section.itertext()).split())
        for section in page.find("section")
        if role in "".join(next(section.iter("h4"), section).itertext())
    )


# --- the front door


@pytest.mark.parametrize(
    ("role", "strength"),
    [
        ("Technical intern training manager", "Mandatory every 3 years"),
        ("Supervisor", "Mandatory every 3 years"),
        ("External auditor", "Mandatory every 3 years"),
        ("Living guidance instructor", "Recommended"),
    ],
)
@pytest.mark.usefixtures("law")
def test_a_visitor_finds_what_a_role_needs_with_its_source(browser, role, strength):
    words = card(browser.get("/"), role)
    assert strength in words
    assert "onfirmed" in words


@pytest.mark.usefixtures("law")
def test_on_another_day_the_law_is_another(app, browser):
    with time_machine.travel(NOW.replace(year=2019), tick=True):
        assert "Mandatory" not in card(browser.get("/"), "Supervisor")


@pytest.mark.usefixtures("law")
def test_a_course_that_is_not_taught_here_says_so(browser):
    assert "not taught here" in card(browser.get("/"), "Supervisor")


def test_a_course_that_is_taught_is_led_to(app, browser):
    with app.app_context():
        key = make_edition().course.key
    assert browser.get("/").find("a", href=f"/courses/{key}")


def test_the_front_door_works_on_an_empty_site(browser):
    page = browser.get("/")
    assert "No rules have been imported yet" in page.words
    assert page.find("a", href="/verify")


def test_whoever_is_signed_in_is_led_to_her_learning(as_):
    assert as_(Role.LEARNER).get("/").find("a", href="/my")


# --- the learner's start


def start_of(as_, app, arrange) -> str:
    with app.app_context():
        number = number_of(arrange(make_person()))
    return as_(number).get("/my").words


def number_of(thing) -> str:
    return thing.person.learner_number


def running(person):
    return make_attempt(make_enrolment(person=person, at=NOW), at=NOW).enrolment


def failed_once(person):
    return make_marked(make_attempt(make_enrolment(person=person)), 0).enrolment


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (lambda person: make_enrolment(person=person, studied=False), "Begin with the first page"),
        (lambda person: make_enrolment(person=person), "Take the test when you are ready"),
        (running, "Its time is running"),
        (failed_once, "Take the test when you are ready"),
        (lambda person: make_completion(person).enrolment, "Being prepared"),
    ],
)
def test_the_next_step_stands_in_one_sentence(as_, app, arrange, words):
    assert words in start_of(as_, app, arrange)


def test_whoever_is_in_no_course_is_led_to_the_courses(as_):
    page = as_(Role.LEARNER).get("/my")
    assert "You are not enrolled in a course" in page.words
    assert page.find("a", href="/courses")


def test_whoever_has_a_certificate_in_force_has_nothing_to_do(as_, app, run_jobs):
    with app.app_context():
        number = number_of(make_certificate(person=make_person()))
    run_jobs()
    words = as_(number).get("/my").words
    assert "There is nothing to do at the moment" in words
    assert "In force 1 certificate" in words


def test_whoever_should_renew_is_told_so(as_, app, run_jobs):
    with app.app_context():
        number = number_of(make_certificate(person=make_person()))
    run_jobs()
    with time_machine.travel(AT.replace(year=2029, month=5), tick=True):
        assert "It is time to renew" in as_(number).get("/my").words


def test_after_the_last_failed_test_one_enrols_again(as_, app):
    from tests.factories.quizzes import law as rules_with

    with app.app_context():
        edition = make_edition(rules_with(attempts=1))
        number = number_of(make_marked(make_attempt(make_enrolment(edition, make_person())), 0).enrolment)
    assert "enrol in the course once more" in as_(number).get("/my").words


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OPERATOR])
def test_officer_and_operator_are_led_to_the_first_steps_until_they_are_settled(app, as_, role):
    with app.app_context():
        make_edition()
    browser = as_(role)
    assert "does not issue real certificates yet" in browser.get("/my").words
    with app.app_context():
        make_ready()
    assert "does not issue real certificates yet" not in browser.get("/my").words


def test_a_learner_hears_nothing_of_first_steps(app, as_):
    with app.app_context():
        make_edition()
    assert "first steps" not in as_(Role.LEARNER).get("/my").text.lower()


def test_the_start_is_for_those_who_are_signed_in(browser):
    assert browser.get("/my", status=303).location.startswith("/account/sign-in")


# --- help and health


def test_help_names_the_telephone(browser):
    assert "0120-000-000" in browser.get("/help").words


def test_a_site_that_keeps_up_is_healthy(app, browser):
    with app.app_context():
        worker.attend(app.extensions["koshu_registry"])
    said = browser.get("/health").json
    assert {name: said[name] for name in ("status", "queue", "worker", "overdue", "failed")} == {
        "status": "ok",
        "queue": "ok",
        "worker": "ok",
        "overdue": 0,
        "failed": 0,
    }


def test_a_site_without_a_worker_lives_and_says_so(browser):
    said = browser.get("/health").json
    assert (said["status"], said["worker"], said["worker_seen_at"]) == ("ok", "missed", None)


def test_a_queue_that_is_not_drained_is_late(app, browser):
    with app.app_context(), transaction():
        outbox.enqueue("certificates.issue", {}, at=clock.now() - timedelta(minutes=6))
    said = browser.get("/health").json
    assert (said["queue"], said["overdue"]) == ("late", 1)


def test_health_tells_no_details(app, browser):
    with app.app_context(), transaction():
        outbox.enqueue("certificates.issue", {"completion_key": "secret"}, at=clock.now() - timedelta(hours=1))
    said = browser.get("/health")
    assert set(said.json) == {"status", "queue", "overdue", "failed", "worker", "worker_seen_at"}
    assert "secret" not in said.text
