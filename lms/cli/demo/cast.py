# SPDX-License-Identifier: Apache-2.0
"""Who lives in the demo and what happened to them: decided here, from a seed and a day, before anything is stored."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import cycle
from pathlib import Path
from typing import Any

from lms.accounts.domain.names import NameGiven
from lms.periods import add_years

CAST = Path(__file__).parents[3] / "content" / "demo" / "cast.json"
ONE_IN_FOREIGN = 6


class Stage(StrEnum):
    """How far a learner of the demo has come."""

    ENROLLED = "enrolled"
    STUDYING = "studying"
    READY = "ready_for_test"
    FAILED = "failed"
    IN_FORCE = "in_force"
    RENEWAL_DUE = "renewal_due"
    EXPIRED = "expired"
    SAMPLE = "sample"


CERTIFIED = frozenset({Stage.IN_FORCE, Stage.RENEWAL_DUE, Stage.EXPIRED, Stage.SAMPLE})
# The first eight people show every stage once; after them, most hold a certificate, as in life.
ORDER = (*Stage, *(Stage.IN_FORCE, Stage.STUDYING, Stage.IN_FORCE, Stage.RENEWAL_DUE, Stage.IN_FORCE, Stage.EXPIRED))
# Days between the decisive day (completion, failed test, enrolment) and today, from and to, counted from the anchor.
DAYS_AGO = {
    Stage.ENROLLED: (0, 3),
    Stage.STUDYING: (3, 20),
    Stage.READY: (1, 10),
    Stage.FAILED: (1, 14),
    Stage.IN_FORCE: (5, 880),
    Stage.SAMPLE: (2, 20),
}
DAYS_LEFT = (15, 75)
DAYS_SINCE = (10, 400)
VALIDITY_YEARS = 3


@dataclass(frozen=True, slots=True)
class Learner:
    """A person of the demo: `on` is the day on which her stage was reached."""

    name: NameGiven
    birth_date: date
    stage: Stage
    on: date
    share: float
    seed: int
    number: int


def cast_data() -> Mapping[str, Any]:
    """Names and wordings of the demo, all invented."""
    found: Mapping[str, Any] = json.loads(CAST.read_text(encoding="utf-8"))
    return found


def learners(people: int, seed: int, today: date) -> Iterator[Learner]:
    """So many learners, the same for the same seed and day."""
    dice = random.Random(f"{seed}:{today}")  # noqa: S311 - a population, not a secret
    data = cast_data()
    names = _names(data, dice)
    for number, stage in zip(range(people), cycle(ORDER), strict=False):
        yield Learner(
            name=next(names),
            birth_date=date(1957, 1, 1) + timedelta(days=dice.randrange(43 * 365)),
            stage=stage,
            on=_decisive_day(stage, dice, today),
            share=dice.uniform(0.1, 0.8),
            seed=seed * 100_000 + number,
            number=number,
        )


def staff_name(position: int) -> NameGiven:
    """The name of a member of the staff: the families of the list from its end."""
    data = cast_data()
    family, given = data["family"][-1 - position], data["given"][position]
    return _japanese(family, given)


def _names(data: Mapping[str, Any], dice: random.Random) -> Iterator[NameGiven]:
    pairs = [(family, given) for family in data["family"] for given in data["given"]]
    dice.shuffle(pairs)
    foreigners = cycle(data["foreign"])
    for number, (family, given) in enumerate(cycle(pairs)):
        if number % ONE_IN_FOREIGN == ONE_IN_FOREIGN - 1:
            stranger = next(foreigners)
            yield NameGiven(register=None, kana=stranger["kana"], latin=stranger["latin"])
        else:
            yield _japanese(family, given)


def _japanese(family: Mapping[str, str], given: Mapping[str, str]) -> NameGiven:
    return NameGiven(*(f"{family[part]} {given[part]}" for part in ("register", "kana", "latin")))


def _decisive_day(stage: Stage, dice: random.Random, today: date) -> date:
    if stage is Stage.RENEWAL_DUE:
        return add_years(today, -VALIDITY_YEARS) + timedelta(days=dice.randint(*DAYS_LEFT))
    if stage is Stage.EXPIRED:
        return add_years(today, -VALIDITY_YEARS) - timedelta(days=dice.randint(*DAYS_SINCE))
    return today - timedelta(days=dice.randint(*DAYS_AGO[stage]))
