# SPDX-License-Identifier: Apache-2.0
"""Which characters and variation sequences a font file has: its cmap table, formats 12 and 14 (OpenType 1.9).

Only what the survey of the fonts needs: a general font library takes 0.15 s and 27 MB for the same answer.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

UNICODE_FULL = 12
UNICODE_VARIATIONS = 14
_DIRECTORY_ENTRY = struct.Struct(">4sIII")
_ENCODING_RECORD = struct.Struct(">HHI")
_GROUP = struct.Struct(">III")


def characters(table: bytes) -> Iterator[range]:
    """The code points the font has a glyph for, as ranges."""
    start = _subtable(table, UNICODE_FULL)
    (count,) = struct.unpack_from(">I", table, start + 12)
    for first, last, _glyph in _GROUP.iter_unpack(table[start + 16 : start + 16 + count * _GROUP.size]):
        yield range(first, last + 1)


def sequences(table: bytes) -> Iterator[tuple[int, int]]:
    """Each variation sequence of the font: the base and the selector, as code points."""
    start = _subtable(table, UNICODE_VARIATIONS)
    (count,) = struct.unpack_from(">I", table, start + 6)
    for index in range(count):
        record = start + 10 + index * 11
        selector = int.from_bytes(table[record : record + 3])
        default, other = struct.unpack_from(">II", table, record + 3)
        if default:
            yield from ((base, selector) for base in _default_forms(table, start + default))
        if other:
            yield from ((base, selector) for base in _other_forms(table, start + other))


def _default_forms(table: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", table, start)
    for place in range(start + 4, start + 4 + count * 4, 4):
        first = int.from_bytes(table[place : place + 3])
        yield from range(first, first + table[place + 3] + 1)


def _other_forms(table: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", table, start)
    for place in range(start + 4, start + 4 + count * 5, 5):
        yield int.from_bytes(table[place : place + 3])


def _subtable(table: bytes, wanted: int) -> int:
    (count,) = struct.unpack_from(">H", table, 2)
    for _platform, _encoding, offset in _ENCODING_RECORD.iter_unpack(table[4 : 4 + count * _ENCODING_RECORD.size]):
        if struct.unpack_from(">H", table, offset)[0] == wanted:
            return int(offset)
    raise ValueError(f"the font has no cmap of format {wanted}")


def read(path: Path) -> bytes:
    """The cmap table of a TrueType or OpenType file."""
    with path.open("rb") as font:
        (count,) = struct.unpack(">4xH6x", font.read(12))
        for tag, _sum, offset, length in _DIRECTORY_ENTRY.iter_unpack(font.read(count * _DIRECTORY_ENTRY.size)):
            if tag == b"cmap":
                font.seek(offset)
                return font.read(length)
    raise ValueError(f"{path.name} has no cmap")
