# SPDX-License-Identifier: Apache-2.0
"""Lists of people as offices keep them: which column is what, by its head or by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.accounts.domain.folding import search_key

MOST_ROWS = 300
IN_ONE_ACT = 50
"""Up to so many people are registered at once; more of them by a job, so that nobody else waits for the database."""
CHUNK = 20
ROWS_LOOKED_AT = 20


class ListColumn(StrEnum):
    """What a column of a list holds."""

    BIRTH_DATE = "birth_date"
    KANA = "kana"
    LATIN = "latin"
    REGISTER = "register"


NEEDED = (ListColumn.KANA, ListColumn.LATIN, ListColumn.BIRTH_DATE)

# In this order: a head such as "name in kana" speaks of a name, too. Written as `search_key` folds them.
_HEADS = {
    ListColumn.BIRTH_DATE: {"ja": "生年月日 誕生日 生年", "en": "birth dob"},
    ListColumn.KANA: {"ja": "カナ ガナ 仮名 ヨミ 読ミ", "en": "kana reading"},
    ListColumn.LATIN: {"ja": "ローマ字 ローマ 英字 英語 英文 アルファベット", "en": "latin roman english alphabet"},
    ListColumn.REGISTER: {"ja": "氏名 漢字 姓名 名前 オ名前", "en": "name kanji register"},
}
# Heads of names in two columns, and words too short to be looked for inside others.
_WHOLE_HEADS = {
    "ja": {"姓": "register", "名": "register", "名字": "register", "苗字": "register", "セイ": "kana", "メイ": "kana"}
}
_KANA = re.compile(r"[\u30a1-\u30ff\u3041-\u309f\s]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff\s.,'’-]*")
# Era, year, month and day, apart by the signs for them, by dots, strokes or spaces.
_DATE = re.compile(
    r"[^\d]{0,3}(?:\d{1,4}|\u5143)\s*[-\u5e74./\s]\s*\d{1,2}\s*[-\u6708./\s]\s*\d{1,2}\s*\u65e5?|(?:19|20)\d{6}"
)
_NUMBER = re.compile(r"[\d\s-]*")


@dataclass(frozen=True, slots=True)
class RowTyped:
    """A line of a list with its number in the file, nothing judged."""

    position: int
    register: str = ""
    kana: str = ""
    latin: str = ""
    birth_date: str = ""


@dataclass(frozen=True, slots=True)
class ListRead:
    """The lines of a list, and what was looked for in vain."""

    rows: tuple[RowTyped, ...]
    missing: tuple[ListColumn, ...]


def read_list(lines: Sequence[tuple[int, Sequence[str]]]) -> ListRead:
    """Take the columns by their heads where the first line names them, else by what stands in them."""
    heads = _by_heads(lines[0][1]) if lines else {}
    is_headed = len(heads) > 1
    columns = heads if is_headed else _by_contents([cells for _number, cells in lines[:ROWS_LOOKED_AT]])
    body = lines[1:] if is_headed else lines
    missing = tuple(part for part in NEEDED if part not in columns)
    return ListRead(tuple(_row(number, cells, columns) for number, cells in body), missing)


def _row(number: int, cells: Sequence[str], columns: Mapping[ListColumn, Sequence[int]]) -> RowTyped:
    texts = {
        part.value: " ".join(cells[place].strip() for place in places if place < len(cells)).strip()
        for part, places in columns.items()
    }
    return RowTyped(number, **texts)


def _by_heads(cells: Sequence[str]) -> dict[ListColumn, list[int]]:
    found: dict[ListColumn, list[int]] = {}
    for place, cell in enumerate(cells):
        part = _named(search_key(cell))
        if part is not None:
            found.setdefault(part, []).append(place)
    return found


def _named(head: str) -> ListColumn | None:
    whole = _WHOLE_HEADS["ja"].get(head)
    if whole is not None:
        return ListColumn(whole)
    words = ((part, word) for part, known in _HEADS.items() for text in known.values() for word in text.split())
    return next((part for part, word in words if word in head), None)


def _by_contents(lines: Sequence[Sequence[str]]) -> dict[ListColumn, list[int]]:
    """Take the first column in which most cells are dates, kana, Latin letters, and the first one of other words."""
    found: dict[ListColumn, list[int]] = {}
    for place in range(max(map(len, lines), default=0)):
        kinds = Counter(_kind(line[place]) for line in lines if place < len(line) and line[place].strip())
        part = kinds.most_common(1)[0][0] if kinds else None
        if part is not None and part not in found:
            found[part] = [place]
    return found


def _kind(cell: str) -> ListColumn | None:
    text = unicodedata.normalize("NFKC", cell).strip()
    if _DATE.fullmatch(text):
        return ListColumn.BIRTH_DATE
    if _NUMBER.fullmatch(text):
        return None
    if _KANA.fullmatch(text):
        return ListColumn.KANA
    return ListColumn.LATIN if _LATIN.fullmatch(text) else ListColumn.REGISTER
