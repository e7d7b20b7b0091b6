# SPDX-License-Identifier: Apache-2.0
"""Three years, by the calendar."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.rules.domain.validity import Validity, ValidityPolicy, renewal_opens_on, valid_through

DAY_BEFORE, ANNIVERSARY = ValidityPolicy.DAY_BEFORE, ValidityPolicy.ANNIVERSARY
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1, 10)


@pytest.mark.parametrize(
    ("completed_on", "years", "policy", "last_day"),
    [
        (date(2026, 7, 10), 3, DAY_BEFORE, date(2029, 7, 9)),
        (date(2026, 7, 10), 3, ANNIVERSARY, date(2029, 7, 10)),
        (date(2024, 2, 29), 3, DAY_BEFORE, date(2027, 2, 28)),
        (date(2024, 2, 29), 3, ANNIVERSARY, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, DAY_BEFORE, date(2028, 2, 28)),
        (date(2024, 2, 29), 4, ANNIVERSARY, date(2028, 2, 29)),
        (date(2025, 2, 28), 3, DAY_BEFORE, date(2028, 2, 27)),
        (date(2025, 3, 1), 3, DAY_BEFORE, date(2028, 2, 29)),
        (date(2026, 3, 1), 3, DAY_BEFORE, date(2029, 2, 28)),
        (date(2026, 1, 1), 3, DAY_BEFORE, date(2028, 12, 31)),
        (date(2026, 12, 31), 3, ANNIVERSARY, date(2029, 12, 31)),
        (date(2026, 7, 10), 1, DAY_BEFORE, date(2027, 7, 9)),
    ],
)
def test_the_last_day_by_policy(completed_on: date, years: int, policy: ValidityPolicy, last_day: date) -> None:
    assert valid_through(completed_on, Validity(years, policy)) == last_day


@given(DAYS, YEARS)
def test_the_cautious_policy_never_counts_longer_than_the_other(completed_on: date, years: int) -> None:
    cautious = valid_through(completed_on, Validity(years, DAY_BEFORE))
    other = valid_through(completed_on, Validity(years, ANNIVERSARY))
    assert timedelta(0) <= other - cautious <= timedelta(1)


@given(DAYS | st.sampled_from([date(2024, 2, 29), date(2096, 2, 29)]), YEARS)
def test_only_a_29_february_without_a_sequel_makes_the_policies_agree(completed_on: date, years: int) -> None:
    cautious = valid_through(completed_on, Validity(years, DAY_BEFORE))
    other = valid_through(completed_on, Validity(years, ANNIVERSARY))
    leap_day = (completed_on.month, completed_on.day) == (2, 29)
    assert (cautious == other) == (leap_day and not isleap(completed_on.year + years))


@given(DAYS, YEARS, st.sampled_from(ValidityPolicy))
def test_a_later_completion_never_ends_earlier(completed_on: date, years: int, policy: ValidityPolicy) -> None:
    validity = Validity(years, policy)
    assert valid_through(completed_on, validity) <= valid_through(completed_on + timedelta(1), validity)


@given(DAYS, YEARS, st.sampled_from(ValidityPolicy))
def test_it_counts_whole_years_not_days(completed_on: date, years: int, policy: ValidityPolicy) -> None:
    last_day = valid_through(completed_on, Validity(years, policy))
    assert last_day.year - completed_on.year in {years - 1, years}
    assert abs((last_day - completed_on).days - years * 365.25) <= 3


@pytest.mark.parametrize(
    ("last_day", "months", "opens"),
    [
        (date(2029, 7, 9), 6, date(2029, 1, 9)),
        (date(2029, 8, 31), 6, date(2029, 2, 28)),
        (date(2029, 2, 28), 6, date(2028, 8, 28)),
        (date(2029, 1, 15), 1, date(2028, 12, 15)),
        (date(2029, 7, 9), 0, date(2029, 7, 9)),
    ],
)
def test_renewal_opens_whole_months_before_the_last_day(last_day: date, months: int, opens: date) -> None:
    assert renewal_opens_on(last_day, months) == opens


@given(DAYS, st.integers(1, 36))
def test_renewal_opens_before_the_last_day(last_day: date, months: int) -> None:
    assert renewal_opens_on(last_day, months) < last_day
