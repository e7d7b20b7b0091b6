# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets and lists of text, read into rows of text. Nothing is judged here but whether it can be read at all."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import python_calamine

from lms.errors import Invalid
from lms.sheets.cells import text_of

LARGEST_FILE = 1024 * 1024
LARGEST_UNPACKED = 24 * 1024 * 1024
"""A small file may unpack to gigabytes; what people write by hand never does."""
MOST_PARTS = 1000
MOST_COLUMNS = 40
LONGEST_CELL = 1000
ZIP, COMPOUND = b"PK", b"\xd0\xcf\x11\xe0"
ENCODINGS = ("utf-8-sig", "cp932")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = "\t,;"


@dataclass(frozen=True, slots=True)
class Row:
    """A line with anything in it: its number in the file, as a spreadsheet counts, and its cells."""

    number: int
    cells: tuple[str, ...]


def read_file(content: bytes, *, most_rows: int) -> list[Row]:
    """The lines of the first sheet of a workbook (XLSX, XLS, ODS) or of a text file (CSV, TSV).

    Errors: Invalid.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid("sheet-too-large", most=LARGEST_FILE // 1024)
    if content.startswith((ZIP, COMPOUND)):
        return _kept(_of_workbook(content, most_rows), most_rows)
    return read_text(_decoded(content), most_rows=most_rows)


def read_text(text: str, *, most_rows: int) -> list[Row]:
    """The lines of a text: cells apart by tabs, as copied out of a spreadsheet, or by commas.

    Errors: Invalid.
    """
    if len(text) > LARGEST_FILE:
        raise Invalid("sheet-too-large", most=LARGEST_FILE // 1024)
    if "\0" in text:
        raise Invalid("sheet-not-readable")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((sign for sign in DELIMITERS if sign in first), ",")
    try:
        return _kept(csv.reader(StringIO(text, newline=""), delimiter=delimiter), most_rows)
    except csv.Error:
        raise Invalid("sheet-not-readable") from None


def _kept(lines: Iterable[Iterable[object]], most_rows: int) -> list[Row]:
    found = []
    for number, line in enumerate(lines, start=1):
        cells = [text_of(value) for value in line][:MOST_COLUMNS]
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Invalid("sheet-cell-too-long", row=number, most=LONGEST_CELL)
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            found.append(Row(number, tuple(cells)))
        if len(found) > most_rows:
            raise Invalid("sheet-too-many-rows", most=most_rows)
    if not found:
        raise Invalid("sheet-empty")
    return found


def _of_workbook(content: bytes, most_rows: int) -> Iterator[Sequence[object]]:
    _refuse_bomb(content)
    try:
        book = python_calamine.load_workbook(BytesIO(content))
        shown = python_calamine.SheetVisibleEnum.Visible
        name = next((sheet.name for sheet in book.sheets_metadata if sheet.visible == shown), None)
        # Twice as many: empty lines between the full ones do not count.
        lines = (
            []
            if name is None
            else book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=most_rows * 2 + 2)
        )
    except python_calamine.PasswordError:
        raise Invalid("sheet-locked") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Invalid("sheet-not-readable") from None
    yield from lines


def _refuse_bomb(content: bytes) -> None:
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Invalid("sheet-not-readable") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Invalid("sheet-too-large", most=LARGEST_FILE // 1024)


def _decoded(content: bytes) -> str:
    """Text as Japanese Excel saves it: with a mark, in Unicode without one, or in Shift JIS."""
    try:
        if content.startswith(UTF_16_MARKS):
            return content.decode("utf-16")
        return next(text for text in _attempts(content) if text is not None)
    except (UnicodeDecodeError, StopIteration):
        raise Invalid("sheet-not-readable") from None


def _attempts(content: bytes) -> Iterator[str | None]:
    for encoding in ENCODINGS:
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            yield None
