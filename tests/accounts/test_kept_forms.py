# SPDX-License-Identifier: Apache-2.0
"""What was typed into a page that another person left open: booked to nobody, kept for her, shown to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from lms.accounts import services
from lms.accounts.domain.keeping import KEPT_FOR, MOST_KEPT
from lms.accounts.domain.sessions import LOCK_AFTER, LONGEST_SESSION
from lms.accounts.models import Contact, KeptForm
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.drafts.typed import LARGEST, MOST_FIELDS, kept_of, may_be_kept
from tests.browser import Browser, Page
from tests.factories.accounts import NAME, PASSWORD, make_account

EMAIL = "/account/email"
PROFILE = "/account/profile"
JSON = {"Accept": "application/json"}
TYPED = "tegami@example.jp"


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


@pytest.fixture
def hanako(app):
    with app.app_context():
        return make_account().person.learner_number


@pytest.fixture
def taro(app):
    with app.app_context():
        name = type(NAME)("鈴木 太郎", "スズキ タロウ", "SUZUKI TARO")
        return make_account(name=name).person.learner_number


def enter(browser, number, *, shared=None):
    return browser.submit("/account/sign-in", sign_in=number, password=PASSWORD, shared=shared)


def change(browser):
    page = browser.get(PROFILE)
    form = next(node for node in page.find("form") if node.get("action") == "/account/change-learner")
    browser.client.post("/account/change-learner", data={n.get("name"): n.get("value") for n in form.iter("input")})


def send(browser, page, **fields):
    """Send the form of a page as it stands, whatever happened since."""
    hidden = {node.get("name"): node.get("value") for node in page.form().iter("input") if node.get("type") == "hidden"}
    data = {**hidden, "email": TYPED, "email_use": "own", "password": PASSWORD, **fields}
    return Page(browser.client.post(page.path, data=data), page.path)


def left_open(browser, hanako, taro):
    """Hanako types, Taro signs in, and Hanako's page is sent; what it was answered."""
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    enter(browser, taro)
    return send(browser, page)


def count(app, model=KeptForm):
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(model))


def put_back_address(page):
    return next(node.get("href") for node in page.find("a") if "kept=" in (node.get("href") or ""))


# --- refused, and kept ---


def test_a_page_of_another_person_is_booked_to_nobody_and_kept_for_her(app, browser, hanako, taro):
    answer = left_open(browser, hanako, taro)
    assert answer.status == 409
    assert "kept for the learner whose page it was" in answer.words
    assert (count(app, Contact), count(app)) == (0, 1)


def test_who_is_signed_in_now_never_sees_it(app, browser, hanako, taro):
    answer = left_open(browser, hanako, taro)
    for page in (answer, browser.get(EMAIL), browser.get("/account/kept"), browser.get(PROFILE), browser.get("/my")):
        assert TYPED not in page.text
        assert "kept=" not in page.text
    with app.app_context(), reading():
        key = db.session.scalar(select(KeptForm.key))
    assert TYPED not in browser.get(f"{EMAIL}?kept={key}").text
    fields = {
        "csrf_token": browser.get(EMAIL).meta("csrf-token"),
        "for_person": browser.get(EMAIL).meta("koshu-person"),
    }
    assert browser.client.post(f"/account/kept/{key}/removal", data=fields).status_code == 404
    assert count(app) == 1


def test_it_is_not_readable_in_the_database(app, browser, hanako, taro):
    left_open(browser, hanako, taro)
    with app.app_context(), reading():
        assert TYPED not in db.session.scalar(select(KeptForm.sealed))


def test_she_is_told_at_her_next_sign_in_and_offered_it_on_the_page(app, browser, hanako, taro):
    left_open(browser, hanako, taro)
    change(browser)
    landing = browser.follow(enter(browser, hanako))
    assert "kept for you" in landing.words
    page = browser.get(EMAIL)
    assert "What you had typed on this page was kept" in page.words
    assert "Somebody else was signed in" in page.words
    assert page.find("input", name="email")[0].get("value") == ""


def test_it_fills_the_form_again_when_she_says_so_and_is_forgotten_when_she_has_sent_it(app, browser, hanako, taro):
    left_open(browser, hanako, taro)
    change(browser)
    enter(browser, hanako)
    page = browser.get(put_back_address(browser.get(EMAIL)))
    assert page.find("input", name="email")[0].get("value") == TYPED
    assert page.find("input", name="email_use", value="own")[0].get("checked") is not None
    assert page.find("input", name="password")[0].get("value") in {None, ""}
    assert "error-summary" not in page.text
    browser.submit(page, page.path, 422)  # without the password
    assert count(app) == 1
    browser.submit(page, page.path, password=PASSWORD)
    assert (count(app, Contact), count(app)) == (1, 0)


def test_she_may_throw_it_away(app, browser, hanako, taro):
    left_open(browser, hanako, taro)
    change(browser)
    enter(browser, hanako)
    page = browser.get(EMAIL)
    assert browser.submit(page, "/removal").location == EMAIL
    assert count(app) == 0
    assert "kept" not in browser.get(EMAIL).find("main")[0].get("class")


