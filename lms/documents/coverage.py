# SPDX-License-Identifier: Apache-2.0
"""What the shipped fonts can print, asked before anything is issued.

The compiler stops at a missing character, but a missing variation sequence it prints silently as the plain
character; so sequences are looked up in the fonts' own tables (cmap format 14).
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from lms.documents import cmap
from lms.graphemes import graphemes, is_variation_selector

FONTS = Path(__file__).parent / "fonts"
# One weight of each family: a test holds the other weights to the same characters.
SURVEYED = ("NotoSerifJP-Regular.ttf", "NotoSansJP-Regular.ttf")
LAYOUT = frozenset("\n\t")
# No sign of these is ever seen, or every font draws its own: controls, formats, surrogates, private use, separators.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Kana of JIS X 0213 with a semi-voiced mark: the fonts draw the pair as one glyph although Unicode has no single
# character for it.
SEMI_VOICED_MARK = "\u309a"
SEMI_VOICED = frozenset("\u304b\u304d\u304f\u3051\u3053\u30ab\u30ad\u30af\u30b1\u30b3\u30bb\u30c4\u30c8\u31f7")
SELECTOR_SHIFT = 24
BASE_BITS = (1 << SELECTOR_SHIFT) - 1


class MissingKind(StrEnum):
    """Why a sign cannot be printed as typed."""

    CHARACTER = "character"
    VARIATION = "variation"
    COMBINATION = "combination"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Missing:
    """A sign that the fonts cannot print; `fallback` is what would stand in its place, where something would."""

    grapheme: str
    kind: MissingKind
    code_points: tuple[str, ...]
    name: str
    fallback: str | None


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The characters and variation sequences of the fonts, as sorted arrays: 170 KB instead of megabytes of sets."""

    characters: array[int]
    sequences: array[int]

    def has(self, char: str) -> bool:
        """Whether a font has the character."""
        return _contains(self.characters, ord(char))

    def has_sequence(self, char: str, selector: str) -> bool:
        """Whether every font that has the character also has this form of it."""
        return _contains(self.sequences, _sequence(ord(char), ord(selector)))


def missing(text: str) -> list[Missing]:
    """What in the text cannot be printed as typed, each sign once, in the order of the text."""
    found = ((sign, _fault(sign)) for sign in dict.fromkeys(graphemes(text)))
    return [_described(sign, kind) for sign, kind in found if kind is not None]


def printed_as(text: str) -> str | None:
    """The text as it will look, rare forms replaced by the plain character; None if something has no stand-in."""
    stand_ins = {sign.grapheme: sign.fallback for sign in missing(text)}
    if None in stand_ins.values():
        return None
    return "".join(stand_ins.get(sign) or sign for sign in graphemes(text))


def _fault(sign: str) -> MissingKind | None:
    if sign in LAYOUT:
        return None
    if any(unicodedata.category(char) in UNSEEN for char in sign):
        return MissingKind.UNSEEN
    plain = "".join(char for char in sign if not is_variation_selector(char))
    if fault := _plain_fault(plain):
        return fault
    return None if plain == sign or _has_form(sign) else MissingKind.VARIATION


def _plain_fault(sign: str) -> MissingKind | None:
    known = repertoire()
    if not any(map(_is_mark, sign)):
        return None if sign and all(known.has(char) for char in sign) else MissingKind.CHARACTER
    if not known.has(sign[0]):
        return MissingKind.CHARACTER
    if _is_mark(sign[0]):
        return MissingKind.COMBINATION
    # The fonts do not place loose marks: a marked letter prints well only where one glyph holds both.
    composed = unicodedata.normalize("NFC", sign)
    if len(composed) == 1 and known.has(composed):
        return None
    is_semi_voiced = len(sign) == 2 and sign[0] in SEMI_VOICED and sign[1] == SEMI_VOICED_MARK
    return None if is_semi_voiced else MissingKind.COMBINATION


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _has_form(sign: str) -> bool:
    if len(sign) != 2:
        return False
    return repertoire().has_sequence(sign[0], sign[1])


def _described(sign: str, kind: MissingKind) -> Missing:
    plain = "".join(char for char in sign if not is_variation_selector(char))
    return Missing(
        grapheme=sign,
        kind=kind,
        code_points=tuple(f"U+{ord(char):04X}" for char in sign),
        name=" + ".join(unicodedata.name(char, f"CHARACTER {ord(char):04X}") for char in sign),
        fallback=plain if kind is MissingKind.VARIATION else None,
    )


@cache
def repertoire() -> Repertoire:
    """What the shipped fonts have; read once, in twenty milliseconds."""
    fonts = [_survey(FONTS / name) for name in SURVEYED]
    forms = {form for _, its_forms in fonts for form in its_forms}
    # The first font that has the base draws it: a form that one of them lacks could silently come out plain.
    sure = (
        form
        for form in forms
        if all(form in its_forms or form & BASE_BITS not in characters for characters, its_forms in fonts)
    )
    return Repertoire(
        characters=array("I", sorted({point for characters, _ in fonts for point in characters})),
        sequences=array("Q", sorted(sure)),
    )


def _survey(path: Path) -> tuple[set[int], set[int]]:
    table = cmap.read(path)
    characters = {point for span in cmap.characters(table) for point in span}
    return characters, {_sequence(base, selector) for base, selector in cmap.sequences(table)}


def _sequence(base: int, selector: int) -> int:
    return selector << SELECTOR_SHIFT | base


def _contains(values: array[int], wanted: int) -> bool:
    place = bisect_left(values, wanted)
    return place < len(values) and values[place] == wanted
