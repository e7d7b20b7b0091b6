# SPDX-License-Identifier: Apache-2.0
"""What a reader takes for one character is never torn apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.graphemes import cut, graphemes, is_variation_selector


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("abc", ["a", "b", "c"]),
        ("山田", ["山", "田"]),
        ("邉\U000e0101田", ["邉\U000e0101", "田"]),
        ("神\ufe00", ["神\ufe00"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("ｶﾞｷﾞ", ["ｶﾞ", "ｷﾞ"]),
        ("か\u3099", ["か\u3099"]),
        ("ක්\u200dර", ["ක්\u200dර"]),
        ("नि", ["नि"]),
        ("\u1112\u1161\u11ab", ["\u1112\u1161\u11ab"]),
    ],
)
def test_a_base_keeps_the_marks_that_belong_to_it(text, pieces):
    assert graphemes(text) == pieces


@given(st.text())
def test_the_pieces_joined_are_the_text(text):
    assert "".join(graphemes(text)) == text


@given(st.text(), st.integers(0, 60))
def test_a_cut_text_is_a_beginning_that_fits_and_ends_between_pieces(text, most):
    kept = cut(text, most)
    assert len(kept.encode("utf-8", "surrogatepass")) <= most
    pieces = graphemes(text)
    assert kept in {"".join(pieces[:count]) for count in range(len(pieces) + 1)}


@given(st.text())
def test_a_text_that_fits_is_not_cut(text):
    assert cut(text, len(text.encode())) == text


@pytest.mark.parametrize(
    ("sign", "selects"), [("\ufe00", True), ("\ufe0f", True), ("\U000e0100", True), ("\u3099", False), ("a", False)]
)
def test_variation_selectors_are_known(sign, selects):
    assert is_variation_selector(sign) is selects
