# SPDX-License-Identifier: Apache-2.0
"""Cells as text."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from lms.sheets.cells import looks_like_a_formula, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(1975, 4, 1), "1975-04-01"),
        (datetime(1975, 4, 1), "1975-04-01"),
        (datetime(1975, 4, 1, 9, 30), "1975-04-01 09:30"),
        (time(9, 30), "09:30:00"),
        (19750401.0, "19750401"),
        (1.5, "1.5"),
        (7, "7"),
        (None, ""),
        ("髙橋", "髙橋"),
    ],
)
def test_a_cell_becomes_what_its_owner_would_type(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize("text", ["=1+1", "+81 3", "-5", "@SUM(A1)", "＝１", "\t=1"])
def test_what_a_spreadsheet_might_run_is_recognized(text):
    assert looks_like_a_formula(text)


@pytest.mark.parametrize("text", ["", "山田", "a=b", "'=1", "3-5"])
def test_plain_words_are_no_formulas(text):
    assert not looks_like_a_formula(text)
