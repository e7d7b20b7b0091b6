# SPDX-License-Identifier: Apache-2.0
"""Moments are UTC, legal days are days in Tokyo."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from lms import clock
from lms.periods import tokyo_day


def test_now_is_a_moment_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 10, 14, 59, 59, tzinfo=UTC), date(2026, 7, 10)),
        (datetime(2026, 7, 10, 15, 0, 0, tzinfo=UTC), date(2026, 7, 11)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_legal_day_changes_at_midnight_in_tokyo(moment, day):
    assert tokyo_day(moment) == day
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
