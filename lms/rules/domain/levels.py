# SPDX-License-Identifier: Apache-2.0
"""How surely we know that the person who studied is the person named: levels, and what each mode of study reaches."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How a course is given."""

    ON_DEMAND = "on_demand"
    LIVE = "live"
    ROOM = "room"


class IdentityLevel(StrEnum):
    """How identity was checked, from the weakest to the strongest."""

    NONE = "none"
    SELF_DECLARED = "self_declared"
    PASSWORD_AND_BIRTH_DATE = "password_and_birth_date"  # noqa: S105 - the name of a level, not a password
    DOCUMENT_CHECKED = "document_checked"
    IN_PERSON = "in_person"

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for the weakest."""
        return tuple(IdentityLevel).index(self)


# What a mode gives by itself. On demand nobody looks at the person: she types her birth date and password again.
REACHED = {
    Mode.ON_DEMAND: IdentityLevel.PASSWORD_AND_BIRTH_DATE,
    Mode.LIVE: IdentityLevel.DOCUMENT_CHECKED,
    Mode.ROOM: IdentityLevel.IN_PERSON,
}


def reached_by(mode: Mode) -> IdentityLevel:
    """Give the identity level that a course given in this mode reaches."""
    return REACHED[mode]


def suffices(level: IdentityLevel, least: IdentityLevel) -> bool:
    """Say whether this level is at least the one demanded."""
    return level.rank >= least.rank
