# SPDX-License-Identifier: Apache-2.0
"""Workbooks that open correctly and run nothing."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from lms.sheets.writer import Column, workbook

AT = datetime(2026, 11, 23, tzinfo=UTC)


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+81312345678", "-1", "@SUM(1)"])
def test_a_text_that_looks_like_a_formula_is_a_quoted_text(text):
    parts = parts_of(workbook("a", [Column("a")], [["plain"], [text]], made_at=AT))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    style = re.search(r'<c r="A3" s="(\d+)" t="inlineStr"', sheet)
    plain = re.search(r'<c r="A2" s="(\d+)" t="inlineStr"', sheet)
    assert style
    assert plain
    quoted = [node for node in re.findall(r"<xf [^>]*>", parts["xl/styles.xml"]) if 'quotePrefix="1"' in node]
    assert quoted
    assert style[1] != plain[1]


def test_digits_stay_text_so_that_postcodes_keep_their_zeros():
    sheet = parts_of(workbook("a", [Column("a")], [["0600001"]], made_at=AT))["xl/worksheets/sheet1.xml"]
    assert "<t>0600001</t>" in sheet
    assert "<v>" not in sheet


def test_the_name_of_a_sheet_is_made_possible():
    parts = parts_of(workbook("[a]:*?/\\' " + "長" * 40, [Column("a")], [], made_at=AT))
    assert re.search(r'<sheet name="a 長{29}"', parts["xl/workbook.xml"])


def test_the_same_values_make_the_same_file():
    assert workbook("a", [Column("a")], [["b"]], made_at=AT) == workbook("a", [Column("a")], [["b"]], made_at=AT)
