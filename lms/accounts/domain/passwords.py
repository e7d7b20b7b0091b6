# SPDX-License-Identifier: Apache-2.0
"""Which passwords are refused, and why. No rule about kinds of characters: length and not being guessable count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
FEWEST_DIFFERENT = 5
SHORTEST_OWN_WORD = 4
"""A shorter part of a name may stand in a password by chance."""
LEAST_BESIDE = 6
"""So many signs must stand beside a common or own word, or beside a run."""
SHORTEST_RUN = 4
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_COMMON = """
    password passwort passw0rd p@ssword p@ssw0rd pass admin administrator welcome letmein login master monkey dragon
    iloveyou sunshine princess football baseball superman trustno qwerty secret changeme default guest user test hello
    summer winter spring autumn koshu kosyu jisshu jissyu gijutsu ginou kaisha japan nippon nihon tokyo osaka nagoya
    sakura arigatou arigato konnichiwa ohayou himitsu pasuwado pasuwaado doraemon pikachu takahashi tanaka suzuki yamada
    satou sato watanabe yamamoto nakamura kobayashi
"""
COMMON_WORDS = tuple(_COMMON.split())


class PasswordFault(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    REPEATS = "repeats"
    RUN = "run"
    COMMON = "common"
    OWN = "own"


def password_fault(password: str, *, own: Iterable[str] = ()) -> PasswordFault | None:
    """Why the password is refused, or None. `own` are words that belong to the person: names, birth date, number."""
    folded = unicodedata.normalize("NFKC", password)
    if min(len(password), len(folded)) < SHORTEST_PASSWORD:
        return PasswordFault.TOO_SHORT
    if len(folded) > LONGEST_PASSWORD:
        return PasswordFault.TOO_LONG
    plain = folded.casefold()
    if _repeats(plain):
        return PasswordFault.REPEATS
    if _left_beside(plain, own_words(own)) < LEAST_BESIDE:
        return PasswordFault.OWN
    if _beside_runs(plain) < LEAST_BESIDE:
        return PasswordFault.RUN
    return PasswordFault.COMMON if _left_beside(plain, COMMON_WORDS) < LEAST_BESIDE else None


def own_words(own: Iterable[str]) -> tuple[str, ...]:
    """List the parts of names, numbers and addresses that must not carry a password, longest first."""
    parts = (part for text in own for part in re.split(r"[\W_]+", unicodedata.normalize("NFKC", text).casefold()))
    return tuple(sorted({part for part in parts if len(part) >= SHORTEST_OWN_WORD}, key=len, reverse=True))


def _repeats(plain: str) -> bool:
    if len(set(plain)) < FEWEST_DIFFERENT:
        return True
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


def _left_beside(plain: str, words: Iterable[str]) -> int:
    """How many different signs remain when the words are taken out; many if none of them occurs."""
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(plain) if rest == plain else len(rest)


def _beside_runs(plain: str) -> int:
    """How many signs remain when rows of neighbours on the keyboard, in the alphabet or of digits are taken out."""
    rest, place = 0, 0
    while place < len(plain):
        run = _run_at(plain, place)
        rest += 0 if run else 1
        place += run or 1
    return rest


def _run_at(plain: str, place: int) -> int:
    lengths = (_common_length(plain[place:], row[start:]) for row in _ROWS for start in _starts(row, plain[place]))
    longest = max(lengths, default=0)
    return longest if longest >= SHORTEST_RUN else 0


def _starts(row: str, sign: str) -> list[int]:
    return [start for start, letter in enumerate(row) if letter == sign]


def _common_length(text: str, row: str) -> int:
    length = 0
    for one, other in zip(text, row, strict=False):
        if one != other:
            break
        length += 1
    return length


_ROWS = tuple(row for run in RUNS for row in (run, run[::-1]))
