# SPDX-License-Identifier: Apache-2.0
"""How a name will stand on a certificate, told before it is recorded."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from lms.accounts.domain.names import NameGiven, NamePart, register_fault
from lms.accounts.domain.printed import Chosen, Lacking, stand_ins
from lms.documents import coverage
from lms.graphemes import graphemes


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
        """Whether a register name was given but is not printed."""
        return self.register is None and any(sign.part is NamePart.REGISTER for sign in self.rare)


def preview(name: NameGiven, chosen: Chosen | None = None) -> Preview:
    """How the name will print by the person's choice, and each sign that will not print as typed."""
    instead = stand_ins(lacking(name.register), chosen)
    register = None if name.register is None or instead is None else _replaced(name.register, instead)
    in_register, kana = _rare_in_register(name.register, instead), _rare(NamePart.KANA, name.kana)
    rare = (*in_register, *kana, *_rare(NamePart.LATIN, name.latin))
    return Preview(register, _printed(name.kana), _printed(name.latin), rare)


def lacking(register: str | None) -> tuple[Lacking, ...]:
    """The signs of a register name that no font can print, each with its plain stand-in, where there is one."""
    return tuple((sign.grapheme, sign.fallback) for sign in coverage.missing(register or ""))


def can_stand_in(sign: str) -> bool:
    """Whether this is one plain letter that can be printed in place of a rare one."""
    is_one = len(sign) == 1 and len(graphemes(sign)) == 1 and sign.isalpha()
    return is_one and register_fault(sign) is None and not coverage.missing(sign)


def unprintable(text: str) -> tuple[str, ...]:
    """The signs of a reading or Latin spelling for which nothing can be printed at all."""
    return tuple(missing.grapheme for missing in coverage.missing(text) if _stand_in(missing) is None)


def _rare_in_register(text: str | None, instead: dict[str, str] | None) -> list[Rare]:
    # A register name is printed sign by sign or not at all.
    known = instead or {}
    return [
        Rare(
            NamePart.REGISTER,
            missing.grapheme,
            " ".join(missing.code_points),
            missing.kind,
            known.get(missing.grapheme),
        )
        for missing in coverage.missing(text or "")
    ]


def _rare(part: NamePart, text: str) -> list[Rare]:
    # Of a reading or a Latin spelling the plain letter may stand in.
    return [
        Rare(part, missing.grapheme, " ".join(missing.code_points), missing.kind, _stand_in(missing))
        for missing in coverage.missing(text)
    ]


def _replaced(text: str, instead: dict[str, str]) -> str:
    return "".join(instead.get(sign, sign) for sign in graphemes(text))


def _printed(text: str) -> str:
    for missing in coverage.missing(text):
        text = text.replace(missing.grapheme, _stand_in(missing) or "")
    return text


def _stand_in(missing: coverage.Missing) -> str | None:
    letters = unicodedata.normalize("NFKD", missing.grapheme)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return missing.fallback or (plain if plain and not coverage.missing(plain) else None)
