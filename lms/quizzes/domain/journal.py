# SPDX-License-Identifier: Apache-2.0
"""The answer journal: nothing in it is changed, and nobody replaces an answer that she has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NOTHING_YET = 0
"""The revision of a question that has no answer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer that stands: what was chosen, in which revision, when it was stored."""

    position: int
    choice: str
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as a page sends it: what was chosen, and which revision the page had seen before."""

    position: int
    choice: str
    based_on: int


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer that came too late: another page's stands, and this is what was given here."""

    position: int
    standing: Entry | None
    yours: str


class Verdict(StrEnum):
    """What becomes of an answer that arrives."""

    STORE = "store"
    ACKNOWLEDGE = "acknowledge"
    CLASH = "clash"


def judge(standing: Entry | None, given: Given) -> Verdict:
    """Decide on an answer that was given while its page saw revision `based_on`.

    What already stands is acknowledged once more, whoever stored it: the receipt may have been lost on the way.
    Anything else replaces only what its page had seen; otherwise another page was faster, and its answer stays.
    """
    if standing is not None and standing.choice == given.choice:
        return Verdict.ACKNOWLEDGE
    seen = NOTHING_YET if standing is None else standing.revision
    return Verdict.STORE if seen == given.based_on else Verdict.CLASH
