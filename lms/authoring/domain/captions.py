# SPDX-License-Identifier: Apache-2.0
"""Whether a WebVTT file can be shown: browsers drop what they cannot read without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TIME = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+.*)?")


def caption_faults(text: str) -> list[tuple[int, str]]:
    """List the (line, code) of what is wrong with a caption file; times must grow and every caption say something."""
    blocks = list(_blocks(text))
    if not blocks or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", blocks[0][1][0]) or blocks[0][0] != 1:
        return [(1, "captions-header")]
    cues = [block for block in blocks[1:] if not re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", block[1][0])]
    if not cues:
        return [(1, "captions-none")]
    found: list[tuple[int, str]] = []
    before = 0
    for line, rows in cues:
        # the line above the times may be a name of the caption
        skipped = 0 if "-->" in rows[0] else 1
        times = _TIMES.fullmatch(rows[skipped].strip()) if len(rows) > skipped else None
        if times is None:
            found.append((line, "captions-time"))
            continue
        start, end = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
        found += [(line + skipped, code) for code in _codes(start, end, before, rows[skipped + 1 :])]
        before = max(before, start)
    return found


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    rows: list[str] = []
    for number, row in enumerate([*text.split("\n"), ""], start=1):
        if row.strip():
            rows.append(row)
        elif rows:
            yield number - len(rows), rows
            rows = []


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _codes(start: int, end: int, before: int, words: list[str]) -> Iterator[str]:
    if end <= start:
        yield "captions-backwards"
    if start < before:
        yield "captions-order"
    if not words:
        yield "captions-text"
    if any("-->" in row for row in words):
        yield "captions-blank"
