# SPDX-License-Identifier: Apache-2.0
"""Names as people write them: any script, kept sign by sign as typed; what cannot be a name is said, not mended."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from lms.graphemes import graphemes

LONGEST_NAME = 60
"""In what a reader takes for characters; the longest names on residence cards have fewer."""
LONGEST_IN_CODE_POINTS = 200
MOST_MARKS = 4
"""On one letter; Vietnamese, Thai and Tibetan spellings need up to four, more is an attack on the printer."""
_JOINERS = frozenset("\u200c\u200d")
_REGISTER_SIGNS = frozenset(" \u3000'’‘-‐‑–.,()（）・·゠＝=，．、／/")
_KANA_SIGNS = frozenset(" \u3000・ー")
_LATIN_SIGNS = frozenset(" '’-.,")
_KANA = (range(0x30A1, 0x30FB), range(0x30FD, 0x30FF), range(0x31F0, 0x3200), range(0x3099, 0x309B))
_PRIVATE = frozenset({"Co"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


class NameFault(StrEnum):
    """Why a text cannot stand as a name."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNSEEN = "unseen"
    PRIVATE = "private"
    NO_LETTER = "no_letter"
    MARKS = "marks"
    NOT_A_NAME = "not_a_name"
    NOT_KANA = "not_kana"
    NOT_LATIN = "not_latin"


class NamePart(StrEnum):
    """The three writings of a name."""

    REGISTER = "register"
    KANA = "kana"
    LATIN = "latin"


HYPHENS = "-‐‑‒–—―−"
_LONG_VOWEL = "ー"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the signs that cause it."""

    fault: NameFault
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameGiven:
    """A name as given: on the resident register (None: it is not written in kanji), in kana, in Latin letters."""

    register: str | None
    kana: str
    latin: str

    @property
    def shown(self) -> str:
        """The writing by which the person is addressed."""
        return self.register or self.latin


def with_long_vowels(kana: str) -> str:
    """Write the bars that people type for a long vowel with a hyphen key as the long vowel sign."""
    written = list(kana)
    for place, sign in enumerate(written):
        if place and sign in HYPHENS and _is_syllable(written[place - 1]):
            written[place] = _LONG_VOWEL
    return "".join(written)


def faults_of(name: NameGiven) -> dict[NamePart, Finding]:
    """Say what is wrong with each writing; empty if the name can be recorded."""
    found = {
        NamePart.REGISTER: None if name.register is None else register_fault(name.register),
        NamePart.KANA: kana_fault(name.kana),
        NamePart.LATIN: latin_fault(name.latin),
    }
    return {part: finding for part, finding in found.items() if finding is not None}


def register_fault(text: str) -> Finding | None:
    """Say what is wrong with a name as on the register; any script will do."""
    return _first_fault(text, _is_register_sign, NameFault.NOT_A_NAME)


def kana_fault(text: str) -> Finding | None:
    """Say what is wrong with a name in full-width katakana."""
    return _first_fault(text, _is_kana_sign, NameFault.NOT_KANA)


def latin_fault(text: str) -> Finding | None:
    """Say what is wrong with a name in Latin letters, as passports and residence cards have it."""
    return _first_fault(text, _is_latin_sign, NameFault.NOT_LATIN)


def _first_fault(text: str, is_allowed: Callable[[str], bool], otherwise: NameFault) -> Finding | None:
    if not text.strip():
        return Finding(NameFault.EMPTY)
    if len(text) > LONGEST_IN_CODE_POINTS or len(pieces := graphemes(text)) > LONGEST_NAME:
        return Finding(NameFault.TOO_LONG)
    return _sign_fault(text, is_allowed, otherwise) or _mark_fault(pieces)


def _sign_fault(text: str, is_allowed: Callable[[str], bool], otherwise: NameFault) -> Finding | None:
    if bad := _once(sign for sign in text if unicodedata.category(sign) in _PRIVATE):
        return Finding(NameFault.PRIVATE, bad)
    if bad := _once(sign for sign in text if unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS):
        return Finding(NameFault.UNSEEN, bad)
    bad = _once(sign for sign in text if not is_allowed(sign))
    return Finding(otherwise, bad) if bad else None


def _mark_fault(pieces: list[str]) -> Finding | None:
    if not any(unicodedata.category(sign).startswith("L") for piece in pieces for sign in piece):
        return Finding(NameFault.NO_LETTER)
    if bad := _once(piece for piece in pieces if _is_overloaded(piece)):
        return Finding(NameFault.MARKS, bad)
    return None


def _is_overloaded(piece: str) -> bool:
    marks = sum(unicodedata.category(sign).startswith("M") for sign in piece)
    return marks > MOST_MARKS or unicodedata.category(piece[0]).startswith("M") or piece[0] in _JOINERS


def _is_register_sign(sign: str) -> bool:
    return sign in _REGISTER_SIGNS or sign in _JOINERS or unicodedata.category(sign)[0] in "LMN"


def _is_kana_sign(sign: str) -> bool:
    return sign in _KANA_SIGNS or any(ord(sign) in block for block in _KANA)


def _is_syllable(sign: str) -> bool:
    return sign == _LONG_VOWEL or any(ord(sign) in block for block in _KANA)


def _is_latin_sign(sign: str) -> bool:
    return sign in _LATIN_SIGNS or (sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN"))


def _once(signs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(signs))
