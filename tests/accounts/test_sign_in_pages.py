# SPDX-License-Identifier: Apache-2.0
"""Signing in and out in a browser."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlencode

import pytest
import time_machine
from flask import url_for
from sqlalchemy import func, select

from lms.accounts.domain.sessions import LONGEST_SESSION
from lms.accounts.domain.throttles import SIGN_IN
from lms.accounts.models import SignInSession
from lms.clock import now
from lms.db import db, reading
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, make_account

SIGN_IN_PAGE = "/account/sign-in"
PROFILE = "/account/profile"


@pytest.fixture
def number(app):
    with app.app_context():
        return make_account(email="hanako@example.jp").person.learner_number


def enter(browser, typed, password=PASSWORD, path=SIGN_IN_PAGE, status=303):
    return browser.submit(path, status=status, sign_in=typed, password=password)


def open_sessions(app) -> int:
    with app.app_context(), reading():
        wanted = select(func.count()).select_from(SignInSession).where(SignInSession.closed_at.is_(None))
        return db.session.scalar(wanted)


@pytest.mark.parametrize("typed", ["{}", "hanako@example.jp"])
def test_number_and_address_sign_in(browser, number, typed):
    enter(browser, typed.format(number))
    assert "山田 花子" in browser.get(PROFILE).text


def test_the_name_and_number_of_the_person_signed_in_are_in_view(browser, number):
    enter(browser, number)
    page = browser.get(PROFILE)
    who = " ".join("".join(node.itertext()) for node in page.find("p", class_="person-who"))
    assert "山田 花子" in who
    assert number in who


def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(app, number):
    pages = [
        enter(Browser(app), typed, "wrong password here", status=422)
        for typed in (number, "10000009", "a@example.jp", "x")
    ]
    assert len({page.words for page in pages}) == 1


def test_the_answer_after_many_tries_is_the_same_for_an_unknown_number(app, number):
    words = []
    with time_machine.travel(now(), tick=False):
        for typed in (number, "10000009"):
            for _ in range(SIGN_IN.free):
                enter(Browser(app), typed, "wrong password here", status=422)
            words.append(enter(Browser(app), typed, "wrong password here", status=429).words)
    assert words[0] == words[1]
    assert "30 seconds" in words[0]


def test_the_right_password_waits_as_well(app, number):
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(SIGN_IN.free):
            enter(Browser(app), number, "wrong password here", status=422)
        enter(Browser(app), number, status=429)
        clock.shift(30)
        enter(Browser(app), number)


def test_what_was_typed_is_kept_but_not_the_password(browser, number):
    page = enter(browser, number, "wrong password here", status=422)
    assert page.find("input", name="sign_in")[0].get("value") == number
    assert "wrong password here" not in page.text


@pytest.mark.parametrize(("sign_in", "password"), [("", PASSWORD), ("12345671", ""), ("", "")])
def test_an_empty_field_is_named(browser, sign_in, password):
    assert "Please write" in enter(browser, sign_in, password, status=422).words


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/courses?lang=en", "/courses?lang=en"),
        ("/account/profile", "/account/profile"),
        ("", None),
        ("https://evil.example/", None),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("/\t/evil.example", None),
        ("javascript:alert(1)", None),
    ],
)
def test_signing_in_leads_on_within_the_site_only(app, browser, number, asked, leads_to):
    path = f"{SIGN_IN_PAGE}?{urlencode({'next': asked})}"
    assert enter(browser, number, path=path).location == (leads_to or home_of(app))


def test_a_page_for_signed_in_people_asks_to_sign_in_and_leads_back(browser, number):
    asked = browser.get(PROFILE, status=303).location
    answer = enter(browser, number, path=asked)
    assert answer.location == PROFILE


def test_signing_in_gives_the_browser_a_new_session(app, number):
    browser = Browser(app)
    browser.get(SIGN_IN_PAGE)
    before = browser.client.get_cookie("koshu").value
    with browser.client.session_transaction() as laid:
        laid["laid by"] = "an attacker"
    enter(browser, number)
    with browser.client.session_transaction() as kept:
        assert "laid by" not in kept
    assert browser.client.get_cookie("koshu").value != before


def test_a_form_from_before_signing_in_is_stale_after_it(browser, number):
    page = browser.get("/account/forgot-password")
    enter(browser, number)
    browser.submit(page, status=422, sign_in="a@example.jp")


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_ends_with_the_browser(browser, number):
    answer = enter(browser, number)
    cookie = next(
        value for name, value in answer.response.headers if name == "Set-Cookie" and value.startswith("koshu=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    assert "remember_token" not in str(answer.response.headers)


def press(browser, page, action):
    """Press a button in the head of a page."""
    form = next(node for node in page.find("form") if node.get("action") == action)
    fields = {node.get("name"): node.get("value") for node in form.iter("input")}
    answer = browser.client.post(action, data=fields)
    assert answer.status_code == 303
    return answer.headers["Location"]


def home_of(app) -> str:
    with app.test_request_context():
        return url_for("home.my")


@pytest.mark.parametrize("action", ["/account/sign-out", "/account/change-learner"])
def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(app, browser, number, action):
    enter(browser, number)
    kept = browser.client.get_cookie("koshu").value
    press(browser, browser.get(PROFILE), action)
    assert open_sessions(app) == 0
    browser.client.set_cookie("koshu", kept)
    browser.get(PROFILE, status=303)


def test_changing_the_learner_opens_the_sign_in_page_for_the_next(browser, number):
    enter(browser, number)
    leads_to = press(browser, browser.get(PROFILE), "/account/change-learner")
    page = browser.get(leads_to)
    assert leads_to == SIGN_IN_PAGE
    assert "山田 花子 is signed out" in page.words


@pytest.mark.parametrize("path", ["/account/sign-out", "/account/change-learner"])
def test_opening_the_address_of_signing_out_signs_nobody_out(browser, number, path):
    enter(browser, number)
    browser.get(path, status=303)
    browser.get(PROFILE)


def test_signing_in_over_somebody_closes_her_session(app, browser, number):
    page = browser.get(SIGN_IN_PAGE)
    before = browser.client.get_cookie("koshu").value
    enter(browser, number)
    signed_in = browser.client.get_cookie("koshu").value
    with app.app_context():
        other = make_account().person.learner_number
    token = browser.get("/account/email").find("input", name="csrf_token")[0].get("value")
    browser.submit(page, sign_in=other, password=PASSWORD, csrf_token=token)
    assert before != signed_in
    assert open_sessions(app) == 1


def test_who_is_signed_in_goes_on_from_the_sign_in_page(app, browser, number):
    enter(browser, number)
    assert browser.get(SIGN_IN_PAGE, status=303).location == home_of(app)
    assert browser.get(f"{SIGN_IN_PAGE}?next=/courses", status=303).location == "/courses"


def test_a_session_ends_by_itself_after_a_long_day(browser, number):
    with time_machine.travel(now(), tick=False) as clock:
        enter(browser, number)
        clock.shift(LONGEST_SESSION)
        browser.get(PROFILE, status=303)


def test_signing_out_everywhere_signs_out_the_other_browsers_too(app, number):
    here, there = Browser(app), Browser(app)
    for browser in (here, there):
        enter(browser, number)
    here.submit("/account/sign-out-everywhere")
    for browser in (here, there):
        browser.get(PROFILE, status=303)


def test_the_browsers_are_listed_and_this_one_is_marked(app, number):
    here, there = Browser(app), Browser(app)
    there.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone) Version/15.6 Safari/604.1"
    for browser in (there, here):
        enter(browser, number)
    words = here.get("/account/sign-out-everywhere").words
    assert "Safari, iPhone" in words
    assert words.count("this one") == 1


def test_a_page_of_another_person_is_refused(app, number):
    """Twelve people share one browser: what the one before left open is not booked to the next."""
    browser = Browser(app)
    enter(browser, number)
    page = browser.get("/account/email")
    with app.app_context():
        other = make_account().person.learner_number
    press(browser, page, "/account/change-learner")
    enter(browser, other)
    fresh = browser.get("/account/email")
    token = fresh.find("input", name="csrf_token")[0].get("value")
    browser.submit(page, status=409, csrf_token=token, email="a@example.jp", email_use="own", password=PASSWORD)


# --- a way back in ---


def test_asking_for_a_link_gets_the_same_answer_for_anybody(app, number):
    answers = [
        Browser(app).submit("/account/forgot-password", sign_in=typed).location
        for typed in (number, "hanako@example.jp", "nobody@example.jp", "10000009", "x")
    ]
    assert set(answers) == {"/account/forgot-password/sent"}


def test_the_link_in_the_mail_sets_a_new_password(app, browser, number, run_jobs):
    browser.submit("/account/forgot-password", sign_in=number)
    run_jobs()
    path = link_in_mail(app, "/account/new-password/")
    browser.submit(path, password="kaeru to himawari 7", password_again="kaeru to himawari 7")
    enter(browser, number, "kaeru to himawari 7")
    assert "used already" in Browser(app).get(path, status=410).words


def test_opening_the_link_changes_nothing(app, browser, number, run_jobs):
    browser.submit("/account/forgot-password", sign_in=number)
    run_jobs()
    path = link_in_mail(app, "/account/new-password/")
    for _ in range(3):
        browser.get(path)
    enter(browser, number)


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "at least 10 characters"),
        ("yamada hanako", "yamada hanako", "your own name"),
        ("19750401-1975", "19750401-1975", "your own name"),
        ("kaeru to himawari 7", "kaeru to himawari 8", "differ"),
    ],
)
def test_a_new_password_has_to_be_good(app, browser, number, run_jobs, password, again, words):
    browser.submit("/account/forgot-password", sign_in=number)
    run_jobs()
    path = link_in_mail(app, "/account/new-password/")
    page = browser.submit(path, status=422, password=password, password_again=again)
    assert words in page.words


@pytest.mark.parametrize("path", ["/account/new-password/", "/account/confirm-email/", "/account/first-operator/"])
@pytest.mark.parametrize("token", ["x", "é", "A" * 400])
def test_a_forged_link_is_not_found(browser, path, token):
    assert "not one of ours" in browser.get(path + token, status=404).words


def link_in_mail(app, path) -> str:
    """The path of the newest link of a kind that arrived by mail; once sent, the outbox keeps no words."""
    arrived = sorted((app.extensions["koshu_settings"].data_dir / "mail").glob("*.eml"), reverse=True)
    bodies = [message_from_bytes(mail.read_bytes(), policy=default).get_content() for mail in arrived]
    return next(path + found[1] for body in bodies if (found := re.search(re.escape(path) + r"(\S+)", body)))
