# SPDX-License-Identifier: Apache-2.0
"""Random histories of one learner with two tabs and a telephone, through the services and the database.

Whatever she does, every second is credited at most once: stretches never overlap, on whichever page and device.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from lms.courses import queries
from lms.courses.models import Enrolment
from lms.errors import Conflict
from tests.factories.courses import AT, beat, make_edition, make_enrolment, sit_down

PAGES = ("studying-1", "studying-2", "testing-1")
SILENCES = (0.0, 0.4, 3, 7.5, 15, 15, 15, 20, 59, 61, 200, 4000)
MINUTES = {"studying": (3, 2), "testing": (3,)}
STEPS = 120


@dataclass
class Tab:
    """A window with a page of the course in it."""

    page: str = PAGES[0]
    ticket: str = ""


@dataclass
class History:
    """What happened so far."""

    enrolment: Enrolment
    chance: random.Random
    now: datetime = AT
    tabs: list[Tab] = field(default_factory=lambda: [Tab(), Tab(), Tab()])
    before: dict[str, int] = field(default_factory=dict)

    def step(self) -> None:
        self.now += timedelta(seconds=self.chance.choice(SILENCES))
        tab = self.chance.choice(self.tabs)
        try:
            if not tab.ticket or self.chance.random() < 0.15:
                self._open(tab)
            else:
                visible, sign = self.chance.random() < 0.85, self.chance.random() < 0.6
                beat(self.enrolment, tab.ticket, self.now, page=tab.page, visible=visible, sign=sign)
        except Conflict as refusal:
            if refusal.code not in {"study-elsewhere", "subject-not-open"}:
                raise

    def _open(self, tab: Tab) -> None:
        tab.page = self.chance.choice(PAGES)
        tab.ticket = sit_down(self.enrolment, tab.page, at=self.now, ticket=tab.ticket).ticket

    def check(self) -> None:
        credited = queries.credited_by_page(self.enrolment)
        assert all(credited.get(page, 0) >= seconds for page, seconds in self.before.items())
        assert all(
            credited.get(page.key, 0) <= page.allowance_seconds for page in queries.pages_of(self.enrolment.edition)
        )
        assert timedelta(seconds=sum(credited.values())) <= self.now - AT
        stretches = queries.credits_of(self.enrolment)
        assert all(timedelta(seconds=one.seconds) <= one.until_moment - one.from_moment for one in stretches)
        assert all(earlier.until_moment <= later.from_moment for earlier, later in pairwise(stretches))
        self.before = credited


def histories(seeds: range, enrolments: Iterator[Enrolment]) -> None:
    earned = 0
    for seed, enrolment in zip(seeds, enrolments, strict=False):
        history = History(enrolment, random.Random(seed))
        for _ in range(STEPS):
            history.step()
        history.check()
        earned += sum(history.before.values())
    assert earned > 60 * len(seeds)  # histories in which nothing is earned would prove nothing


def _enrolments() -> Iterator[Enrolment]:
    edition = make_edition(minutes=MINUTES)
    while True:
        yield make_enrolment(edition)


@pytest.mark.usefixtures("context")
def test_no_second_is_credited_twice_in_random_histories():
    histories(range(12), _enrolments())


@pytest.mark.proof
@pytest.mark.usefixtures("context")
def test_no_second_is_credited_twice_in_a_thousand_random_histories():
    histories(range(1000), _enrolments())
