# SPDX-License-Identifier: Apache-2.0
"""What a person gives when she signs up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen

EARLIEST_BIRTH = date(1900, 1, 1)
OWN_STATEMENT = "own-statement"
"""The evidence of what a person says about herself; whatever an officer writes stands in words."""


class BirthDateFault(StrEnum):
    """Why a day cannot be a birth date."""

    IN_THE_FUTURE = "in_the_future"
    TOO_EARLY = "too_early"


class TextName(StrEnum):
    """The texts that are accepted at sign-up."""

    TERMS = "terms"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Registration:
    """One sign-up, complete. `key` becomes the person's: the same sign-up sent twice makes one person."""

    key: str
    name: NameGiven
    birth_date: date
    password_hash: str = field(repr=False)
    locale: str = "ja"
    email: str | None = None
    email_is_own: bool = True
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Name of the text → its exact wording."""
    chosen: Chosen | None = None
    """How a name with rare characters is to be printed."""


def birth_date_fault(day: date, *, on: date) -> BirthDateFault | None:
    """Why the day cannot be a birth date, seen from `on`."""
    if day > on:
        return BirthDateFault.IN_THE_FUTURE
    return BirthDateFault.TOO_EARLY if day < EARLIEST_BIRTH else None


def age_on(born: date, on: date) -> int:
    """Age in completed years; who is born on 29 February has the birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
