# SPDX-License-Identifier: Apache-2.0
"""Telephone numbers as people type them: kept as typed, and folded so that two ways of typing one are the same."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

LONGEST_TYPED = 60
LONGEST_READ = 200
JAPAN, ABROAD = "81", "+"
_EXTENSION = re.compile(
    r"(?:内線|extension|ext\.?|#|(?<![a-z])x)\s*(?:番号)?\s*[:.]?\s*(\d{1,6})\s*(?:番)?", re.IGNORECASE
)
_RUN = re.compile(r"[+0-9][0-9\s()_.・のー\-‐‑‒–—―−]*")
_TRUNK = re.compile(r"\(\s*0\s*\)")
_FROM_ABROAD = ("010", "00")
"""What one dials before the number of a country, from Japan and from most others."""
_MOBILE = re.compile(r"0[5-9]0")
_FREE = ("0120", "0570", "0990")
_LANDLINE_DIGITS, _MOBILE_DIGITS = 10, 11
_FEWEST_ABROAD, _MOST_ABROAD = 8, 15
_FEWEST_OF_A_NUMBER = 8


class TelephoneFault(StrEnum):
    """Why a text cannot be dialled."""

    NO_NUMBER = "no_number"
    TOO_LONG = "too_long"
    NO_AREA_CODE = "no_area_code"
    DIGITS_MISSING = "digits_missing"
    TOO_MANY_DIGITS = "too_many_digits"


def folded_telephone(typed: str) -> str:
    """Give the digits to dial: a Japanese number from its 0 on, one abroad from its + on; an extension after an x."""
    text = unicodedata.normalize("NFKC", typed[:LONGEST_READ])[:LONGEST_READ]
    extension = _EXTENSION.search(text)
    bare = text if extension is None else text[: extension.start()] + text[extension.end() :]
    digits = _dialled(bare)
    return digits if extension is None or not digits else f"{digits}x{extension[1]}"


def telephone_fault(typed: str) -> TelephoneFault | None:
    """Why the text is no telephone number that can be dialled; words beside the number do not matter."""
    if len(typed) > LONGEST_TYPED:
        return TelephoneFault.TOO_LONG
    digits = folded_telephone(typed).partition("x")[0]
    if not digits:
        return TelephoneFault.NO_NUMBER
    fewest, most = _lengths(digits)
    if len(digits) > most:
        return TelephoneFault.TOO_MANY_DIGITS
    if not digits.startswith(("0", ABROAD)):
        return TelephoneFault.NO_AREA_CODE
    return TelephoneFault.DIGITS_MISSING if len(digits) < fewest else None


def _dialled(text: str) -> str:
    """Find the digits of what looks most like a number; a remark beside it ("after 7") may hold digits too."""
    runs = [run for run in _RUN.findall(text) if re.search(r"[0-9]", run)]
    numbers = [run for run in runs if len(_digits(run)) >= _FEWEST_OF_A_NUMBER]
    if len(numbers) > 1:
        return "".join(_digits(run) for run in numbers)
    return _from_japan(numbers[0] if numbers else max(runs, key=len, default=""))


def _from_japan(run: str) -> str:
    if "+" in run:
        return _of_country(_digits(_TRUNK.sub("", run)))
    digits = _digits(run)
    for prefix in _FROM_ABROAD:
        if digits.startswith(prefix) and len(digits) > _MOBILE_DIGITS:
            return _of_country(digits.removeprefix(prefix))
    return _of_country(digits) if digits.startswith(JAPAN) and len(digits) > _LANDLINE_DIGITS else digits


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _of_country(digits: str) -> str:
    if digits.startswith(JAPAN):
        return "0" + digits.removeprefix(JAPAN).removeprefix("0")
    return ABROAD + digits if digits else ""


def _lengths(digits: str) -> tuple[int, int]:
    if digits.startswith(ABROAD):
        return _FEWEST_ABROAD, _MOST_ABROAD + len(ABROAD)
    if digits.startswith("0800") or (_MOBILE.match(digits) and not digits.startswith(_FREE)):
        return _MOBILE_DIGITS, _MOBILE_DIGITS
    return _LANDLINE_DIGITS, _LANDLINE_DIGITS