def test_everything_kept_is_on_one_page(app, browser, hanako, taro):
    left_open(browser, hanako, taro)
    change(browser)
    enter(browser, hanako)
    page = browser.get("/account/kept")
    assert TYPED in page.words
    assert browser.get(put_back_address(page)).find("input", name="email")[0].get("value") == TYPED
    browser.submit(page, "/removal")
    assert "Nothing is kept" in browser.get("/account/kept").words


def test_what_was_kept_and_what_became_of_it_is_recorded_without_its_words(app, browser, hanako, taro):
    left_open(browser, hanako, taro)
    change(browser)
    enter(browser, hanako)
    browser.submit(EMAIL, "/removal")
    with app.app_context(), reading():
        found = select(AuditRecord.tag, AuditRecord.details).where(AuditRecord.tag.contains("form:"))
        rows = [tuple(row) for row in db.session.execute(found.order_by(AuditRecord.id))]
    assert rows == [
        ("accounts:form:kept", {"page": EMAIL, "reason": "other"}),
        ("accounts:kept-form:settled", {"page": EMAIL}),
    ]


# --- nobody signed in, locked, signed in anew ---


def test_a_form_sent_after_signing_out_leads_to_the_sign_in_page_and_is_kept(app, browser, hanako):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    answer = send(browser, page)
    assert (answer.status, answer.location) == (303, f"/account/sign-in?next={EMAIL}")
    assert "nothing was sent" in browser.follow(answer).words
    enter(browser, hanako)
    assert "Nobody was signed in any more" in browser.get(EMAIL).words


def test_a_form_sent_after_the_session_has_run_out_is_kept(app, browser, hanako, clock):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    clock.shift(LONGEST_SESSION)
    answer = send(browser, page)
    assert answer.location.startswith("/account/sign-in?next=/account/email?kept")
    assert count(app) == 1


def test_a_form_sent_from_a_locked_computer_is_there_again_after_the_password(app, browser, hanako, clock):
    enter(browser, hanako, shared="y")
    page = browser.get(EMAIL)
    clock.shift(LOCK_AFTER)
    answer = send(browser, page)
    back = browser.submit(answer.location, password=PASSWORD)
    assert browser.follow(back).find("input", name="email")[0].get("value") == TYPED


def test_a_form_of_her_own_earlier_session_comes_back_filled(app, browser, hanako):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    enter(browser, hanako)
    answer = send(browser, page)
    assert answer.status == 303
    filled = browser.follow(answer)
    assert filled.find("input", name="email")[0].get("value") == TYPED
    assert "signed in anew" in filled.words
    assert count(app, Contact) == 0


def test_a_button_that_comes_too_late_keeps_nothing(app, browser, hanako, taro):
    enter(browser, hanako)
    page = browser.get(PROFILE)
    change(browser)
    enter(browser, taro)
    form = page.form("/account/language")
    data = {node.get("name"): node.get("value") for node in form.iter("input")}
    assert browser.client.post("/account/language", data=data).status_code == 409
    assert count(app) == 0


# --- nobody lays anything before somebody else ---


def test_whoever_knows_only_her_key_cannot_lay_anything_before_her(app, browser, hanako, taro):
    enter(browser, hanako)
    her_key = browser.get(EMAIL).meta("koshu-person")
    stranger = Browser(app)
    enter(stranger, taro)
    page = stranger.get(EMAIL)
    assert send(stranger, page, for_person=her_key).status == 409
    change(stranger)
    assert send(stranger, page, for_person=her_key).status == 303
    assert count(app) == 0


@pytest.mark.parametrize("token", ["", "forged", "ImZvcmdlZCI.aaaaaa.bbbbbb"])
def test_a_page_that_proves_nothing_keeps_nothing(app, browser, hanako, taro, token):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    enter(browser, taro)
    assert send(browser, page, csrf_token=token).status == 409
    assert count(app) == 0


def test_a_form_of_a_visitor_is_told_to_be_old_as_ever(app, browser, hanako):
    page = browser.get("/account/forgot-password")
    enter(browser, hanako)
    assert send(browser, page, sign_in="x").status == 422
    assert count(app) == 0


def test_a_page_of_a_session_that_is_long_over_keeps_nothing(app, browser, hanako, clock):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    clock.shift(KEPT_FOR + timedelta(seconds=1))
    send(browser, page)
    assert count(app) == 0


# --- how much, how long ---


def test_the_same_thing_sent_again_is_kept_once(app, browser, hanako, taro):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    for _ in range(3):
        send(browser, page)
    assert count(app) == 1


