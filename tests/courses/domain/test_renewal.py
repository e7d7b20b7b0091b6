# SPDX-License-Identifier: Apache-2.0
"""What it costs to take a course again before the present period is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain.renewal import renewal
from tests.factories.rulesets import DEMONSTRATION

COURSE = DEMONSTRATION.course_types[0]


def compared(completed_on: date, on: date, **over):
    return renewal(completed_on, under=COURSE, now=replace(COURSE, **over), on=on)


def test_the_day_after_passing_nearly_everything_is_given_up():
    found = compared(date(2026, 7, 10), date(2026, 7, 11))
    assert (found.last_day, found.new_last_day) == (date(2029, 7, 9), date(2029, 7, 10))
    assert (found.given_up, found.gained, found.is_early) == (1094, 1, True)


@pytest.mark.parametrize(
    ("on", "is_early"), [(date(2029, 1, 8), True), (date(2029, 1, 9), False), (date(2029, 7, 8), False)]
)
def test_from_the_opening_of_the_window_on_it_is_not_early(on, is_early):
    assert compared(date(2026, 7, 10), on).is_early is is_early


@pytest.mark.parametrize("on", [date(2029, 7, 9), date(2029, 7, 10), date(2035, 1, 1)])
def test_on_the_last_day_and_after_it_nothing_is_given_up(on):
    assert compared(date(2026, 7, 10), on) is None


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 1200))
def test_what_is_given_up_and_gained_make_up_the_new_period(completed_on, days):
    on = completed_on + timedelta(days=days)
    found = compared(completed_on, on)
    if found is not None:
        assert found.given_up + found.gained == (found.new_last_day - on).days
