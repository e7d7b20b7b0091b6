# SPDX-License-Identifier: Apache-2.0
"""Telephone numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.telephones import TelephoneFault, folded_telephone, telephone_fault


@pytest.mark.parametrize(
    "typed",
    [
        "09012345678",
        "090-1234-5678",
        "090 1234 5678",
        "（090）1234-5678",
        "０９０ー１２３４ー５６７８",
        "０９０－１２３４－５６７８",
        "090‐1234‐5678",
        "090−1234−5678",
        "+81 90 1234 5678",
        "＋８１９０１２３４５６７８",
        "+81 (0)90-1234-5678",
        "0081-90-1234-5678",
        "010-81-90-1234-5678",
        "81-90-1234-5678",
        "TEL 090-1234-5678",
        "090-1234-5678（夜７時以降）",
        "娘の携帯 090-1234-5678",
        "090の1234の5678",
        "  090.1234.5678  ",
    ],
)
def test_every_way_of_typing_a_number_is_the_same_number(typed):
    assert (folded_telephone(typed), telephone_fault(typed)) == ("09012345678", None)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("03-1234-5678", "0312345678"),
        ("0120-000-000", "0120000000"),
        ("0800-123-4567", "08001234567"),
        ("0570-000-000", "0570000000"),
        ("050-1234-5678", "05012345678"),
        ("03-1234-5678（内線12）", "0312345678x12"),
        ("03-1234-5678 内線番号：１２番", "0312345678x12"),
        ("03-1234-5678 ext. 12", "0312345678x12"),
        ("03-1234-5678 #12", "0312345678x12"),
        ("+84 91 234 56 78", "+84912345678"),
        ("010-84-91-234-5678", "+84912345678"),
        ("+1 (415) 555-2671 x12", "+14155552671x12"),
    ],
)
def test_numbers_of_every_kind(typed, folded):
    assert (folded_telephone(typed), telephone_fault(typed)) == (folded, None)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", TelephoneFault.NO_NUMBER),
        ("なし", TelephoneFault.NO_NUMBER),
        ("hanako@example.jp", TelephoneFault.NO_NUMBER),
        ("1234-5678", TelephoneFault.NO_AREA_CODE),
        ("90-1234-5678", TelephoneFault.NO_AREA_CODE),
        ("090-1234-567", TelephoneFault.DIGITS_MISSING),
        ("03-1234-567", TelephoneFault.DIGITS_MISSING),
        ("+81 3 1234", TelephoneFault.DIGITS_MISSING),
        ("03-1234-56789", TelephoneFault.TOO_MANY_DIGITS),
        ("03-1234-5678、090-1234-5678", TelephoneFault.TOO_MANY_DIGITS),
        ("090-1234-5678" + "（" + "あ" * 60 + "）", TelephoneFault.TOO_LONG),
    ],
)
def test_what_cannot_be_dialled_has_a_fault_of_its_own(typed, fault):
    assert telephone_fault(typed) is fault


@given(st.text(max_size=80))
def test_a_folded_number_is_folded_already_and_holds_nothing_but_what_is_dialled(typed):
    folded = folded_telephone(typed)
    assert set(folded) <= set("0123456789+x")
    if telephone_fault(typed) is None:
        assert folded_telephone(folded) == folded
        assert telephone_fault(folded) is None


@pytest.mark.parametrize("sign", ["\u00a0", "x ", "0", "内線", "(0)", "-"])
def test_nobody_keeps_the_site_busy_with_an_endless_number(sign):
    assert telephone_fault("03" + sign * 500_000) is TelephoneFault.TOO_LONG
    assert len(folded_telephone("03" + sign * 500_000)) < 300
