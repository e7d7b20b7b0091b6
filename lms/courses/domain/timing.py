# SPDX-License-Identifier: Apache-2.0
"""Credited time: what the server makes of the beats that an open page sends.

A beat says only that the page is there, whether it was in view all the time since the last beat, and whether anybody
moved. How much time passed the server reads from its own clock. Whole seconds are credited; the fraction of a second
is carried over to the next beat, so that nothing is lost and nothing is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

# A page sends a beat every 15 to 20 seconds; this tells it how often.
BEAT_SECONDS = 15
# Two beats may fail on the way without a loss. A longer silence is a closed lid or a lost network: it earns nothing.
LONGEST_GAP_SECONDS = 60


class State(StrEnum):
    """What a page is told about its time."""

    COUNTING = "counting"
    ASKING = "asking"
    PAUSED = "paused"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Sitting:
    """The present moment of somebody's study on one page.

    `asked_at` is when the page was told to ask whether she is still reading; the seconds since then are collected
    in `pending_seconds` until she answers.
    """

    last_beat_at: datetime
    last_sign_at: datetime
    asked_at: datetime | None = None
    pending_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """What a page says: the moment is the server's."""

    at: datetime
    was_visible: bool
    had_sign: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the credit: quiet time that fits the page, time to answer, what is left of the page's minutes."""

    ask_after_seconds: int
    answer_within_seconds: int
    left_seconds: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a beat leads to: the sitting from now on, what is credited, and whether time went by that did not count."""

    sitting: Sitting
    state: State
    credited_seconds: int
    had_hole: bool

    @property
    def until(self) -> datetime:
        """Where the credited time ends."""
        return self.sitting.last_beat_at

    @property
    def since(self) -> datetime:
        """Where credited time of this length would begin, if nothing before it belongs to it."""
        return self.until - timedelta(seconds=self.credited_seconds)


def opened(at: datetime) -> Sitting:
    """Begin to study a page: opening it is a sign of life, and earns nothing yet."""
    return Sitting(last_beat_at=at, last_sign_at=at)


def heard(sitting: Sitting, beat: Beat, limits: Limits) -> Outcome:
    """Decide what a beat earns."""
    seconds, until = _passed(sitting, beat)
    had_hole = seconds == 0 and beat.at - sitting.last_beat_at >= timedelta(seconds=1)
    if limits.left_seconds <= 0:
        return Outcome(_awake(sitting, beat, until), State.FULL, 0, had_hole)
    if beat.had_sign:
        return _with_sign(sitting, beat, (seconds, until), limits, had_hole)
    return _without_sign(sitting, beat, (seconds, until), limits, had_hole)


def _passed(sitting: Sitting, beat: Beat) -> tuple[int, datetime]:
    """Whole seconds that passed in view since the last beat, and the moment up to which time is settled."""
    if beat.at <= sitting.last_beat_at:
        return 0, sitting.last_beat_at
    # whole seconds: the fraction carried over from the last beat must not lengthen the silence
    seconds = int((beat.at - sitting.last_beat_at).total_seconds())
    if not beat.was_visible or seconds > LONGEST_GAP_SECONDS:
        return 0, beat.at
    return seconds, sitting.last_beat_at + timedelta(seconds=seconds)


def _awake(sitting: Sitting, beat: Beat, until: datetime) -> Sitting:
    last_sign = max(beat.at, sitting.last_sign_at) if beat.had_sign else sitting.last_sign_at
    return Sitting(last_beat_at=until, last_sign_at=last_sign)


def _with_sign(sitting: Sitting, beat: Beat, passed: tuple[int, datetime], limits: Limits, had_hole: bool) -> Outcome:
    seconds, until = passed
    is_late = _is_too_late(sitting, beat, limits)
    earned = 0 if is_late else min(sitting.pending_seconds + seconds, limits.left_seconds)
    state = State.FULL if earned == limits.left_seconds else State.COUNTING
    return Outcome(_awake(sitting, beat, until), state, earned, had_hole or is_late)


def _without_sign(
    sitting: Sitting, beat: Beat, passed: tuple[int, datetime], limits: Limits, had_hole: bool
) -> Outcome:
    seconds, until = passed
    if _is_too_late(sitting, beat, limits):
        return Outcome(replace(sitting, last_beat_at=until, pending_seconds=0), State.PAUSED, 0, True)
    is_quiet = beat.at - sitting.last_sign_at > timedelta(seconds=limits.ask_after_seconds)
    if sitting.asked_at is not None or (is_quiet and beat.was_visible):
        asking = replace(
            sitting,
            last_beat_at=until,
            asked_at=sitting.asked_at or beat.at,
            pending_seconds=min(sitting.pending_seconds + seconds, limits.left_seconds),
        )
        return Outcome(asking, State.ASKING, 0, had_hole)
    earned = min(seconds, limits.left_seconds)
    state = State.FULL if earned == limits.left_seconds else State.COUNTING
    return Outcome(replace(sitting, last_beat_at=until), state, earned, had_hole)


def _is_too_late(sitting: Sitting, beat: Beat, limits: Limits) -> bool:
    """Whether the question went unanswered. An answer given in time may come as late as a beat may."""
    if sitting.asked_at is None:
        return False
    return beat.at - sitting.asked_at > timedelta(seconds=limits.answer_within_seconds + LONGEST_GAP_SECONDS)
