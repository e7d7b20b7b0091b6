# SPDX-License-Identifier: Apache-2.0
"""The pages of a new password by learner number and birth date."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from sqlalchemy import select

from lms import config
from lms.access.identity import SITE, Role
from lms.accounts import services
from lms.clock import now
from lms.db import db, reading, transaction
from lms.identifiers import check_digit
from tests.accounts.test_profile_pages import Someone
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, make_account

ASK, CODE, NEW = "/account/waiting-reset", "/account/waiting-reset/code", "kaeru to himawari 7"
DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def number(app) -> str:
    """The number of somebody whose mail others read too."""
    with app.app_context():
        account = make_account()
        give_shared(account.person)
        return account.person.learner_number


def give_shared(person) -> None:
    with transaction():
        contact = services.add_address(person, address="info@example.jp", own=False, by=SITE, at=now())
        contact.confirmed_at = now()


def noted(browser, number, born="S50.4.1") -> tuple[str, str]:
    """Ask, and write down what the page shows."""
    page = browser.follow(browser.submit(ASK, learner_number=number, birth_date=born))
    return re.search(r"\d{3}-\d{4}", page.words)[0], re.search(r"(?:[0-9A-Z]{3}-){3}[0-9A-Z]{3}", page.words)[0]


def stop_path() -> str:
    """The link in the mail that went out last."""
    newest = max((config.current().data_dir / "mail").iterdir())
    body = message_from_bytes(newest.read_bytes(), policy=default).get_content()
    return re.search(r"http://localhost(/account/stop-reset/\S+)", body)[1]


def test_the_whole_way_from_asking_to_signing_in(app, browser, run_jobs, number):
    request, code = noted(browser, f"{number[:4]}-{number[4:]}")
    run_jobs()
    early = browser.submit(CODE, status=422, number=request, code=code)
    assert "not time yet" in early.words
    with time_machine.travel(now() + DAY):
        fresh = Browser(app)
        page = fresh.follow(fresh.submit(CODE, number=request, code=code.lower()))
        fresh.submit(page, password=NEW, password_again=NEW)
        fresh.submit("/account/sign-in", sign_in=number, password=NEW)


def test_number_and_code_are_shown_again_in_this_browser_until_she_has_noted_them(browser, number):
    noted(browser, number)
    page = browser.get("/account/waiting-reset/noted")
    browser.submit(page)
    assert browser.get("/account/waiting-reset/noted", status=303).location.endswith(ASK)


def test_number_and_code_are_forgotten_after_half_an_hour(browser, number):
    noted(browser, number)
    with time_machine.travel(now() + timedelta(minutes=31)):
        browser.get("/account/waiting-reset/noted", status=303)


@pytest.mark.parametrize(
    ("typed", "born", "words"),
    [
        ("", "S50.4.1", "Please write your learner number"),
        ("1234 567", "S50.4.1", "not a learner number"),
        ("hanako@example.jp", "S50.4.1", "not a learner number"),
        ("12345671", "", "Please write the birth date"),
        ("12345671", "yesterday", "such as 1975-04-01"),
        ("12345671", "2999-01-01", "in the future"),
    ],
)
def test_what_cannot_be_meant_is_said_with_an_example(browser, typed, born, words):
    assert words in browser.submit(ASK, status=422, learner_number=typed, birth_date=born).words


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        ("", "", "Please write the request number"),
        ("1234567", "x", "not a request number"),
        ("123-4566", "K7Q-F3M-9TX", "twelve letters and digits"),
        ("１２３ー４５６６", "K7Q-F3M-9TX-W2Z", "do not belong together"),
    ],
)
def test_a_slip_of_the_pen_is_said_with_an_example(browser, number, code, words):
    assert words in browser.submit(CODE, status=422, number=number, code=code).words


def test_the_reader_of_the_shared_mailbox_stops_it_with_a_button(app, browser, run_jobs, number):
    request, code = noted(browser, number)
    run_jobs()
    stranger, path = Browser(app), stop_path()
    for _ in range(2):  # mail programs open links by themselves
        stranger.get(path)
    assert "was stopped" in stranger.follow(stranger.submit(path)).words
    with time_machine.travel(now() + DAY):
        assert "telephone us" in browser.submit(CODE, status=422, number=request, code=code).words


def test_a_link_that_stops_nothing_says_so(browser):
    assert "not complete" in browser.get("/account/stop-reset/forged", status=404).words


def test_she_sees_it_when_she_is_signed_in_and_stops_it(app, run_jobs):
    someone = Someone(app)
    with app.app_context():
        from lms.accounts import queries

        give_shared(queries.person_by_key(someone.person_key))
    request, code = noted(Browser(app), someone.number)
    run_jobs()
    for path in ("/my", "/account/profile"):
        assert "Somebody asked for a new password for you" in someone.browser.get(path).words
    someone.browser.submit("/account/own-resets")
    assert "Somebody asked" not in someone.browser.get("/my").words
    with time_machine.travel(now() + DAY):
        Browser(app).submit(CODE, status=422, number=request, code=code)


def test_she_is_warned_when_she_signs_in(app, run_jobs, number):
    noted(Browser(app), number)
    browser = Browser(app)
    browser.submit("/account/sign-in?next=/courses", sign_in=number, password=PASSWORD)
    assert "Somebody asked for a new password for you" in browser.get("/courses").text


def test_an_officer_releases_it_after_making_sure(app, browser, as_, run_jobs, number):
    request, code = noted(browser, number)
    run_jobs()
    officer = as_(Role.OFFICER)
    listed = officer.get("/people/resets")
    assert request in listed.words
    path = next(node.get("href") for node in listed.find("a") if (node.get("href") or "").endswith("/release"))
    assert "how you made sure" in officer.submit(path, status=422).words
    officer.submit(path, evidence="Called back at the known number")
    browser.submit(CODE, number=request, code=code)


def test_an_officer_stops_it(app, browser, as_, run_jobs, number):
    request, code = noted(browser, number)
    run_jobs()
    officer = as_(Role.OFFICER)
    listed = officer.get("/people/resets")
    officer.submit(next(node.get("href") for node in listed.find("a") if (node.get("href") or "").endswith("/stop")))
    assert "No request is under way" in officer.get("/people/resets").words
    with time_machine.travel(now() + DAY):
        browser.submit(CODE, status=422, number=request, code=code)


def test_an_officer_finds_out_what_became_of_a_number_that_is_read_out(app, browser, as_, run_jobs, number):
    officer = as_(Role.OFFICER)
    request, _code = noted(browser, number)
    unmatched, _code = noted(browser, "1000000" + check_digit("1000000"))
    run_jobs()
    for typed, words in ((request, "It waits"), (unmatched, "did not fit"), ("123-4566", "no request"), ("x", "no")):
        assert words in officer.get(f"/people/resets?number={typed}").words
    assert unmatched not in officer.get("/people/resets").words


def test_learners_decide_on_nothing(as_, browser, run_jobs, number):
    noted(browser, number)
    as_(Role.LEARNER).get("/people/resets", status=403)


def test_a_request_that_fits_nobody_has_no_page_for_officers(app, as_, browser):
    from lms.accounts.models import WaitingReset

    noted(browser, "1000000" + check_digit("1000000"))
    with app.app_context(), reading():
        key = db.session.scalars(select(WaitingReset.key)).one()
    officer = as_(Role.OFFICER)
    for end in ("release", "stop"):
        officer.get(f"/people/resets/{key}/{end}", status=404)
