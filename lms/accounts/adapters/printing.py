# SPDX-License-Identifier: Apache-2.0
"""How a name will stand on a certificate, told before it is recorded."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from lms.accounts.domain.names import NameGiven, NamePart
from lms.documents import coverage


@dataclass(frozen=True, slots=True)
class Rare:
    """A sign that cannot be printed as typed; `stand_in` is what is printed for it, if anything can be."""

    part: NamePart
    sign: str
    code_points: str
    kind: coverage.MissingKind
    stand_in: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The name as the certificate will show it. Where the register name cannot be printed, the Latin one leads."""

    register: str | None
    kana: str
    latin: str
    rare: tuple[Rare, ...]

    @property
    def leads(self) -> str:
        """The writing in the place of honour."""
        return self.register or self.latin

    @property
    def gives_way(self) -> bool:
        """Whether a register name was given but cannot be printed."""
        return any(sign.part is NamePart.REGISTER and sign.stand_in is None for sign in self.rare)


def preview(name: NameGiven) -> Preview:
    """How the name will print, and each sign that will not print as typed."""
    register = None if name.register is None else coverage.printed_as(name.register)
    texts = {NamePart.REGISTER: name.register or "", NamePart.KANA: name.kana, NamePart.LATIN: name.latin}
    rare = tuple(sign for part, text in texts.items() for sign in _rare(part, text))
    return Preview(register, _printed(name.kana), _printed(name.latin), rare)


def unprintable(text: str) -> tuple[str, ...]:
    """The signs of a reading or Latin spelling for which nothing can be printed at all."""
    return tuple(missing.grapheme for missing in coverage.missing(text) if _stand_in(missing) is None)


def _rare(part: NamePart, text: str) -> list[Rare]:
    # A register name is printed sign by sign or not at all; of a Latin spelling the plain letter may stand in.
    return [
        Rare(
            part,
            missing.grapheme,
            " ".join(missing.code_points),
            missing.kind,
            missing.fallback if part is NamePart.REGISTER else _stand_in(missing),
        )
        for missing in coverage.missing(text)
    ]


def _printed(text: str) -> str:
    for missing in coverage.missing(text):
        text = text.replace(missing.grapheme, _stand_in(missing) or "")
    return text


def _stand_in(missing: coverage.Missing) -> str | None:
    letters = unicodedata.normalize("NFKD", missing.grapheme)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return missing.fallback or (plain if plain and not coverage.missing(plain) else None)
