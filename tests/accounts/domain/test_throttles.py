# SPDX-License-Identifier: Apache-2.0
"""How long to wait after failed tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.throttles import LIMITS, Limit, Tries, seconds_to_wait

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
LIMIT = Limit("probe", 3, timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))


@pytest.mark.parametrize(
    ("count", "seconds_ago", "wait"),
    [
        (0, None, 0),
        (1, 0, 0),
        (2, 0, 0),
        (3, 0, 30),
        (3, 29, 1),
        (3, 29.5, 1),
        (3, 30, 0),
        (4, 0, 60),
        (5, 0, 120),
        (6, 0, 240),
        (7, 0, 300),
        (5000, 0, 300),
    ],
)
def test_each_failure_beyond_the_free_ones_doubles_the_wait_up_to_a_most(count, seconds_ago, wait):
    last = None if seconds_ago is None else AT - timedelta(seconds=seconds_ago)
    assert seconds_to_wait(LIMIT, Tries(count, last), AT) == wait


@given(st.sampled_from(LIMITS), st.integers(0, 10_000), st.floats(0, 100_000))
def test_a_wait_is_never_longer_than_the_longest_and_ends_by_itself(limit, count, seconds):
    tries = Tries(count, AT - timedelta(seconds=seconds))
    wait = seconds_to_wait(limit, tries, AT)
    assert 0 <= wait <= limit.longest_wait.total_seconds()
    assert seconds_to_wait(limit, tries, AT + timedelta(seconds=wait)) == 0


def test_limits_have_names_of_their_own():
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)
