# SPDX-License-Identifier: Apache-2.0
"""Calendar arithmetic of the law: half-open spans of days, and years counted by the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Span:
    """Days `[start, until)`; None means without beginning or without end."""

    start: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins; an empty one is allowed (a voided fact)."""
        if self.start is not None and self.until is not None and self.until < self.start:
            raise ValueError("a span cannot end before it begins")

    def contains(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one day."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.until, other.until) if day is not None]
        return not starts or not ends or max(starts) < min(ends)

    @property
    def last_day(self) -> date | None:
        """The last day inside the span, as forms and pages show it."""
        return None if self.until is None else self.until - timedelta(days=1)


def tokyo_day(moment: datetime) -> date:
    """The day in Tokyo that holds the moment: the legal date of an act."""
    return moment.astimezone(TOKYO).date()


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February falls on 1 March where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (or earlier), the month's last day where it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year (April to March) that holds the day, named by its first calendar year."""
    return day.year if day.month >= 4 else day.year - 1


def newest(days: Iterable[date]) -> date | None:
    """The latest of the days, or None when there are none."""
    return max(days, default=None)
