# SPDX-License-Identifier: Apache-2.0
"""How long, how much and why something typed is kept for the person whose page it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lms.drafts.typed import TypedKind

KEPT_FOR = timedelta(days=7)
TICKS = frozenset({"", "y", "on"})
MOST_KEPT = 10
"""Of one person; the oldest makes room."""


class Reason(StrEnum):
    """Why the page was refused: who was signed in when it was sent."""

    OTHER = "other"
    NOBODY = "nobody"
    LOCKED = "locked"
    RENEWED = "renewed"
    HANDED_OVER = "handed-over"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, opened for its owner."""

    key: str
    kind: TypedKind
    page: str
    reason: Reason
    at: datetime
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What she typed, without the names of the fields and their ticks, which say nothing to people."""
        return tuple(value for _name, value in self.fields if value.strip() not in TICKS)
