# SPDX-License-Identifier: Apache-2.0
"""Postal addresses in Japan: a postcode, one or two lines, and whose roof it is. Kept as one text, line by line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST_LINE = 60
LONGEST_VALUE = 254
POSTCODE_DIGITS = 7
MARK = "\u3012"
_SEPARATORS = dict.fromkeys(map(ord, " \u3000-\u2010\u2011\u2012\u2013\u2014\u2212\u30fc_.\t" + MARK))


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where letters go. `care_of` is a company or a host, where it is not her own home."""

    postcode: str
    street: str
    building: str = ""
    care_of: str = ""

    @property
    def postcode_shown(self) -> str:
        """The postcode as it is written on envelopes."""
        return f"{self.postcode[:3]}-{self.postcode[3:]}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines below the postcode that say anything."""
        return tuple(line for line in (self.street, self.building, self.care_of) if line)

    def written(self) -> str:
        """Write it as one text."""
        return "\n".join((self.postcode_shown, self.street, self.building, self.care_of))


def parse_postcode(typed: str) -> str | None:
    """Read seven digits in any width, with hyphen or postal mark or without; None for anything else."""
    folded = unicodedata.normalize("NFKC", typed).translate(_SEPARATORS)
    return folded if len(folded) == POSTCODE_DIGITS and folded.isascii() and folded.isdigit() else None


def read_address(value: str) -> PostalAddress | None:
    """Read an address that was written; None for anything else."""
    postcode, *rest = value.split("\n")
    digits = parse_postcode(postcode)
    if digits is None or not rest:
        return None
    street, building, care_of = (*rest[:3], "", "", "")[:3]
    return PostalAddress(digits, street, building, care_of)


def folded_postal(address: PostalAddress) -> str:
    """Give what two ways of typing one address have in common."""
    text = unicodedata.normalize("NFKC", "".join((address.postcode, *address.lines))).casefold()
    return "".join(sign for sign in text if not sign.isspace())[:LONGEST_VALUE]
