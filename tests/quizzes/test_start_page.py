# SPDX-License-Identifier: Apache-2.0
"""Before the test: what it is, and who takes it."""

from __future__ import annotations

import pytest

from lms.quizzes.models import Attempt
from tests.factories.accounts import PASSWORD
from tests.quizzes.sitter import Sitter


def test_the_start_page_says_what_the_test_is(sitter):
    words = sitter.browser.get(sitter.start).words
    for told in ("5 minutes", "3 right answers or more (75%)", "3 attempts"):
        assert told in words
    for told in ("stored the moment", "on any device", "time is up"):
        assert told in words


def test_the_start_page_shows_the_name_as_it_will_be_printed(sitter):
    words = sitter.browser.get(sitter.start).words
    for name in ("山田 花子", "ヤマダ ハナコ", "YAMADA HANAKO", sitter.number):
        assert name in words


@pytest.mark.parametrize("birth_date", ["1975-04-01", "S50.4.1", "昭和50年4月1日", "１９７５．４．１", "19750401"])
def test_the_birth_date_is_understood_as_people_write_it(sitter, birth_date):
    answer = sitter.begin(birth_date=birth_date)
    assert answer.location.startswith("/attempts/")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("in_person", None, "Please tick this box"),
        ("birth_date", "", "Please write your birth date"),
        ("birth_date", "yesterday", "Please write a date such as"),
        ("birth_date", "1975-02-30", "Please write a date such as"),
        ("password", "", "Please type the password"),
        ("birth_date", "1975-04-02", "does not match our records"),
        ("birth_date", "2999-01-01", "does not match our records"),
        ("password", "another password", "does not match our records"),
    ],
)
def test_whoever_cannot_show_that_it_is_she_does_not_begin(sitter, field, value, told):
    page = sitter.begin(422, **{field: value})
    assert told in page.words
    assert sitter.count(Attempt) == 0


def test_a_wrong_birth_date_and_a_wrong_password_are_told_alike(sitter):
    one, other = sitter.begin(422, birth_date="1975-04-02"), sitter.begin(422, password="another password")
    assert one.words == other.words


def test_guessing_at_the_identity_is_slowed_down(sitter):
    statuses = {sitter.browser.client.get(sitter.start).status_code}
    for _ in range(12):
        page = sitter.browser.get(sitter.start)
        made_for = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
        given = {**made_for, "birth_date": "1975-04-02", "password": PASSWORD, "in_person": "y"}
        statuses.add(sitter.browser.client.post(sitter.start, data=given).status_code)
    assert statuses == {200, 422, 429}
    assert sitter.count(Attempt) == 0


def test_a_second_press_leads_to_the_same_attempt(sitter):
    page = sitter.browser.get(sitter.start)
    given = {"birth_date": "1975-04-01", "password": PASSWORD, "in_person": "y"}
    first, second = (sitter.browser.submit(page, "", **given).location for _ in range(2))
    assert first == second
    assert sitter.count(Attempt) == 1


def test_the_start_page_leads_back_into_a_running_test(sitter):
    path = sitter.attempt()
    assert sitter.browser.get(sitter.start, 303).location == path


def test_without_the_hours_the_start_page_says_what_is_missing_and_offers_no_test(app, as_):
    sitter = Sitter(app, as_, studied=False)
    page = sitter.browser.get(sitter.start)
    assert "Study time is still missing" in page.words
    assert not page.find("input", name="password")


def test_a_forged_begin_without_the_hours_is_refused(app, as_):
    sitter = Sitter(app, as_, studied=False)
    page = sitter.browser.get(sitter.start)
    given = {
        "csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person"),
        "birth_date": "1975-04-01", "password": PASSWORD, "in_person": "y",
    }  # fmt: skip
    answer = sitter.browser.client.post(sitter.start, data=given)
    assert answer.status_code == 403
    assert "study time" in answer.get_data(as_text=True)
    assert sitter.count(Attempt) == 0


def test_anothers_test_is_not_found(app, as_, sitter):
    other = Sitter(app, as_)
    sitter.browser.get(other.start, 404)
    with_running = other.attempt()
    for path in (with_running, f"{with_running}/submission", f"{with_running}/result", f"{with_running}/time"):
        sitter.browser.get(path, 404)


@pytest.mark.parametrize(
    "path", ["/test/nothing", "/attempts/nothing", "/attempts/nothing/result", "/attempts/nothing/time"]
)
def test_forged_keys_are_not_found(sitter, path):
    sitter.browser.get(path, 404)


def test_nobody_signed_in_is_asked_to_sign_in(app, sitter, browser):
    assert "/account/sign-in" in browser.get(sitter.start, 303).location
