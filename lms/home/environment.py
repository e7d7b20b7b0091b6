# SPDX-License-Identifier: Apache-2.0
"""The check of a computer before the course, 受講環境チェック, and the number in which its result is read out.

The browser computes the number (static/js/environment.js) and nothing is stored: one bit a check, the speed of the
connection in three more, and two check digits (ISO/IEC 7064, MOD 97-10).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum

CHECK_MODULUS = 97
NUMBER_DIGITS = 6
SPEED_STEPS = (100, 300, 1000, 3000)
"""Milliseconds; an answer that took longer than the last is the slowest step, no answer at all the step after."""


class Check(IntEnum):
    """What is looked at; the place of its bit in the number."""

    COOKIES = 0
    BROWSER = 1
    SCREEN = 2
    VIDEO = 3
    PAPERS = 4
    CONNECTION = 5
    SENDING = 6
    CLOCK = 7


@dataclass(frozen=True, slots=True)
class Result:
    """What a number says: which checks failed, and how fast the connection was (a place in SPEED_STEPS and after)."""

    failed: tuple[Check, ...]
    speed: int


def read(typed: str) -> Result | None:
    """The result behind a number read out on the telephone; None if it cannot be one."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign.isalnum())
    if len(digits) != NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    if int(digits) % CHECK_MODULUS != 1:
        return None
    speed, passed = divmod(int(digits) // 100, 1 << len(Check))
    if speed > len(SPEED_STEPS) + 1:
        return None
    return Result(tuple(check for check in Check if not passed >> check & 1), speed)


def number_of(result: Result) -> str:
    """The number of a result, as the browser computes it."""
    passed = sum(1 << check for check in Check if check not in result.failed)
    value = (result.speed << len(Check) | passed) * 100
    return f"{value + 98 - value % CHECK_MODULUS:0{NUMBER_DIGITS}d}"
