# SPDX-License-Identifier: Apache-2.0
"""How an attempt stands, and whether another may begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.periods import tokyo_day
from lms.quizzes.domain.attempts import (
    NETWORK_GRACE,
    AttemptFacts,
    AttemptState,
    Beginning,
    Gate,
    Way,
    accepts_answers,
    may_begin,
    seconds_left,
    state_of,
    way_of,
)
from lms.rules.domain.ruleset import Retest

START = datetime(2026, 7, 10, 5, 0, tzinfo=UTC)
DEADLINE = START + timedelta(minutes=10)
INSTANT = timedelta(microseconds=1)
RUNNING = AttemptFacts(1, START, DEADLINE)
MARKED = AttemptFacts(1, START, DEADLINE, submitted_at=START, passed=False)
MOMENTS = st.datetimes(datetime(2026, 7, 9), datetime(2026, 7, 11), timezones=st.just(UTC))


def failed(number, finished_at, *, minutes=10):
    return AttemptFacts(number, finished_at - timedelta(minutes=minutes), finished_at, finished_at, passed=False)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (START, AttemptState.RUNNING),
        (DEADLINE - INSTANT, AttemptState.RUNNING),
        (DEADLINE, AttemptState.TIMED_OUT),
        (DEADLINE + timedelta(days=1), AttemptState.TIMED_OUT),
    ],
)
def test_an_attempt_runs_until_its_deadline(at, state):
    assert state_of(RUNNING, at) is state


@given(MOMENTS)
def test_a_marked_attempt_stays_marked(at):
    assert state_of(MARKED, at) is AttemptState.MARKED


@given(MOMENTS)
def test_no_answer_enters_a_marked_attempt(at):
    assert not accepts_answers(MARKED, at)


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        (START, True),
        (DEADLINE, True),
        (DEADLINE + NETWORK_GRACE, True),
        (DEADLINE + NETWORK_GRACE + INSTANT, False),
        (DEADLINE + timedelta(hours=1), False),
    ],
)
def test_answers_are_taken_until_the_deadline_and_the_grace_of_the_network(at, accepted):
    assert accepts_answers(RUNNING, at) is accepted


@pytest.mark.parametrize(
    ("at", "way"),
    [
        (START, Way.SUBMITTED),
        (DEADLINE + NETWORK_GRACE, Way.SUBMITTED),
        (DEADLINE + NETWORK_GRACE + INSTANT, Way.TIMED_OUT),
    ],
)
def test_a_submission_after_the_grace_is_a_time_out(at, way):
    assert way_of(RUNNING, at) is way


@pytest.mark.parametrize(
    ("before", "seconds"),
    [
        (timedelta(minutes=10), 600),
        (timedelta(seconds=1), 1),
        (timedelta(seconds=1.2), 2),
        (INSTANT, 1),
        (timedelta(0), 0),
        (timedelta(seconds=-5), 0),
    ],
)
def test_seconds_are_counted_up_to_full_ones_and_never_below_zero(before, seconds):
    assert seconds_left(DEADLINE, DEADLINE - before) == seconds


@pytest.mark.parametrize(
    ("submitted_at", "finished_at"),
    [(START, START), (DEADLINE, DEADLINE), (DEADLINE + NETWORK_GRACE, DEADLINE), (None, DEADLINE)],
)
def test_an_attempt_ends_with_its_submission_and_never_after_its_deadline(submitted_at, finished_at):
    assert AttemptFacts(1, START, DEADLINE, submitted_at, passed=True).finished_at == finished_at


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 9, 14, 59, 59, tzinfo=UTC), date(2026, 7, 9)),
        (datetime(2026, 7, 9, 15, 0, tzinfo=UTC), date(2026, 7, 10)),
    ],
)
def test_the_legal_date_is_the_day_in_tokyo(moment, day):
    assert tokyo_day(moment) == day


ON = date(2026, 7, 20)
LAST_WEEK = datetime(2026, 7, 13, 3, 0, tzinfo=UTC)
PASSED = AttemptFacts(1, START, DEADLINE, START, passed=True)


@pytest.mark.parametrize(
    ("attempts", "retest", "over", "expected"),
    [
        ([], Retest(1, 0), {}, Beginning(Gate.OPEN, 1, 1)),
        ([], Retest(3, 0), {}, Beginning(Gate.OPEN, 1, 3)),
        ([], Retest(1, 30), {}, Beginning(Gate.OPEN, 1, 1)),
        ([], Retest(1, 0), {"hours_complete": False}, Beginning(Gate.HOURS_MISSING, 1, 1)),
        ([], Retest(1, 0), {"is_closed": True}, Beginning(Gate.CLOSED, 1, 1)),
        ([], Retest(0, 0), {}, Beginning(Gate.SPENT, 1, 0)),
        ([RUNNING], Retest(1, 0), {}, Beginning(Gate.RUNNING, 2, 0)),
        ([RUNNING], Retest(1, 0), {"is_closed": True}, Beginning(Gate.RUNNING, 2, 0)),
        ([RUNNING], Retest(3, 0), {"hours_complete": False}, Beginning(Gate.RUNNING, 2, 2)),
        ([PASSED], Retest(3, 0), {}, Beginning(Gate.PASSED, 2, 2)),
        ([PASSED], Retest(1, 0), {"is_closed": True}, Beginning(Gate.PASSED, 2, 0)),
        ([failed(1, LAST_WEEK)], Retest(1, 0), {}, Beginning(Gate.SPENT, 2, 0)),
        ([failed(1, LAST_WEEK)], Retest(1, 0), {"is_closed": True}, Beginning(Gate.SPENT, 2, 0)),
        ([failed(1, LAST_WEEK)], Retest(2, 0), {}, Beginning(Gate.OPEN, 2, 1)),
        ([failed(1, LAST_WEEK)], Retest(2, 7), {}, Beginning(Gate.OPEN, 2, 1)),
        ([failed(1, LAST_WEEK)], Retest(2, 8), {}, Beginning(Gate.TOO_EARLY, 2, 1, date(2026, 7, 21))),
        ([failed(1, LAST_WEEK)], Retest(2, 8), {"hours_complete": False}, Beginning(Gate.HOURS_MISSING, 2, 1)),
        ([failed(1, LAST_WEEK), failed(2, LAST_WEEK + timedelta(days=3))], Retest(3, 5), {},
         Beginning(Gate.TOO_EARLY, 3, 1, date(2026, 7, 21))),
        ([failed(1, LAST_WEEK), failed(2, LAST_WEEK)], Retest(2, 0), {}, Beginning(Gate.SPENT, 3, 0)),
    ],
)  # fmt: skip
def test_whether_the_test_may_begin(attempts, retest, over, expected):
    given_facts = {"hours_complete": True, "is_closed": False, "on": ON, **over}
    assert may_begin(attempts, retest, **given_facts) == expected


@pytest.mark.parametrize(
    ("gate", "is_ahead"),
    [
        (Gate.OPEN, True),
        (Gate.RUNNING, False),
        (Gate.PASSED, False),
        (Gate.SPENT, False),
        (Gate.CLOSED, False),
        (Gate.HOURS_MISSING, True),
        (Gate.TOO_EARLY, True),
    ],
)
def test_a_test_lies_ahead_unless_it_runs_or_everything_is_over(gate, is_ahead):
    assert Beginning(gate, 1, 1).is_ahead is is_ahead


def test_the_day_of_the_wait_is_counted_in_tokyo():
    late = datetime(2026, 7, 19, 15, 30, tzinfo=UTC)  # half past midnight of the 20th in Tokyo
    assert may_begin([failed(1, late)], Retest(2, 1), hours_complete=True, is_closed=False, on=ON).not_before == date(
        2026, 7, 21
    )


def test_a_retest_without_waiting_is_open_on_the_same_day():
    now = datetime(2026, 7, 20, 3, 0, tzinfo=UTC)
    assert may_begin([failed(1, now)], Retest(2, 0), hours_complete=True, is_closed=False, on=ON).gate is Gate.OPEN


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10), st.booleans(), st.booleans())
def test_nobody_gets_more_attempts_than_the_rules_give(done, allowed, wait, hours, closed):
    attempts = [failed(number, LAST_WEEK) for number in range(1, done + 1)]
    beginning = may_begin(attempts, Retest(allowed, wait), hours_complete=hours, is_closed=closed, on=ON)
    if beginning.gate is Gate.OPEN:
        assert done < allowed
        assert hours
        assert not closed
    assert beginning.attempts_left == max(0, allowed - done)
