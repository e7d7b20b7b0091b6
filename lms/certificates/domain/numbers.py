# SPDX-License-Identifier: Apache-2.0
"""Certificate numbers: what people copy into forms and registers, such as TM-2026-000123-7."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from lms.identifiers import check_digit
from lms.periods import fiscal_year

LARGEST_SERIAL = 999_999
_CODE = re.compile(r"[A-Z]{2,4}")
_COMPACT = re.compile(r"([A-Z]{2,4})([0-9]{4})([0-9]{6})([0-9])")
_BETWEEN = re.compile(r"[\W_\u30fc]+")


@dataclass(frozen=True, slots=True, order=True)
class CertificateNumber:
    """Short code of the course type, fiscal year of completion, serial within the two; the check digit follows."""

    code: str
    fiscal_year: int
    serial: int

    def __post_init__(self) -> None:
        """Refuse what could not be printed and read back."""
        if not _CODE.fullmatch(self.code):
            raise ValueError("a short code is two to four capital letters")
        if not 1900 <= self.fiscal_year <= 9999:
            raise ValueError("a fiscal year has four digits")
        if not 1 <= self.serial <= LARGEST_SERIAL:
            raise ValueError(f"a serial is a number from 1 to {LARGEST_SERIAL}")

    @classmethod
    def of(cls, code: str, completed_on: date, serial: int) -> CertificateNumber:
        """Make the number of a completion; the fiscal year runs from April to March."""
        return cls(code, fiscal_year(completed_on), serial)

    @property
    def check(self) -> str:
        """Compute the check digit over code, year and serial; a letter counts as its two digits (A = 10)."""
        letters = "".join(str(int(letter, 36)) for letter in self.code)
        return check_digit(f"{letters}{self.fiscal_year:04d}{self.serial:06d}")

    def __str__(self) -> str:
        """Write the number as it is printed."""
        return f"{self.code}-{self.fiscal_year:04d}-{self.serial:06d}-{self.check}"


def parse_number(typed: str) -> CertificateNumber | None:
    """Read what somebody typed, in any width and case, with or without hyphens and spaces.

    None if it cannot be a number or the check digit is wrong.
    """
    compact = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed).upper())
    found = _COMPACT.fullmatch(compact)
    if found is None or int(found[3]) == 0 or int(found[2]) < 1900:
        return None
    number = CertificateNumber(found[1], int(found[2]), int(found[3]))
    return number if number.check == found[4] else None
