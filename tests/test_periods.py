# SPDX-License-Identifier: Apache-2.0
"""Calendar arithmetic of the law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.periods import Span, add_months, add_years, fiscal_year, newest

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
OPEN = st.none() | DAYS


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 7, 10), 3, date(2029, 7, 10)),
        (date(2024, 2, 29), 3, date(2027, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), -1, date(2023, 3, 1)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 12, 31)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
    ],
)
def test_years_are_counted_by_the_calendar(day, years, expected):
    assert add_years(day, years) == expected


@given(DAYS, st.integers(0, 60))
def test_the_same_day_years_later_is_the_same_day_of_the_year_except_for_the_leap_day(day, years):
    later = add_years(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or ((day.month, day.day), (later.month, later.day)) == (
        (2, 29),
        (3, 1),
    )


@given(DAYS, DAYS, st.integers(0, 60))
def test_whoever_finishes_earlier_never_lasts_longer(one, other, years):
    earlier, later = sorted((one, other))
    assert add_years(earlier, years) <= add_years(later, years)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 5, 20), 0, date(2026, 5, 20)),
    ],
)
def test_months_are_counted_by_the_calendar_and_end_with_their_month(day, months, expected):
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-600, 600))
def test_a_month_is_never_overrun(day, months):
    moved = add_months(day, months)
    index = day.year * 12 + day.month - 1 + months
    assert (moved.year, moved.month - 1) == divmod(index, 12)
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_the_fiscal_year_begins_in_april(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("span", "day", "inside"),
    [
        (Span(date(2026, 4, 1), date(2026, 5, 1)), date(2026, 4, 1), True),
        (Span(date(2026, 4, 1), date(2026, 5, 1)), date(2026, 4, 30), True),
        (Span(date(2026, 4, 1), date(2026, 5, 1)), date(2026, 5, 1), False),
        (Span(date(2026, 4, 1), date(2026, 5, 1)), date(2026, 3, 31), False),
        (Span(date(2026, 4, 1), None), date(2126, 1, 1), True),
        (Span(None, date(2026, 5, 1)), date(1926, 1, 1), True),
        (Span(), date(2026, 1, 1), True),
        (Span(date(2026, 4, 1), date(2026, 4, 1)), date(2026, 4, 1), False),
    ],
)
def test_a_span_holds_its_first_day_and_not_its_end(span, day, inside):
    assert span.contains(day) is inside


def test_a_span_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end before"):
        Span(date(2026, 4, 2), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("span", "last"),
    [(Span(date(2026, 4, 1), date(2027, 4, 1)), date(2027, 3, 31)), (Span(date(2026, 4, 1), None), None)],
)
def test_people_are_shown_the_last_day_of_a_span(span, last):
    assert span.last_day == last


@st.composite
def spans(draw):
    start, until = draw(OPEN), draw(OPEN)
    if start is not None and until is not None and until <= start:
        start, until = until, start + timedelta(days=1)
    return Span(start, until)


@given(spans(), spans())
def test_overlapping_is_mutual(one, other):
    assert one.overlaps(other) is other.overlaps(one)


@given(spans(), spans())
def test_spans_overlap_exactly_when_a_day_lies_in_both(one, other):
    edges = [day for span in (one, other) for day in (span.start, span.last_day) if day is not None] or [
        date(2026, 1, 1)
    ]
    assert one.overlaps(other) is any(one.contains(day) and other.contains(day) for day in edges)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Span(date(2026, 4, 1), date(2026, 4, 1)), Span()),
        (Span(date(2026, 4, 5), date(2026, 4, 5)), Span(date(2026, 4, 1), date(2026, 5, 1))),
    ],
)
def test_a_voided_span_overlaps_nothing(one, other):
    assert not one.overlaps(other)


@given(st.lists(DAYS))
def test_the_newest_day_is_the_greatest_or_none(days):
    assert newest(days) == (sorted(days)[-1] if days else None)
