# SPDX-License-Identifier: Apache-2.0
"""The check of a computer: its number, what an officer reads from it, and from a support code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.access.identity import Role
from lms.home.environment import SPEED_STEPS, Check, Result, number_of, read

results = st.builds(
    Result, st.sets(st.sampled_from(list(Check))).map(lambda found: tuple(sorted(found))), st.integers(0, 5)
)


@given(results)
def test_a_number_says_what_was_found(result):
    assert read(number_of(result)) == result
    assert re.fullmatch(r"\d{6}", number_of(result))


@given(results, st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(result, place, step):
    digits = number_of(result)
    wrong = str((int(digits[place]) + step) % 10)
    assert read(digits[:place] + wrong + digits[place + 1 :]) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "999999"])
def test_what_cannot_be_a_number_is_none(typed):
    assert read(typed) is None


@pytest.mark.parametrize(
    "change", [lambda it: f"{it[:3]} {it[3:]}", lambda it: "".join(chr(ord(d) + 0xFEE0) for d in it)]
)
def test_it_is_read_however_it_is_typed(change):
    assert read(change(number_of(Result((), 0)))) == Result((), 0)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_page_needs_no_account_and_sends_as_its_script_does(app, locale):
    from tests.browser import Browser

    browser = Browser(app, locale)
    page = browser.get("/environment-check")
    names = [node.get("data-check") for node in page.find("li") if node.get("data-check")]
    assert names == [check.name.lower() for check in Check]
    box = next(node for node in page.find("div") if node.get("data-environment") is not None)
    sent = browser.client.post(box.get("data-send"), data={"csrf_token": box.get("data-token")})
    assert sent.status_code == 204
    assert browser.client.post(box.get("data-send")).status_code == 422


def test_an_officer_reads_the_number(as_):
    number = number_of(Result((Check.COOKIES, Check.SENDING), len(SPEED_STEPS)))
    words = as_(Role.OFFICER).get(f"/codes?code={number}").words
    assert "Cookies" in words
    assert "Saving what you answer" in words
    assert "answers very slowly" in words


def test_an_officer_reads_the_support_code_of_a_page_somebody_had(as_, browser):
    code = (
        browser.get("/verify", headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/109.0"})
        .find("code")[-1]
        .text
    )
    words = as_(Role.OFFICER).get(f"/codes?code={code.lower()}").words
    assert "/verify" in words
    assert "Chrome, Windows" in words


def test_an_error_page_has_a_code_that_says_there_was_no_page(as_, browser):
    code = browser.get("/nowhere", status=404).find("code")[-1].text
    assert "where there is no page" in as_(Role.OFFICER).get(f"/codes?code={code}").words


def test_what_is_no_code_is_said_to_be_none(as_):
    assert "Please compare it again" in as_(Role.OFFICER).get("/codes?code=hello", status=422).words


def test_learners_read_no_codes(as_):
    as_(Role.LEARNER).get("/codes", status=403)
