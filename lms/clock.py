# SPDX-License-Identifier: Apache-2.0
"""The one place that reads the clock. Only doors come here; everything below receives `at=` and `on=`."""

from datetime import UTC, date, datetime

from lms.periods import tokyo_day


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def today() -> date:
    """The legal date of this moment: the day in Tokyo."""
    return tokyo_day(now())
