# SPDX-License-Identifier: Apache-2.0
"""How long a completed course counts: calendar years, never days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.periods import add_months, add_years


class ValidityPolicy(StrEnum):
    """Which day is the last of "within the past n years"."""

    DAY_BEFORE = "day_before"
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True, slots=True)
class Validity:
    """How many years a completion counts, and how its last day is found."""

    years: int
    policy: ValidityPolicy


def valid_through(completed_on: date, validity: Validity) -> date:
    """Find the last day, inclusive, on which the completion counts.

    `day_before` is the cautious reading of "within the past three years" (Enforcement Rules, Art. 13 and others).
    `anniversary` counts as the Civil Code does (Art. 140 and 143): the day of completion is not counted,
    and where the last year has no such day the period ends with the month.
    """
    return _LAST_DAYS[validity.policy](completed_on, validity.years)


def _day_before(completed_on: date, years: int) -> date:
    return add_years(completed_on, years) - timedelta(days=1)


def _anniversary(completed_on: date, years: int) -> date:
    return add_months(completed_on, 12 * years)


_LAST_DAYS = {ValidityPolicy.DAY_BEFORE: _day_before, ValidityPolicy.ANNIVERSARY: _anniversary}


def renewal_opens_on(last_day: date, months: int) -> date:
    """Find the first day on which a completion that ends on `last_day` counts as due for renewal."""
    return add_months(last_day, -months)
