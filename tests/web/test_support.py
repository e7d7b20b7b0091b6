# SPDX-License-Identifier: Apache-2.0
"""What a support code says, read out on the telephone and typed by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.web.support import ALPHABET, BEGIN, code_for, read
from tests.web.test_devices import CHROME

AT = datetime(2026, 11, 23, 3, 4, 5, tzinfo=UTC)
RULES = ["/", "/my", "/study/<enrolment_key>/pages/<page_key>", "/test/<enrolment_key>"]


def test_a_code_says_when_which_page_and_which_browser():
    told = read(code_for(at=AT, rule=RULES[2], user_agent=CHROME), RULES)
    assert (told.at, told.rules, told.device, told.was_a_page) == (AT, (RULES[2],), "Chrome, Windows", True)


def test_a_page_that_is_not_here_is_said_to_be_none():
    told = read(code_for(at=AT, rule=None, user_agent="curl"), RULES)
    assert (told.rules, told.device, told.was_a_page) == ((), "", False)


@given(st.integers(0, 16 * 365 * 86_400), st.sampled_from(RULES))
def test_every_second_of_many_years_comes_back(seconds, rule):
    at = BEGIN + timedelta(seconds=seconds)
    told = read(code_for(at=at, rule=rule, user_agent=""), RULES)
    assert (told.at, told.rules) == (at, (rule,))


def test_codes_of_one_second_differ():
    assert len({code_for(at=AT, rule="/", user_agent="") for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    ],
)
def test_it_is_read_however_it_is_typed(change):
    assert read(change(code_for(at=AT, rule="/my", user_agent="")), RULES).rules == ("/my",)


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "0000-0000-0000", "ABCD-EFGH-JKM", "OOOO-OOOO-OOOO", "あいうえおかきくけこさし", ALPHABET]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read(typed, RULES) is None
