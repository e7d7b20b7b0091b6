# SPDX-License-Identifier: Apache-2.0
"""Study time: taking a seat at a page, and what each beat of it earns.

One row a person says where she sits now. Whoever holds its ticket may beat; opening a page draws a new ticket, so that
only the page opened last can earn, on whichever device.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.access.identity import Identity
from lms.accounts.models import Person
from lms.audit import Tag, unaudited
from lms.courses import queries
from lms.courses.domain.timing import LONGEST_GAP_SECONDS, Beat, Limits, Outcome, Sitting, State, heard, opened
from lms.courses.models import StudyCredit, StudyPlace, StudySitting, table_of
from lms.courses.queries import Seat, StudiedPage
from lms.db import db, lock_rows
from lms.errors import Conflict
from lms.rules.domain.ruleset import CourseType
from lms.rules.queries import rule_set

TICKET_BYTES = 8
MOST_TRIES = 5
NEVER_HELD = ""
PAGE = "page"
VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Seen:
    """Where on a page somebody is: the paragraph in view, the second of the film."""

    block: int = 0
    video_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a page is answered."""

    ticket: str
    state: State
    page_seconds: int
    allowance_seconds: int
    item_seconds: int
    needed_seconds: int
    is_test_open: bool

    @property
    def is_item_complete(self) -> bool:
        """Whether the subject has its minutes."""
        return self.item_seconds >= self.needed_seconds


def sit_down(studied: StudiedPage, *, ticket: str, seen: Seen, by: Identity, at: datetime) -> Heard:
    """Open a page for study: from now on it is the one page of this person that earns time.

    `ticket` is the one that this browser tab held before, if any: going on to the next page in the same tab takes
    nothing over from anybody.
    Errors: Conflict when the enrolment has ended or the page's subject is not open yet.
    """
    _refuse_unopened(studied)
    seat = _seat_of(studied, at)
    fresh = secrets.token_hex(TICKET_BYTES)
    if seat.ticket not in {NEVER_HELD, ticket} and at - seat.last_beat_at <= timedelta(seconds=LONGEST_GAP_SECONDS):
        audit.record(Tag.STUDY_TAKEN_OVER, by=by, about=studied.owner_key, at=at, page=studied.page_key)
    seat.enrolment_id, seat.page_id = studied.enrolment_id, studied.page_id
    seat.ticket, seat.credit_id = fresh, None
    if by.merged_keys:
        _leave_other_seats(studied, by)
    _keep(seat, opened(max(at, seat.last_beat_at)))
    db.session.merge(
        StudyPlace(
            enrolment_id=studied.enrolment_id,
            page_id=studied.page_id,
            block=seen.block,
            video_seconds=seen.video_seconds,
            at=at,
        )
    )
    return _answer(fresh, State.COUNTING, studied)


def _seat_of(studied: StudiedPage, at: datetime) -> StudySitting:
    """The person's one seat, locked; made if this is the first page she ever opens.

    The seat is locked before anything else is, here as in `hear`, so that acts wait for each other and never block
    each other. Of two first pages opened at once, one makes the seat and the other finds it.
    """
    wanted = lock_rows(select(StudySitting).where(StudySitting.person_id == studied.person_id))
    known = db.session.scalar(wanted.execution_options(populate_existing=True))
    if known is not None:
        return known
    made = StudySitting(
        person_id=studied.person_id, enrolment_id=studied.enrolment_id, page_id=studied.page_id, ticket=NEVER_HELD
    )
    _keep(made, opened(at))
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(wanted).one()
    return made


def _leave_other_seats(studied: StudiedPage, by: Identity) -> None:
    """Somebody whose records were merged has a seat under each; only the one taken last may earn."""
    hers = select(Person.id).where(Person.key.in_(by.person_keys))
    others = (StudySitting.person_id.in_(hers), StudySitting.person_id != studied.person_id)
    db.session.execute(update(StudySitting).where(*others).values(ticket=NEVER_HELD))


def _refuse_unopened(studied: StudiedPage) -> None:
    if studied.closed_at is not None:
        raise Conflict("enrolment-closed")
    if not queries.is_open(studied):
        raise Conflict("subject-not-open")


def _keep(row: StudySitting, sitting: Sitting) -> None:
    row.last_beat_at, row.last_sign_at = sitting.last_beat_at, sitting.last_sign_at
    row.asked_at, row.pending_seconds = sitting.asked_at, sitting.pending_seconds


@unaudited("beats come four times a minute; the stretches of StudyCredit are their record")
def hear(studied: StudiedPage, *, ticket: str, beat: Beat, seen: Seen) -> Heard:
    """Credit what a beat earns, and remember where she is.

    Errors: Conflict when another page was opened since, or when the enrolment has ended.
    """
    for _ in range(MOST_TRIES):
        if studied.closed_at is not None:
            raise Conflict("enrolment-closed")
        seat = studied.seat
        if seat is None or (seat.ticket, seat.enrolment_id, seat.page_id) != (ticket, *_here(studied)):
            raise Conflict("study-elsewhere")
        outcome = heard(seat.sitting, beat, _limits(studied))
        if _take_turn(studied.person_id, seat, outcome):
            _credit(studied, seat, outcome)
            _remember(studied, seen, beat.at)
            return _answer(ticket, outcome.state, studied, gained=outcome.credited_seconds)
        studied = _anew(studied)
    raise Conflict("study-elsewhere")


