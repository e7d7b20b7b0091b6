# SPDX-License-Identifier: Apache-2.0
"""Sittings of the test: how one stands at a moment, and whether another may begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.periods import tokyo_day
from lms.rules.domain.ruleset import Retest

NETWORK_GRACE = timedelta(seconds=2)
"""An answer given in time may take this long to arrive; nobody's clock shows it."""


class AttemptState(StrEnum):
    """How an attempt stands at a moment; computed, never stored."""

    RUNNING = "running"
    TIMED_OUT = "timed_out"
    MARKED = "marked"


class Way(StrEnum):
    """How an attempt came to its marking."""

    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """What is recorded of an attempt. `passed` is None until it has been marked."""

    number: int
    started_at: datetime
    deadline: datetime
    submitted_at: datetime | None = None
    passed: bool | None = None

    @property
    def is_marked(self) -> bool:
        """Whether it has a result."""
        return self.passed is not None

    @property
    def finished_at(self) -> datetime:
        """The moment of its end: the accepted submission, at time-out the deadline, and never later than that."""
        return self.deadline if self.submitted_at is None else min(self.submitted_at, self.deadline)


def state_of(attempt: AttemptFacts, at: datetime) -> AttemptState:
    """Say how an attempt stands; one whose time is over waits, unchanged, to be marked."""
    if attempt.is_marked:
        return AttemptState.MARKED
    return AttemptState.RUNNING if at < attempt.deadline else AttemptState.TIMED_OUT


def accepts_answers(attempt: AttemptFacts, at: datetime) -> bool:
    """Say whether an answer that arrives now still counts."""
    return not attempt.is_marked and at <= attempt.deadline + NETWORK_GRACE


def way_of(attempt: AttemptFacts, at: datetime) -> Way:
    """Say what a submission that arrives now is: accepted, or only the end of an attempt whose time is over."""
    return Way.SUBMITTED if at <= attempt.deadline + NETWORK_GRACE else Way.TIMED_OUT


def seconds_left(deadline: datetime, at: datetime) -> int:
    """Count the seconds until the deadline, in full seconds, never below zero."""
    return max(0, -((at - deadline) // timedelta(seconds=1)))


class Gate(StrEnum):
    """What meets somebody who wants to begin the test."""

    OPEN = "open"
    RUNNING = "running"
    PASSED = "passed"
    SPENT = "spent"
    CLOSED = "closed"
    HOURS_MISSING = "hours_missing"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whether an attempt may begin, which it would be, how many are left, and from which day on."""

    gate: Gate
    number: int
    attempts_left: int
    not_before: date | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether a test still lies ahead, now or later."""
        return self.gate in {Gate.OPEN, Gate.HOURS_MISSING, Gate.TOO_EARLY}


def may_begin(
    attempts: Sequence[AttemptFacts], retest: Retest, *, hours_complete: bool, is_closed: bool, on: date
) -> Beginning:
    """Decide by the rule set's retest policy; an attempt not yet marked comes before everything else."""
    used = len(attempts)
    left = max(0, retest.attempts - used)
    opens_on = _opens_on(attempts, retest)
    gate = _earlier_attempts(attempts, left) or _present(hours_complete, is_closed, on, opens_on)
    return Beginning(gate, used + 1, left, opens_on if gate is Gate.TOO_EARLY else None)


def _earlier_attempts(attempts: Sequence[AttemptFacts], left: int) -> Gate | None:
    if any(not attempt.is_marked for attempt in attempts):
        return Gate.RUNNING
    if any(attempt.passed for attempt in attempts):
        return Gate.PASSED
    return None if left else Gate.SPENT


def _present(hours_complete: bool, is_closed: bool, on: date, opens_on: date | None) -> Gate:
    if is_closed:
        return Gate.CLOSED
    if not hours_complete:
        return Gate.HOURS_MISSING
    return Gate.TOO_EARLY if opens_on is not None and on < opens_on else Gate.OPEN


def _opens_on(attempts: Sequence[AttemptFacts], retest: Retest) -> date | None:
    """Find the first day of the next attempt: so many days after the day on which the last one ended."""
    if not attempts:
        return None
    last = max(attempt.finished_at for attempt in attempts)
    return tokyo_day(last) + timedelta(days=retest.wait_days)
