# SPDX-License-Identifier: Apache-2.0
"""Workbooks and texts read into rows, whatever program made them."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import Invalid
from lms.sheets.reader import LARGEST_FILE, read_file, read_text
from lms.sheets.writer import Column, workbook

LINES = [["氏名", "カナ"], ["山田 花子", "ヤマダ ハナコ"], ["髙﨑 𠮷男", "タカサキ ヨシオ"]]


def cells(rows) -> list[list[str]]:
    return [list(row.cells) for row in rows]


def xlsx(fill) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        fill(book)
    return content.getvalue()


def refused(act) -> str:
    with pytest.raises(Invalid) as found:
        act()
    return found.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_text_is_read_whatever_wrote_it(encoding, sign):
    text = "\r\n".join(sign.join(line) for line in LINES)
    assert cells(read_file(text.encode(encoding), most_rows=9)) == LINES


def test_shift_jis_is_read_as_excel_writes_it():
    assert cells(read_file("髙橋,ﾀｶﾊｼ\r\n".encode("cp932"), most_rows=9)) == [["髙橋", "ﾀｶﾊｼ"]]


def test_a_line_break_inside_a_quoted_cell_does_not_end_the_row():
    assert cells(read_text('山田,"東京都\n千代田区"\n', most_rows=9)) == [["山田", "東京都\n千代田区"]]


def test_rows_are_numbered_as_the_spreadsheet_does_and_empty_ones_are_passed_over():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(2, 0, "山田")
        sheet.write(5, 0, "佐藤")

    assert [(row.number, row.cells) for row in read_file(xlsx(fill), most_rows=9)] == [(3, ("山田",)), (6, ("佐藤",))]


def test_dates_of_a_workbook_come_as_year_month_day_even_when_shown_by_era():
    def fill(book):
        sheet = book.add_worksheet()
        for place, shown in enumerate(['[$-411]ggge"年"m"月"d"日"', "[$-411]ge.m.d", "yyyy/m/d"]):
            sheet.write_datetime(place, 0, datetime(1990, 3, 4), book.add_format({"num_format": shown}))
        sheet.write_number(3, 0, 19900304)

    assert cells(read_file(xlsx(fill), most_rows=9)) == [["1990-03-04"]] * 3 + [["19900304"]]


def test_the_first_sheet_in_view_is_read():
    def fill(book):
        book.add_worksheet("hidden").hide()
        sheet = book.add_worksheet("shown")
        sheet.write(0, 0, "seen")
        sheet.activate()

    assert cells(read_file(xlsx(fill), most_rows=9)) == [["seen"]]


def test_what_was_written_is_read_again():
    content = workbook("名簿", [Column("氏名"), Column("カナ")], LINES[1:], made_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert cells(read_file(content, most_rows=9)) == LINES


# --- what cannot be read says why ---


def bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (25 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet-empty"),
        (b"\r\n\r\n , ,\r\n", "sheet-empty"),
        (b"PK\x03\x04 not a zip", "sheet-not-readable"),
        (b"\xd0\xcf\x11\xe0 nothing", "sheet-not-readable"),
        (b"%PDF-1.7\n\x00\xff\xff", "sheet-not-readable"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sheet-not-readable"),
        (b"\xff\xfe\x00", "sheet-not-readable"),
        (b"a\n" * 11, "sheet-too-many-rows"),
        (b"a" * 1001, "sheet-cell-too-long"),
        (b"a" * (LARGEST_FILE + 1), "sheet-too-large"),
        (bomb(), "sheet-too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, code):
    assert refused(lambda: read_file(content, most_rows=10)) == code


def test_a_workbook_with_too_many_rows_is_refused():
    def fill(book):
        sheet = book.add_worksheet()
        for line in range(11):
            sheet.write(line, 0, "a")

    assert refused(lambda: read_file(xlsx(fill), most_rows=10)) == "sheet-too-many-rows"


def test_a_workbook_without_a_cell_is_empty():
    assert refused(lambda: read_file(xlsx(lambda book: book.add_worksheet()), most_rows=10)) == "sheet-empty"


def outcome(content: bytes) -> str:
    try:
        return "sheet-read" if read_file(content, most_rows=50) else "nothing"
    except Invalid as refusal:
        return refusal.code


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(content):
    assert outcome(content).startswith("sheet-")


@given(st.binary(max_size=200))
def test_a_damaged_workbook_is_read_or_refused(noise):
    content = workbook("a", [Column("a")], [["b"]], made_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert outcome(content[:40] + noise + content[40 + len(noise) :]).startswith("sheet-")


def test_a_day_typed_as_a_day_keeps_its_text():
    assert cells(read_text(f"{date(1990, 3, 4)}\tH2.3.4\t平成2年3月4日", most_rows=3)) == [
        ["1990-03-04", "H2.3.4", "平成2年3月4日"]
    ]
