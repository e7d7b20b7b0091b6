# SPDX-License-Identifier: Apache-2.0
"""Certificate numbers: made, printed, typed in again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.domain.numbers import LARGEST_SERIAL, CertificateNumber, parse_number

NUMBERS = st.builds(
    CertificateNumber,
    st.from_regex(r"[A-Z]{2,4}", fullmatch=True),
    st.integers(1900, 9999),
    st.integers(1, LARGEST_SERIAL),
)


@pytest.mark.parametrize(
    ("completed_on", "fiscal_year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 3, 31), 2026),
        (date(2024, 2, 29), 2023),
    ],
)
def test_the_year_in_a_number_is_the_fiscal_year_of_completion(completed_on, fiscal_year):
    assert CertificateNumber.of("TM", completed_on, 1).fiscal_year == fiscal_year


def test_a_number_is_printed_with_six_digits_and_a_check_digit():
    number = CertificateNumber("TM", 2026, 123)
    assert str(number) == f"TM-2026-000123-{number.check}"


@pytest.mark.parametrize(
    "disguise",
    [
        str,
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", "－"),
        lambda text: text.replace("-", "ー"),
        lambda text: text.replace("-", "–"),
        lambda text: f"  {text}　",
        lambda text: text.translate({ord("-"): "－", **{code: code + 0xFEE0 for code in range(0x30, 0x5B)}}),
    ],
)
@given(number=NUMBERS)
def test_a_number_is_read_however_it_is_typed(disguise, number):
    assert parse_number(disguise(str(number))) == number


@given(number=NUMBERS, place=st.integers(0, 30), other=st.integers(1, 9))
def test_a_wrong_digit_is_always_found(number, place, other):
    printed = str(number)
    digits = [at for at, sign in enumerate(printed) if sign.isdigit()]
    at = digits[place % len(digits)]
    typed = printed[:at] + str((int(printed[at]) + other) % 10) + printed[at + 1 :]
    assert parse_number(typed) is None


@given(number=NUMBERS, place=st.integers(0, 30))
def test_two_neighbouring_digits_that_changed_places_are_always_found(number, place):
    digits = "".join(sign for sign in str(number) if sign.isdigit())
    at = place % (len(digits) - 1)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    found = parse_number(number.code + swapped)
    assert found is None or swapped == digits


def test_the_short_code_is_checked_too():
    number = CertificateNumber("TM", 2026, 123)
    assert parse_number(str(number).replace("TM", "TI")) is None


@pytest.mark.parametrize(
    "typed",
    ["", "TM-2026-123-7", "TM-2026-000123", "TM-0026-000123-7", "T-2026-000123-7", "TM-2026-000000-0", "TM-２０２６"],
)
def test_what_cannot_be_a_number_is_none(typed):
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    ("code", "year", "serial"),
    [("T", 2026, 1), ("tm", 2026, 1), ("TMTMT", 2026, 1), ("TM", 26, 1), ("TM", 2026, 0), ("TM", 2026, 1_000_000)],
)
def test_what_could_not_be_printed_is_refused(code, year, serial):
    with pytest.raises(ValueError, match="a "):
        CertificateNumber(code, year, serial)
