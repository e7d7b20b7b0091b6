# SPDX-License-Identifier: Apache-2.0
"""Postal addresses as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.postal import PostalAddress, folded_postal, parse_postcode, read_address

HERS = PostalAddress("1000001", "東京都千代田区千代田1-1", "みほん荘101", "みほん農園 気付")


@pytest.mark.parametrize(
    "typed", ["1000001", "100-0001", "〒100-0001", "１００−０００１", " 100 0001 ", "〒１００ー０００１"]
)
def test_a_postcode_is_read_in_any_writing(typed):
    assert parse_postcode(typed) == "1000001"


@pytest.mark.parametrize("typed", ["", "100-001", "100-00011", "一〇〇-〇〇〇一", "abc-defg"])
def test_anything_else_is_no_postcode(typed):
    assert parse_postcode(typed) is None


lines = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=40)


@given(lines, lines, lines)
def test_what_was_written_is_read_again(street, building, care_of):
    address = PostalAddress("1000001", street, building, care_of)
    assert read_address(address.written()) == address


@pytest.mark.parametrize("value", ["", "1000001", "東京都\n1-1", "hanako@example.jp"])
def test_anything_else_is_no_address(value):
    assert read_address(value) is None


def test_lines_that_say_nothing_are_left_out():
    assert PostalAddress("1000001", "東京都", "", "気付").lines == ("東京都", "気付")


def test_two_ways_of_typing_one_address_are_the_same():
    assert folded_postal(HERS) == folded_postal(
        PostalAddress("1000001", "東京都千代田区千代田１−１".replace("−", "-"), "みほん荘 １０１", "みほん農園　気付")
    )
