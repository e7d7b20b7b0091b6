# SPDX-License-Identifier: Apache-2.0
"""What a reader takes for one character: a base with the marks, selectors and joiners that belong to it."""

from __future__ import annotations

import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
_JOINERS = frozenset({ZERO_WIDTH_JOINER, "\u200c"})
# Voiced and semi-voiced sound marks of half-width katakana follow their letter as characters of their own.
_SOUND_MARKS = frozenset({"\uff9e", "\uff9f"})
_FIRST_VOWEL_JAMO, _LAST_FINAL_JAMO = "\u1160", "\u11ff"
_SELECTORS = (("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef"))


def is_variation_selector(char: str) -> bool:
    """Whether the character only chooses a form of the one before it."""
    return any(first <= char <= last for first, last in _SELECTORS)


def graphemes(text: str) -> list[str]:
    """The text in pieces that must not be torn apart; joined again they are the text."""
    pieces: list[str] = []
    for char in text:
        if pieces and _belongs(pieces[-1][-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _belongs(before: str, char: str) -> bool:
    return (
        unicodedata.category(char).startswith("M")
        or char in _JOINERS
        or char in _SOUND_MARKS
        or before == ZERO_WIDTH_JOINER
        or _FIRST_VOWEL_JAMO <= char <= _LAST_FINAL_JAMO
    )


def cut(text: str, most_bytes: int) -> str:
    """The longest beginning of the text that has at most so many bytes in UTF-8 and ends between graphemes."""
    kept: list[str] = []
    left = most_bytes
    for piece in graphemes(text):
        left -= len(piece.encode())
        if left < 0:
            break
        kept.append(piece)
    return "".join(kept)