def _here(studied: StudiedPage) -> tuple[int, int]:
    return studied.enrolment_id, studied.page_id


def _anew(studied: StudiedPage) -> StudiedPage:
    found = queries.studied_page(studied.enrolment_key, studied.page_key)
    if found is None:
        raise Conflict("study-elsewhere")
    return found


def _limits(studied: StudiedPage) -> Limits:
    rule = _course_type(studied).still_reading.value
    return Limits(
        ask_after_seconds=rule.ask_after_seconds(studied.allowance_seconds // 60),
        answer_within_seconds=rule.answer_within_seconds,
        left_seconds=studied.allowance_seconds - studied.page_seconds,
    )


# Built once, and of the tables themselves: the unit of work of the ORM would cost a beat more than all its statements.
_seats, _credits, _places = (table_of(model) for model in (StudySitting, StudyCredit, StudyPlace))
_TURN = (
    update(_seats)
    .where(
        _seats.c.person_id == bindparam("person"),
        _seats.c.ticket == bindparam("held"),
        _seats.c.last_beat_at == bindparam("before"),
        # A beat within the same second settles what is pending and leaves the moment as it was.
        _seats.c.pending_seconds == bindparam("pending_before"),
    )
    .values({name: bindparam(name) for name in ("last_beat_at", "last_sign_at", "asked_at", "pending_seconds")})
)
_GROW = (
    update(_credits)
    .where(_credits.c.id == bindparam("stretch"))
    .values(seconds=_credits.c.seconds + bindparam("gained"), until_moment=bindparam("until"))
)
_PLACE = (
    update(_places)
    .where(_places.c.enrolment_id == bindparam("enrolment"))
    .values({name: bindparam(name) for name in ("page_id", "block", "video_seconds", "at")})
)


def _take_turn(person_id: int, seat: Seat, outcome: Outcome) -> bool:
    """Settle the seat, if it still is as it was read: of two beats at once one goes first, the other looks again."""
    sitting = outcome.sitting
    turn = db.session.connection().execute(
        _TURN,
        {
            "person": person_id,
            "held": seat.ticket,
            "before": seat.sitting.last_beat_at,
            "pending_before": seat.sitting.pending_seconds,
            "last_beat_at": sitting.last_beat_at,
            "last_sign_at": sitting.last_sign_at,
            "asked_at": sitting.asked_at,
            "pending_seconds": sitting.pending_seconds,
        },
    )
    return turn.rowcount == 1


def _credit(studied: StudiedPage, seat: Seat, outcome: Outcome) -> None:
    """Let the present stretch grow, or begin a new one after a hole."""
    standing = None if outcome.had_hole else seat.credit_id
    if outcome.credited_seconds and standing is not None:
        grown = {"stretch": standing, "gained": outcome.credited_seconds, "until": outcome.until}
        db.session.connection().execute(_GROW, grown)
    elif outcome.credited_seconds:
        standing = _new_stretch(studied, outcome)
    if standing != seat.credit_id:
        own_seat = _seats.c.person_id == studied.person_id
        db.session.connection().execute(update(_seats).where(own_seat).values(credit_id=standing))


def _new_stretch(studied: StudiedPage, outcome: Outcome) -> int:
    stretch = StudyCredit(
        enrolment_id=studied.enrolment_id,
        page_id=studied.page_id,
        legal_item=studied.legal_item,
        seconds=outcome.credited_seconds,
        source=VIDEO if queries.has_film(studied) else PAGE,
        from_moment=outcome.since,
        until_moment=outcome.until,
    )
    db.session.add(stretch)
    db.session.flush()  # needs stretch.id
    return stretch.id


def _remember(studied: StudiedPage, seen: Seen, at: datetime) -> None:
    if studied.place == (studied.page_id, seen.block, seen.video_seconds):
        return
    place = {"enrolment": studied.enrolment_id, "page_id": studied.page_id, "at": at}
    seconds = {"block": seen.block, "video_seconds": seen.video_seconds}
    db.session.connection().execute(_PLACE, {**place, **seconds})


def _answer(ticket: str, state: State, studied: StudiedPage, *, gained: int = 0) -> Heard:
    item = _course_type(studied).legal_item(studied.legal_item)
    needed_seconds = 60 * item.minutes.value if item is not None else 0
    page_seconds, item_seconds = studied.page_seconds + gained, studied.item_seconds + gained
    return Heard(
        ticket=ticket,
        state=state if page_seconds < studied.allowance_seconds else State.FULL,
        page_seconds=page_seconds,
        allowance_seconds=studied.allowance_seconds,
        item_seconds=item_seconds,
        needed_seconds=needed_seconds,
        is_test_open=item_seconds >= needed_seconds and queries.has_all_hours(studied),
    )


def _course_type(studied: StudiedPage) -> CourseType:
    found = rule_set(studied.rule_set_digest).course_type(studied.course_type)
    if found is None:
        raise LookupError(f"the rules of page {studied.page_key} do not know its course type")
    return found
