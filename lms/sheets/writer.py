# SPDX-License-Identifier: Apache-2.0
"""Workbooks that open correctly in Japanese Excel: every cell a text, shown as it is and never run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

from lms.sheets.cells import looks_like_a_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its width in signs of half width."""

    head: str
    width: int = 16


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, made_at: datetime) -> bytes:
    """One sheet with heads that stay in view. `made_at` stands in the file's properties; no clock is read."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        heads = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        # The mark that a typed apostrophe leaves: even after an edit the cell remains a text.
        quoted = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
        sheet = book.add_worksheet(title.translate(_NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME] or None)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.head, heads)
        for line, row in enumerate(rows, start=1):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text, quoted if looks_like_a_formula(text) else plain)
    return content.getvalue()
