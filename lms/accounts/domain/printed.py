# SPDX-License-Identifier: Apache-2.0
"""The printable form of a name with rare characters (縮退), as the person chose it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Lacking = tuple[str, str | None]
"""A sign that no font can print, and the plain one that would stand in for it, where there is one."""


class PrintWay(StrEnum):
    """What is printed where the register name cannot be."""

    STAND_IN = "stand-in"
    OTHER = "other"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice; `pairs` say what is printed for each sign, none of them where the Latin spelling takes its place."""

    way: PrintWay
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """A choice on record, and the day on which the person made it."""

    chosen: Chosen
    on: date


def stand_ins(lacking: Sequence[Lacking], chosen: Chosen | None) -> dict[str, str] | None:
    """Say what is printed for each lacking sign; None if the whole name gives way to its Latin spelling.

    A choice speaks for the signs it was made for; for others the plain character stands in, as for who did not choose.
    """
    needed = dict(lacking)
    if needed and chosen is not None and chosen.way is PrintWay.LATIN:
        return None
    agreed = {} if chosen is None else dict(chosen.pairs)
    found = {sign: agreed.get(sign) or plain for sign, plain in needed.items()}
    return None if None in found.values() else {sign: plain for sign, plain in found.items() if plain is not None}


def by_stand_ins(lacking: Sequence[Lacking]) -> Chosen | None:
    """Choose the plain characters; None where one of the signs has none."""
    pairs = tuple((sign, plain) for sign, plain in lacking if plain is not None)
    return Chosen(PrintWay.STAND_IN, pairs) if len(pairs) == len(lacking) else None
