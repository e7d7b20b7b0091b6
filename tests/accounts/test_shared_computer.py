# SPDX-License-Identifier: Apache-2.0
"""A computer that several people use: it locks, opens with the password, and keeps nothing of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from lms.accounts.domain.sessions import LOCK_AFTER, NOTED_EVERY
from lms.accounts.domain.throttles import UNLOCK
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, make_account

SIGN_IN_PAGE = "/account/sign-in"
PROFILE = "/account/profile"
JSON = {"Accept": "application/json"}
ALMOST = LOCK_AFTER - timedelta(seconds=1)


@pytest.fixture
def number(app):
    with app.app_context():
        return make_account().person.learner_number


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


def enter(browser, number, *, shared=True, status=303):
    given = {"sign_in": number, "password": PASSWORD, "shared": "y" if shared else None}
    return browser.submit(SIGN_IN_PAGE, status=status, **given)


@pytest.fixture
def learner(browser, number, clock):
    """Somebody signed in on a shared computer."""
    enter(browser, number)
    return browser


def button(page, action):
    """A button of the frame of a page: where it leads, and what it sends."""
    form = next(node for node in page.find("form") if node.get("action") == action)
    return {node.get("name"): node.get("value") for node in form.iter("input")}


def press(browser, page, action):
    answer = browser.client.post(action, data=button(page, action))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer


def send(browser, path, page, status=200, **fields):
    """What the script of a page sends."""
    data = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person"), **fields}
    answer = browser.client.post(path, data=data, headers=JSON)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def state(browser, page):
    headers = {**JSON, "X-Koshu-Person": page.meta("koshu-person")}
    return browser.get("/account/session", headers=headers).json["state"]


def acts(app):
    with app.app_context(), reading():
        return list(db.session.scalars(select(AuditRecord.tag).order_by(AuditRecord.id)))


# --- asked at sign-in ---


def test_the_answer_is_the_default_of_the_next_sign_in(browser, number):
    box = {"name": "shared", "type": "checkbox"}
    assert browser.get(SIGN_IN_PAGE).find("input", **box)[0].get("checked") is None
    enter(browser, number)
    press(browser, browser.get(PROFILE), "/account/change-learner")
    assert browser.get(SIGN_IN_PAGE).find("input", **box)[0].get("checked") is not None
    enter(browser, number, shared=False)
    press(browser, browser.get(PROFILE), "/account/change-learner")
    assert browser.get(SIGN_IN_PAGE).find("input", **box)[0].get("checked") is None


def test_nothing_is_remembered_but_that_others_use_it_too(learner):
    kept = {name for name in ("koshu", "lang", "shared_computer") if learner.client.get_cookie(name)}
    assert kept == {"koshu", "lang", "shared_computer"}
    assert learner.client.get_cookie("shared_computer").value == "1"
    assert learner.client.get_cookie("koshu").expires is None
    assert learner.client.get_cookie("koshu").max_age is None


def test_the_browser_is_told_to_complete_nothing(learner, number):
    page = learner.get("/account/email")
    assert page.form().get("autocomplete") == "off"
    typed = [node for node in page.form().iter("input") if node.get("type") in {"text", "password", "email"}]
    assert {node.get("autocomplete") for node in typed} == {"off"}


def test_after_signing_out_the_browser_forgets_what_the_site_put_there(learner):
    answer = press(learner, learner.get(PROFILE), "/account/change-learner")
    assert answer.headers["Clear-Site-Data"] == '"storage"'


def test_the_next_learner_does_not_read_who_was_there(learner):
    press(learner, learner.get(PROFILE), "/account/change-learner")
    page = learner.get(SIGN_IN_PAGE)
    assert "The next learner can sign in now" in page.words
    assert "山田" not in page.text


def test_she_may_say_later_that_others_use_it_too(browser, number, clock):
    enter(browser, number, shared=False)
    browser.submit("/account/shared-computer", shared="y")
    assert "Other people use it" in browser.get("/account/sign-out-everywhere").words
    clock.shift(LOCK_AFTER)
    assert browser.get(PROFILE, 303).location.startswith("/account/locked")


def test_and_that_only_she_uses_it(learner, clock):
    learner.submit("/account/shared-computer", shared=None)
    clock.shift(LOCK_AFTER)
    learner.get(PROFILE)


# --- the lock ---


def test_a_computer_of_her_own_does_not_lock(browser, number, clock):
    enter(browser, number, shared=False)
    clock.shift(timedelta(hours=3))
    browser.get(PROFILE)


def test_after_ten_minutes_a_page_asks_for_the_password_and_leads_back(learner, clock):
    learner.get(PROFILE)
    clock.shift(LOCK_AFTER)
    there = learner.get("/account/email?x=1", 303).location
    page = learner.get(there)
    assert "山田 花子" in page.words
    assert learner.submit(there, password=PASSWORD).location == "/account/email?x=1"
    learner.get(PROFILE)


def test_who_uses_the_pages_is_not_locked_out(learner, clock):
    for _ in range(4):
        clock.shift(ALMOST)
        learner.get(PROFILE)


def test_signs_of_life_are_not_written_down_more_often_than_needed(learner, clock, app):
    clock.shift(NOTED_EVERY - timedelta(seconds=1))
    learner.get(PROFILE)
    clock.shift(LOCK_AFTER - NOTED_EVERY + timedelta(seconds=1))
    learner.get(PROFILE, 303)


def test_what_scripts_ask_by_themselves_is_no_sign_of_life(learner, clock):
    page = learner.get(PROFILE)
    clock.shift(ALMOST)
    learner.get(PROFILE, headers={"X-Koshu-Poll": "1"})
    assert state(learner, page) == "hers"
    clock.shift(1)
    learner.get(PROFILE, 303)


def test_the_script_of_a_page_can_say_that_somebody_is_there(learner, clock):
    page = learner.get(PROFILE)
    for _ in range(3):
        clock.shift(ALMOST)
        send(learner, "/account/activity", page)
    learner.get(PROFILE)


def test_a_script_is_told_that_the_page_is_locked(learner, clock):
    page = learner.get(PROFILE)
    clock.shift(LOCK_AFTER)
    for path in ("/account/activity", "/account/lock"):
        assert send(learner, path, page, 401)["error"] == "session-locked"
    assert learner.get(PROFILE, 401, headers=JSON).json["error"] == "session-locked"
    assert state(learner, page) == "locked"


def test_the_script_of_a_page_locks_and_unlocks(learner, app):
    page = learner.get(PROFILE)
    assert send(learner, "/account/lock", page) == {"state": "locked"}
    learner.get(PROFILE, 303)
    assert send(learner, "/account/locked", page, 422, password="wrong password")["message"].startswith("The password")
    assert send(learner, "/account/locked", page, password=PASSWORD) == {"state": "hers"}
    learner.get(PROFILE)
    assert [tag for tag in acts(app) if "session" in tag] == [
        "accounts:session:opened",
        "accounts:session:locked",
        "accounts:session:refused",
        "accounts:session:unlocked",
    ]


def test_a_computer_of_her_own_is_not_locked_by_a_script_either(browser, number):
    enter(browser, number, shared=False)
    send(browser, "/account/lock", browser.get(PROFILE))
    browser.get(PROFILE)


def test_a_locked_page_is_open_to_nobody(learner, clock):
    page = learner.get(PROFILE)
    clock.shift(LOCK_AFTER)
    start = learner.get("/")
    assert not start.meta("koshu-person")
    assert "My learning" not in start.text
    assert page.meta("koshu-person") not in start.text


def test_while_it_is_locked_every_page_offers_to_change_the_learner(learner, clock):
    clock.shift(LOCK_AFTER)
    for path in ("/", "/courses", "/account/locked"):
        assert button(learner.get(path), "/account/change-learner")


def test_changing_the_learner_ends_a_locked_session(learner, clock, app):
    clock.shift(LOCK_AFTER)
    kept = learner.client.get_cookie("koshu").value
    press(learner, learner.get("/account/locked"), "/account/change-learner")
    learner.client.set_cookie("koshu", kept)
    assert learner.get(PROFILE, 303).location.startswith(SIGN_IN_PAGE)
    assert "accounts:session:closed" in acts(app)


def test_who_opens_the_sign_in_page_of_a_locked_computer_is_asked_for_the_password(learner, clock):
    clock.shift(LOCK_AFTER)
    assert learner.get(f"{SIGN_IN_PAGE}?next=/courses", 303).location == "/account/locked?next=/courses"


def test_signing_in_over_a_locked_page_ends_it(learner, clock, app):
    with app.app_context():
        other = make_account().person.learner_number
    clock.shift(LOCK_AFTER)
    token = learner.get("/account/locked").find("input", name="csrf_token")[0].get("value")
    answer = learner.client.post(SIGN_IN_PAGE, data={"csrf_token": token, "sign_in": other, "password": PASSWORD})
    assert answer.status_code == 303
    assert other in learner.get(PROFILE).text.replace(" ", "")


def test_an_unlocked_computer_has_no_page_to_unlock(learner, browser, app):
    assert learner.get("/account/locked?next=/courses", 303).location == "/courses"
    assert Browser(app).get("/account/locked", 303).location.startswith(SIGN_IN_PAGE)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_unlocking_leads_on_within_the_site_only(learner, clock, target):
    clock.shift(LOCK_AFTER)
    assert learner.submit(f"/account/locked?next={target}", password=PASSWORD).location == "/my"


def test_unlocking_waits_after_wrong_passwords_like_signing_in(learner, clock):
    clock.shift(LOCK_AFTER)
    for _ in range(UNLOCK.free):
        learner.submit("/account/locked", status=422, password="wrong password here")
    learner.submit("/account/locked", status=429, password=PASSWORD)
    clock.shift(30)
    learner.submit("/account/locked", password=PASSWORD)


def test_the_password_field_must_not_be_empty(learner, clock):
    clock.shift(LOCK_AFTER)
    assert "Please write your password" in learner.submit("/account/locked", status=422, password="").words


def test_a_page_to_unlock_that_another_person_left_open_is_refused(app, learner, clock):
    page = learner.get(PROFILE)
    with app.app_context():
        other = make_account().person.learner_number
    press(learner, page, "/account/change-learner")
    enter(learner, other)
    fresh = learner.get(PROFILE)
    send(learner, "/account/lock", fresh)
    data = {"csrf_token": fresh.meta("csrf-token"), "for_person": page.meta("koshu-person"), "password": PASSWORD}
    assert learner.client.post("/account/locked", data=data).status_code == 409


def test_the_page_of_somebody_who_handed_over_is_told_that_it_is_nobodys(app, learner):
    page = learner.get(PROFILE)
    with app.app_context():
        other = make_account().person.learner_number
    press(learner, page, "/account/change-learner")
    assert state(learner, page) == "gone"
    enter(learner, other)
    assert state(learner, page) == "gone"


def test_a_session_signed_out_elsewhere_is_nobodys_and_not_locked(app, learner, number, clock):
    page = learner.get(PROFILE)
    elsewhere = Browser(app)
    enter(elsewhere, number, shared=False)
    elsewhere.submit("/account/sign-out-everywhere")
    clock.shift(LOCK_AFTER)
    assert state(learner, page) == "gone"
    assert learner.get("/account/locked", 303).location.startswith(SIGN_IN_PAGE)


def test_a_lock_is_not_lifted_by_what_was_under_way(app, learner, clock):
    """A sign of life that was sent before the lock and arrives after it."""
    page = learner.get(PROFILE)
    send(learner, "/account/lock", page)
    clock.shift(60)
    send(learner, "/account/activity", page, 401)
    learner.get(PROFILE, 303)
