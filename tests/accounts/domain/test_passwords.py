# SPDX-License-Identifier: Apache-2.0
"""Which passwords are refused, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.passwords import PasswordFault, own_words, password_fault


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", PasswordFault.TOO_SHORT),
        ("ninechars", PasswordFault.TOO_SHORT),
        ("x" * 129, PasswordFault.TOO_LONG),
        ("aaaaaaaaaa", PasswordFault.REPEATS),
        ("ababababab", PasswordFault.REPEATS),
        ("abcdeabcde", PasswordFault.REPEATS),
        ("koshu2026koshu2026", PasswordFault.REPEATS),
        ("1234567890", PasswordFault.RUN),
        ("0987654321", PasswordFault.RUN),
        ("qwertyuiop", PasswordFault.RUN),
        ("abcdefghij", PasswordFault.RUN),
        ("Password123", PasswordFault.COMMON),
        ("P@ssw0rd!!", PasswordFault.COMMON),
        ("ｐａｓｓｗｏｒｄ１２", PasswordFault.COMMON),
        ("Sakura1234", PasswordFault.COMMON),
        ("tokyo2026!", PasswordFault.COMMON),
    ],
)
def test_what_is_tried_first_is_refused(password, fault):
    assert password_fault(password) is fault


@pytest.mark.parametrize(
    "password",
    [
        "a long enough password",
        "correct horse battery",
        "himawari kaeru jitensha",
        "あさごはんはみそしるとごはん",
        "k7#Qz!p0Lw",
        "tokyo and a blue umbrella",
    ],
)
def test_what_is_long_and_unexpected_is_taken(password):
    assert password_fault(password) is None


@pytest.mark.parametrize(
    ("password", "own"),
    [
        ("hanako1975", ("YAMADA HANAKO", "1975-04-01")),
        ("YamadaHanako!", ("YAMADA HANAKO",)),
        ("10345678aa", ("10345678",)),
        ("hanako@example", ("hanako@example.jp",)),
    ],
)
def test_what_belongs_to_the_person_is_refused(password, own):
    assert password_fault(password, own=own) is PasswordFault.OWN


def test_a_short_part_of_a_name_may_stand_in_a_password():
    assert password_fault("an apple a day keeps", own=("VAN AN",)) is None


def test_own_words_are_the_longer_parts():
    assert own_words(["Lê Văn-Hoàng", "a@example.jp", "ab"]) == ("example", "hoàng")


@given(st.text(max_size=9))
def test_nothing_short_is_taken(password):
    assert password_fault(password) is not None


@given(st.text(max_size=140), st.lists(st.text(max_size=20), max_size=4))
def test_every_text_gets_an_answer(password, own):
    assert password_fault(password, own=own) in {None, *PasswordFault}
