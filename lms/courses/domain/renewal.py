# SPDX-License-Identifier: Apache-2.0
"""What it costs to take a course again while an earlier completion still counts: the new period is not added to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.rules.domain.ruleset import CourseType
from lms.rules.domain.validity import renewal_opens_on, valid_through


@dataclass(frozen=True, slots=True)
class Renewal:
    """The period of the last completion, and the one that would begin with a completion on `on`."""

    on: date
    completed_on: date
    last_day: date
    opens_on: date
    new_last_day: date

    @property
    def is_early(self) -> bool:
        """Whether nothing is due for renewal yet."""
        return self.on < self.opens_on

    @property
    def given_up(self) -> int:
        """Days of the present period that the new one would lie over."""
        return (self.last_day - self.on).days

    @property
    def gained(self) -> int:
        """Days by which the last day would move."""
        return (self.new_last_day - self.last_day).days


def renewal(completed_on: date, *, under: CourseType, now: CourseType, on: date) -> Renewal | None:
    """Compare the last completion, by the rules it was decided under, with one on this day by those of now.

    None where nothing is given up: the completion counts no more, or not beyond this day.
    """
    last_day = valid_through(completed_on, under.validity)
    if last_day <= on:
        return None
    return Renewal(
        on=on,
        completed_on=completed_on,
        last_day=last_day,
        opens_on=renewal_opens_on(last_day, under.renewal_window_months.value),
        new_last_day=valid_through(on, now.validity),
    )
