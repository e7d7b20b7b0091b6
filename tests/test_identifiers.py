# SPDX-License-Identifier: Apache-2.0
"""Public keys and numbers, and how people type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms import identifiers
from lms.identifiers import CROCKFORD, check_digit, in_groups, parse_certificate_id, parse_learner_number

IDS = st.text(alphabet=CROCKFORD, min_size=16, max_size=16)
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=12)
FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})


def test_a_key_is_eighty_random_bits_in_lower_case():
    keys = {identifiers.new_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{16}", key) for key in keys)


def test_a_certificate_id_is_sixteen_signs_without_look_alikes():
    ids = {identifiers.new_certificate_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", each) for each in ids)


@given(IDS)
def test_an_id_is_understood_as_it_is_printed(certificate_id):
    assert parse_certificate_id(in_groups(certificate_id)) == certificate_id


@given(IDS)
def test_an_id_is_understood_in_lower_case_full_width_and_with_hyphens(certificate_id):
    typed = in_groups(certificate_id).lower().replace(" ", "-").translate(FULL_WIDTH)
    assert parse_certificate_id(typed) == certificate_id


@given(IDS)
def test_look_alikes_are_read_as_crockford_meant_them(certificate_id):
    typed = certificate_id.replace("0", "o").replace("1", "l")
    assert parse_certificate_id(typed) == certificate_id
    assert parse_certificate_id(certificate_id.replace("1", "I")) == certificate_id


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "0" * 15,
        "0" * 17,
        "U" * 16,
        "０" * 15,
        "0000 0000 0000 000!",
        "氏" * 16,
        "0" * 16 + "\n0",
        "%00" * 16,
        "0" * 100_000,
    ],
)
def test_what_cannot_be_an_id_is_none(typed):
    assert parse_certificate_id(typed) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_an_id_is_found_or_not_and_nothing_breaks(typed):
    found = parse_certificate_id(typed)
    assert found is None or (len(found) == 16 and set(found) <= set(CROCKFORD))


@pytest.mark.parametrize(("digits", "check"), [("572", "4"), ("", "0"), ("0", "0"), ("43881234567", "9")])
def test_the_check_digit_agrees_with_the_published_table(digits, check):
    assert check_digit(digits) == check


@given(DIGITS)
def test_a_number_with_its_check_digit_leads_back_to_zero(digits):
    assert check_digit(digits + check_digit(digits)) == "0"


@given(DIGITS, st.data())
def test_one_wrong_digit_is_always_found(digits, data):
    whole = digits + check_digit(digits)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != whole[place]]))
    assert check_digit(whole[:place] + wrong + whole[place + 1 :]) != "0"


@given(DIGITS, st.data())
def test_two_neighbours_swapped_are_always_found(digits, data):
    whole = digits + check_digit(digits)
    place = data.draw(st.integers(0, len(whole) - 2))
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert swapped == whole or check_digit(swapped) != "0"


def test_a_learner_number_has_eight_digits_and_does_not_begin_with_zero():
    numbers = {identifiers.new_learner_number() for _ in range(500)}
    assert len(numbers) > 490
    assert all(re.fullmatch(r"[1-9]\d{7}", number) and parse_learner_number(number) == number for number in numbers)


@given(st.integers(1_000_000, 9_999_999))
def test_a_learner_number_is_understood_in_any_width_and_with_hyphens(body):
    number = f"{body}{check_digit(str(body))}"
    assert parse_learner_number(f" {number[:4]}-{number[4:]} ") == number
    assert parse_learner_number(f"{number[:4]}ー{number[4:]}".translate(FULL_WIDTH)) == number


@pytest.mark.parametrize(
    "typed", ["", "1234567", "123456789", "1234567a", "氏名", "１２", "12345 678\x00", "²" * 8, "٣" * 8]
)
def test_what_cannot_be_a_learner_number_is_none(typed):
    assert parse_learner_number(typed) is None


@given(st.integers(1_000_000, 9_999_999), st.integers(1, 9))
def test_a_learner_number_with_a_wrong_check_digit_is_none(body, shift):
    wrong = (int(check_digit(str(body))) + shift) % 10
    assert parse_learner_number(f"{body}{wrong}") is None