def test_so_much_is_kept_of_a_person_and_the_oldest_makes_room(app, browser, hanako, clock):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    for number in range(MOST_KEPT + 3):
        clock.shift(1)
        send(browser, page, email=f"hanako{number}@example.jp")
    assert count(app) == MOST_KEPT
    enter(browser, hanako)
    words = browser.get("/account/kept").words
    assert "hanako2@" not in words
    assert "hanako3@" in words
    assert f"hanako{MOST_KEPT + 2}@" in words


def test_more_than_can_be_kept_is_refused_without_being_kept(app, browser, hanako):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    change(browser)
    assert send(browser, page, email="x" * LARGEST).status == 303
    assert send(browser, page, **{f"field-{number}": "x" for number in range(MOST_FIELDS)}).status == 303
    assert count(app) == 0


def test_after_a_week_it_is_gone(app, browser, hanako, taro, clock):
    left_open(browser, hanako, taro)
    change(browser)
    enter(browser, hanako)
    for shifted, kept in ((KEPT_FOR - timedelta(seconds=1), 1), (timedelta(seconds=1), 0)):
        clock.shift(shifted)
        with app.app_context(), transaction():
            services.sweep(at=now())
        assert count(app) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        *((name, True) for name in ("email", "postcode", "register", "companies-0-name", "answer-3", "spinning")),
        *((name, False) for name in ("password", "password_again", "old_password", "code", "reset_code", "csrf_token")),
        *((name, False) for name in ("for_person", "sealed", "token", "draft_version", "kept_page", "pin")),
    ],
)
def test_what_opens_something_is_never_kept(name, kept):
    assert may_be_kept(name) is kept
    assert bool(kept_of([(name, "x")])) is kept


# --- before handing over ---


def test_what_she_has_not_sent_is_kept_before_she_hands_over(app, browser, hanako):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    data = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person"), "kept_page": f"{EMAIL}?a=1"}
    answer = browser.client.post("/account/kept", data={**data, "email": TYPED, "password": "x"}, headers=JSON)
    assert answer.get_json() == {"kept": True}
    page = browser.get(EMAIL)
    assert "had not been sent when the learner was changed" in page.words
    assert put_back_address(page).startswith(f"{EMAIL}?a=1&kept=")


def test_so_it_is_from_a_page_that_is_locked(app, browser, hanako, clock):
    enter(browser, hanako, shared="y")
    page = browser.get(EMAIL)
    clock.shift(LOCK_AFTER)
    data = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person"), "kept_page": EMAIL}
    assert browser.client.post("/account/kept", data={**data, "email": TYPED}, headers=JSON).status_code == 401
    enter_again = browser.submit("/account/locked", password=PASSWORD)
    assert enter_again.status == 303
    assert "The page was locked" in browser.get(EMAIL).words


@pytest.mark.parametrize("named", ["https://evil.example/x", "//evil.example", "/no/such/page", "javascript:alert(1)"])
def test_what_is_kept_belongs_to_a_page_of_this_site(app, browser, hanako, named):
    enter(browser, hanako)
    page = browser.get(EMAIL)
    data = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person"), "kept_page": named}
    browser.client.post("/account/kept", data={**data, "email": TYPED}, headers=JSON)
    assert put_back_address(browser.get("/account/kept")).partition("?")[0] in {"/", "/account/kept"}


def test_a_form_of_several_steps_is_filled_again_as_well(app, browser, hanako, taro):
    enter(browser, hanako)
    page = browser.get(browser.get("/account/names", 303).location)
    change(browser)
    enter(browser, taro)
    hidden = {node.get("name"): node.get("value") for node in page.form().iter("input") if node.get("type") == "hidden"}
    typed = {"register": "髙橋 花子", "kana": "タカハシ ハナコ", "latin": "TAKAHASHI HANAKO", "birth_date": "S55.4.3"}
    assert browser.client.post(page.path, data={**hidden, **typed}).status_code == 409
    change(browser)
    enter(browser, hanako)
    entry = browser.get(browser.get("/account/names", 303).location)
    back = browser.get(browser.get(put_back_address(entry), 303).location)
    assert {name: back.find("input", name=name)[0].get("value") for name in typed} == typed
    assert "error-summary" not in back.text


def test_the_check_of_a_form_of_several_steps_leads_back_to_its_draft(app, browser, hanako, taro):
    enter(browser, hanako)
    typed = {"register": "髙橋 花子", "kana": "タカハシ ハナコ", "latin": "TAKAHASHI HANAKO", "birth_date": "S55.4.3"}
    entry = browser.get(browser.get("/account/names", 303).location)
    check = browser.follow(browser.submit(entry, **typed))
    change(browser)
    enter(browser, taro)
    hidden = {
        node.get("name"): node.get("value") for node in check.form().iter("input") if node.get("type") == "hidden"
    }
    assert browser.client.post(check.path, data=hidden).status_code == 409
    browser.get(check.path, 303)  # it is not his
    change(browser)
    enter(browser, hanako)
    back = browser.get(put_back_address(browser.get("/account/kept")))
    assert "髙橋 花子" in back.words
    assert browser.submit(back, back.path).location.startswith(PROFILE)
    assert count(app) == 0
