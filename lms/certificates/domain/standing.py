# SPDX-License-Identifier: Apache-2.0
"""What a certificate is worth on a day: computed from dates and events, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.periods import add_months


class Answer(StrEnum):
    """What a verifier may be told; `altered` and `cannot_know` are found by the reader of a code alone."""

    IN_FORCE = "in_force"
    RENEWAL_DUE = "renewal_due"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    SAMPLE = "sample"
    UNLISTED = "unlisted"
    NOT_YET = "not_yet"
    NO_LONGER_KEPT = "no_longer_kept"
    UNKNOWN = "unknown"
    ALTERED = "altered"
    CANNOT_KNOW = "cannot_know"


class EventKind(StrEnum):
    """What can happen to a certificate after it is made; a revocation is final."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a certificate: from which day it counts, and when it was written down."""

    kind: EventKind
    effective_on: date
    recorded_at: datetime
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What the answer rests on. `anniversary` is completion + the years of the rule set, whatever the last day is."""

    completed_on: date
    valid_through: date
    anniversary: date
    renewal_opens_on: date
    is_sample: bool = False
    is_kept: bool = True
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """How long before the last day a renewal is open."""

    months: int = 0
    days: int = 0

    def opens_on(self, valid_through: date) -> date:
        """Find the first day on which a renewal is due for a certificate with this last day."""
        return add_months(valid_through, -self.months) - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for a day. `since` is the day it began; `later` are the events that spoil a good answer afterwards."""

    answer: Answer
    on: date
    since: date | None = None
    days_left: int | None = None
    is_anniversary: bool = False
    successor: str | None = None
    later: tuple[Event, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the certificate serves as proof on that day."""
        return self.answer in {Answer.IN_FORCE, Answer.RENEWAL_DUE}


AGAINST = {
    EventKind.REVOKED: Answer.REVOKED,
    EventKind.REPLACED: Answer.REPLACED,
    EventKind.SUSPENDED: Answer.SUSPENDED,
}


def answer_of(facts: CertificateFacts, on: date) -> Standing:
    """Say what the certificate is worth on the day.

    A sample is never more; what is no longer kept is not judged; an event outranks the dates, and of the events a
    revocation outranks a replacement, and that a suspension.
    """
    if facts.is_sample:
        return Standing(Answer.SAMPLE, on)
    if not facts.is_kept:
        return Standing(Answer.NO_LONGER_KEPT, on)
    against = _against(_until(facts.events, on))
    if against is not None:
        return _spoilt(facts, on, against)
    return _by_date(facts, on)


def _spoilt(facts: CertificateFacts, on: date, against: Event) -> Standing:
    return Standing(
        AGAINST[against.kind],
        on,
        since=against.effective_on,
        successor=against.successor,
        later=later_events(facts, on) if against.kind is not EventKind.REVOKED else (),
    )


def _by_date(facts: CertificateFacts, on: date) -> Standing:
    later = later_events(facts, on)
    if on < facts.completed_on:
        return Standing(Answer.NOT_YET, on, since=facts.completed_on, later=later)
    if on > facts.valid_through:
        since = facts.valid_through + timedelta(days=1)
        return Standing(Answer.EXPIRED, on, since=since, is_anniversary=on == facts.anniversary, later=later)
    opens_on = max(facts.renewal_opens_on, facts.completed_on)
    days_left = (facts.valid_through - on).days
    if on >= opens_on:
        return Standing(Answer.RENEWAL_DUE, on, since=opens_on, days_left=days_left, later=later)
    return Standing(Answer.IN_FORCE, on, since=facts.completed_on, days_left=days_left, later=later)


def later_events(facts: CertificateFacts, on: date) -> tuple[Event, ...]:
    """Find what stands against the certificate in the end and began after the day: shown beside that day's answer."""
    final = _against(facts.events)
    return (final,) if final is not None and final.effective_on > on else ()


def _until(events: tuple[Event, ...], on: date) -> tuple[Event, ...]:
    return tuple(event for event in events if event.effective_on <= on)


def _against(events: tuple[Event, ...]) -> Event | None:
    """Find the event that stands against the certificate after all of these, the gravest first."""
    in_order = sorted(events, key=lambda event: (event.effective_on, event.recorded_at))
    for kind in (EventKind.REVOKED, EventKind.REPLACED):
        found = next((event for event in in_order if event.kind is kind), None)
        if found is not None:
            return found
    turns = [event for event in in_order if event.kind in {EventKind.SUSPENDED, EventKind.REINSTATED}]
    return turns[-1] if turns and turns[-1].kind is EventKind.SUSPENDED else None
