# SPDX-License-Identifier: Apache-2.0
"""Credited time: by table, then by properties over random histories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.courses.domain.timing import LONGEST_GAP_SECONDS, Beat, Limits, Outcome, Sitting, State, heard, opened

START = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
ASK_AFTER = 300
WITHIN = 180


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@dataclass
class Reader:
    """Somebody at a page, beat by beat."""

    allowance: int = 3600
    earned: int = 0
    sitting: Sitting = field(default_factory=lambda: opened(START))

    def beat(self, seconds: float, *, sign: bool = True, visible: bool = True) -> Outcome:
        limits = Limits(ASK_AFTER, WITHIN, self.allowance - self.earned)
        outcome = heard(self.sitting, Beat(moment(seconds), visible, sign), limits)
        self.sitting, self.earned = outcome.sitting, self.earned + outcome.credited_seconds
        return outcome

    def beats(self, until: float, *, since: float = 0, every: float = 15, sign: bool = True) -> Outcome:
        seconds = since
        while seconds < until:
            seconds = min(seconds + every, until)
            outcome = self.beat(seconds, sign=sign)
        return outcome


def test_opening_a_page_earns_nothing():
    assert Reader().beat(0).credited_seconds == 0


def test_the_time_between_two_beats_is_credited():
    assert Reader().beat(15).credited_seconds == 15


@pytest.mark.parametrize(("gap", "earned"), [(59.9, 59), (60, 60), (61, 0), (3600, 0)])
def test_a_short_silence_costs_nothing_and_a_longer_one_earns_nothing(gap, earned):
    assert Reader().beat(gap).credited_seconds == earned


def test_study_goes_on_after_a_long_silence():
    reader = Reader()
    reader.beat(3600)
    assert reader.beat(3615).credited_seconds == 15


def test_fractions_of_a_second_are_carried_over():
    reader = Reader()
    for number in range(1, 41):
        reader.beat(number * 1.5)
    assert reader.earned == 60


def test_a_hidden_page_earns_nothing():
    reader = Reader()
    assert reader.beat(15, visible=False).credited_seconds == 0
    assert reader.beat(30).credited_seconds == 15


def test_a_page_earns_no_more_than_its_allowance():
    reader = Reader(allowance=40)
    assert [reader.beat(15 * number).credited_seconds for number in (1, 2, 3, 4)] == [15, 15, 10, 0]


def test_a_page_with_all_its_minutes_says_so_and_asks_nothing():
    reader = Reader(allowance=15)
    assert reader.beat(15).state is State.FULL
    assert reader.beats(ASK_AFTER + 200, since=15, sign=False).state is State.FULL


def test_a_clock_that_goes_back_earns_nothing_and_loses_nothing():
    reader = Reader()
    reader.beat(30)
    assert reader.beat(20).credited_seconds == 0
    assert reader.beat(45).credited_seconds == 15


def test_the_same_moment_is_not_credited_twice():
    reader = Reader()
    assert [reader.beat(15).credited_seconds, reader.beat(15).credited_seconds] == [15, 0]


# --- still reading? ---


def test_a_quiet_page_counts_until_the_time_that_fits_it():
    reader = Reader()
    assert reader.beats(ASK_AFTER, sign=False).state is State.COUNTING
    assert reader.earned == ASK_AFTER


def test_then_it_asks_and_collects():
    reader = Reader()
    reader.beats(ASK_AFTER, sign=False)
    asked = reader.beat(ASK_AFTER + 15, sign=False)
    assert (asked.state, asked.credited_seconds, asked.sitting.pending_seconds) == (State.ASKING, 0, 15)


@pytest.mark.parametrize("answered_after", [1, 60, 179, 180, 200])
def test_an_answer_within_the_time_loses_nothing(answered_after):
    reader = Reader()
    asked_at = ASK_AFTER + 15
    reader.beats(asked_at, sign=False)
    if answered_after > 30:
        reader.beats(asked_at + answered_after - 10, since=asked_at, sign=False)
    outcome = reader.beat(asked_at + answered_after)
    assert outcome.state is State.COUNTING
    assert reader.earned == asked_at + answered_after


def test_without_an_answer_what_was_collected_lapses_and_counting_stops():
    reader = Reader()
    stopped = reader.beats(ASK_AFTER + WITHIN + LONGEST_GAP_SECONDS + 60, sign=False)
    assert (stopped.state, stopped.sitting.pending_seconds) == (State.PAUSED, 0)
    assert reader.earned == ASK_AFTER
    assert reader.beat(700, sign=False).credited_seconds == 0


def test_the_next_sign_starts_the_counting_again_but_earns_no_lapsed_time():
    reader = Reader()
    reader.beats(900, sign=False)
    back = reader.beat(915)
    assert (back.state, back.credited_seconds, back.had_hole) == (State.COUNTING, 0, True)
    assert reader.beat(930).credited_seconds == 15


def test_a_sign_before_the_question_keeps_it_away():
    reader = Reader()
    reader.beats(ASK_AFTER - 15, sign=False)
    reader.beat(ASK_AFTER)
    assert reader.beats(2 * ASK_AFTER, since=ASK_AFTER, sign=False).state is State.COUNTING


def test_a_gap_while_the_question_stands_is_not_collected():
    reader = Reader()
    reader.beats(ASK_AFTER + 15, sign=False)
    reader.beat(ASK_AFTER + 15 + 100, sign=False)
    answered = reader.beat(ASK_AFTER + 15 + 110)
    assert answered.credited_seconds == 15 + 10


def test_nobody_is_asked_on_a_hidden_page():
    reader = Reader()
    reader.beats(ASK_AFTER, sign=False)
    assert reader.beat(ASK_AFTER + 20, sign=False, visible=False).state is State.COUNTING


def test_an_answer_earns_no_more_than_the_page_has_left():
    reader = Reader(allowance=ASK_AFTER + 20)
    reader.beats(ASK_AFTER + 60, sign=False)
    answered = reader.beat(ASK_AFTER + 70)
    assert (answered.credited_seconds, answered.state) == (20, State.FULL)


# --- whatever happens ---

STEPS = st.lists(
    st.tuples(
        st.one_of(st.floats(-5, 90), st.floats(0, 20), st.sampled_from([0.0, 15.0, 60.0, 200.0, 4000.0])),
        st.booleans(),
        st.booleans(),
    ),
    max_size=80,
)


def holds_over(steps: list[tuple[float, bool, bool]], allowance: int) -> None:
    """Credited time is monotone, within the wall clock and the allowance, and its stretches do not overlap."""
    reader, now, latest, settled = Reader(allowance=allowance), 0.0, 0.0, START
    for passed, visible, sign in steps:
        now += passed
        latest = max(latest, now)
        outcome = reader.beat(now, sign=sign, visible=visible)
        assert outcome.credited_seconds >= 0
        assert timedelta(seconds=reader.earned) <= moment(latest) - START
        assert reader.earned <= allowance
        assert outcome.sitting.last_beat_at <= moment(latest)
        if outcome.credited_seconds:
            assert outcome.since >= settled
            settled = outcome.until
        assert 0 <= outcome.sitting.pending_seconds <= WITHIN + 3 * LONGEST_GAP_SECONDS


@given(STEPS, st.integers(0, 4000))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_history_earns_more_than_its_time(steps, allowance):
    holds_over(steps, allowance)


@pytest.mark.proof
@given(STEPS, st.integers(0, 4000))
@settings(max_examples=20_000, deadline=None)
def test_no_history_of_very_many_earns_more_than_its_time(steps, allowance):
    holds_over(steps, allowance)


@given(st.lists(st.floats(0.1, LONGEST_GAP_SECONDS), max_size=200))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_whoever_stays_and_moves_loses_less_than_a_second(gaps):
    reader, now = Reader(allowance=100_000), 0.0
    for gap in gaps:
        now += gap
        reader.beat(now)
    assert now - reader.earned < 1
