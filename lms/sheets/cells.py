# SPDX-License-Identifier: Apache-2.0
"""Cells as text: what a program read becomes what a person typed, and what looks like a formula stays a text."""

from __future__ import annotations

from datetime import date, datetime, time

FORMULA_SIGNS = frozenset("=+-@\t\r＝＋－＠")
"""A spreadsheet may take a cell that begins with one of these for a command, in full width too."""


def text_of(value: object) -> str:
    """A cell as its owner would type it: dates by year, month, day; whole numbers without a decimal point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text instead of showing it."""
    return text[:1] in FORMULA_SIGNS and text != ""
