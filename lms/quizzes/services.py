# SPDX-License-Identifier: Apache-2.0
"""Writing tests: the bank of an edition, attempts, the journal of answers, markings.

Locks are taken in one order everywhere, the enrolment before its attempt, so that acts wait for each other and never
block each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import selectinload

from lms import audit
from lms.access.identity import SITE, Identity
from lms.accounts.queries.merging import surviving
from lms.accounts.services import lock_names
from lms.audit import Tag, unaudited
from lms.courses import services as courses
from lms.courses.models import Edition, Enrolment
from lms.courses.queries import law_of
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid, NotFound, Refused
from lms.identifiers import new_key
from lms.jobs import outbox
from lms.periods import tokyo_day
from lms.quizzes import queries
from lms.quizzes.domain.attempts import NETWORK_GRACE, Beginning, Gate, Way, way_of
from lms.quizzes.domain.bodies import body_of, digest_of
from lms.quizzes.domain.journal import Clash, Entry, Given, Verdict, judge
from lms.quizzes.domain.questions import Question as QuestionValue
from lms.quizzes.domain.scoring import Score, score
from lms.quizzes.domain.selection import (
    SEED_BYTES,
    BankQuestion,
    BankTooSmallError,
    draw,
    foreign_kinds,
    option_order,
    shortages,
)
from lms.quizzes.models import Answer, Attempt, AttemptQuestion, Marking, Question
from lms.quizzes.queries import Sitting
from lms.rules.domain.levels import Mode, reached_by
from lms.rules.domain.ruleset import CourseType

CLOSE_AFTER = timedelta(seconds=5)
MOST_CLOSED_AT_ONCE = 50
CLOSE_JOB = "quizzes.close_attempt"
# Written out once, on the tables: these run with every answer.
_attempts = cast(Table, Attempt.__table__)
_HELD_DEADLINE = lock_rows(select(_attempts.c.deadline).where(_attempts.c.id == bindparam("attempt_id")))
_APPEND = insert(cast(Table, Answer.__table__))


class AnswerClashError(Conflict):
    """Another page was faster: its answer stands, and this page gets its own back."""

    def __init__(self, clash: Clash) -> None:
        super().__init__("answer-changed-elsewhere")
        self.clash = clash


def publish_bank(edition: Edition, questions: Sequence[QuestionValue], *, by: Identity, at: datetime) -> None:
    """Give an edition its questions, once; the same again changes nothing, others are refused.

    Errors: Conflict, Invalid.
    """
    db.session.flush()  # needs edition.id
    digests = {question.id: digest_of(question) for question in questions}
    published = {row.key: row.digest for row in queries.bank_of(edition.id)}
    if published:
        if published != digests:
            raise Conflict("bank-published-already", edition=edition.label)
        return
    _refuse_unfit(questions, law_of(edition).course_type)
    for question in questions:
        db.session.add(_row_of(edition, question, digests[question.id]))
    audit.record(Tag.BANK_PUBLISHED, by=by, about=edition, at=at, edition=edition.label, questions=len(questions))


def _refuse_unfit(questions: Sequence[QuestionValue], course_type: CourseType) -> None:
    """A bank that cannot fill a paper, or holds what the test form does not allow, is found out at publication."""
    if len({question.id for question in questions}) < len(questions):
        raise Invalid("bank-question-twice")
    foreign = foreign_kinds({question.kind for question in questions}, course_type.test)
    if foreign:
        raise Invalid("bank-kind-not-allowed", kinds=", ".join(sorted(foreign)))
    missing = shortages([BankQuestion(one.id, one.legal_item) for one in questions], course_type.test.draw.value)
    if missing:
        raise Invalid("bank-too-small", missing=str(BankTooSmallError(missing)))


def _row_of(edition: Edition, question: QuestionValue, digest: str) -> Question:
    return Question(
        edition_id=edition.id,
        key=question.id,
        digest=digest,
        legal_item=question.legal_item,
        kind=question.kind.value,
        body=dict(body_of(question)),
    )


def begin(enrolment: Enrolment, *, by: Identity, at: datetime) -> Attempt:
    """Begin the test, or give the attempt that is not yet over; her identity has been checked at the door.

    Errors: Conflict, Refused.
    """
    _hold_enrolment(enrolment.id)
    beginning = queries.beginning_of(enrolment, at=at)
    if beginning.gate is Gate.RUNNING:
        return next(attempt for attempt in queries.attempts_of(enrolment) if attempt.marking is None)
    _refuse_unless_open(beginning)
    attempt = _drawn(enrolment, number=beginning.number, at=at)
    lock_names(surviving(enrolment.person), at=at)
    outbox.enqueue(
        CLOSE_JOB,
        {"attempt_key": attempt.key},
        at=at,
        run_at=attempt.deadline + CLOSE_AFTER,
        unique_key=f"{CLOSE_JOB}:{attempt.key}",
    )
    audit.record(Tag.ATTEMPT_BEGUN, by=by, about=attempt, at=at, number=attempt.number, identity=attempt.identity_level)
    return attempt


def _refuse_unless_open(beginning: Beginning) -> None:
    match beginning.gate:
        case Gate.PASSED:
            raise Conflict("test-passed-already")
        case Gate.SPENT:
            raise Refused("test-attempts-spent")
        case Gate.CLOSED:
            raise Refused("test-enrolment-closed")
        case Gate.HOURS_MISSING:
            raise Refused("test-hours-missing")
        case Gate.TOO_EARLY:
            raise Refused("test-too-early", day=beginning.not_before)
        case Gate.OPEN | Gate.RUNNING:
            return


def _drawn(enrolment: Enrolment, *, number: int, at: datetime) -> Attempt:
    """An attempt with its paper: questions, their versions and the order of their answers are pinned here."""
    course_type = queries.course_type_of(enrolment)
    form = course_type.test
    attempt = Attempt(
        key=new_key(),
        enrolment_id=enrolment.id,
        enrolment=enrolment,
        number=number,
        rule_set_digest=enrolment.edition.rule_set_digest,
        seed=secrets.token_hex(SEED_BYTES),
        pass_percent=form.pass_percent.value,
        identity_level=reached_by(Mode(enrolment.mode)).value,
        started_at=at,
        deadline=at + timedelta(minutes=form.minutes.value),
        markings=[],
    )
    bank = {row.key: row for row in queries.bank_of(enrolment.edition_id)}
    chosen = draw([BankQuestion(row.key, row.legal_item) for row in bank.values()], form.draw.value, attempt.seed)
    attempt.questions = [
        AttemptQuestion(
            position=position,
            question=bank[question_id],
            option_order=list(option_order(bank[question_id].value, attempt.seed)),
        )
        for position, question_id in enumerate(chosen, start=1)
    ]
    db.session.add(attempt)
    return attempt


@unaudited("the journal of answers is the record: who, what, when")
def answer(
    attempt: Attempt | Sitting, *, position: int, choice: str, based_on: int, by: Identity, at: datetime
) -> Entry:
    """Store an answer, or acknowledge it once more; the page that was slower gets its answer back.

    Errors: AnswerClashError, Conflict, Refused, Invalid, NotFound.
    """
    _hold_for_answers(attempt.id, at)
    outcome = _stored(attempt.id, Given(position, choice, based_on), by=by, at=at)
    if isinstance(outcome, Clash):
        raise AnswerClashError(outcome)
    return outcome


@unaudited("the journal of answers is the record: who, what, when")
def answer_all(attempt: Attempt | Sitting, given: Sequence[Given], *, by: Identity, at: datetime) -> tuple[Clash, ...]:
    """Store a page of answers; those for which another page was faster are given back, the rest is stored.

    Errors: Conflict, Refused, Invalid, NotFound.
    """
    _hold_for_answers(attempt.id, at)
    outcomes = [_stored(attempt.id, one, by=by, at=at) for one in given]
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Clash))


def _hold_for_answers(attempt_id: int, at: datetime) -> None:
    """Alone with the attempt: no other answer and no marking comes between looking and storing."""
    deadline = db.session.execute(_HELD_DEADLINE, {"attempt_id": attempt_id}).scalar_one()
    if at > deadline + NETWORK_GRACE:
        raise Refused("test-time-over")


def _stored(attempt_id: int, given: Given, *, by: Identity, at: datetime) -> Entry | Clash:
    place = queries.place_of(attempt_id, given.position)
    if place is None:
        raise NotFound("question-unknown")
    if place.is_marked:
        raise Conflict("test-submitted-already")
    if given.choice not in place.choices:
        raise Invalid("choice-unknown")
    standing = place.standing
    verdict = judge(standing, given)
    if verdict is Verdict.ACKNOWLEDGE and standing is not None:
        return standing
    if verdict is Verdict.CLASH:
        return Clash(given.position, standing, given.choice)
    return _write(attempt_id, Entry(given.position, given.choice, given.based_on + 1, at), by)


def _write(attempt_id: int, entry: Entry, by: Identity) -> Entry:
    row = {
        "attempt_id": attempt_id,
        "position": entry.position,
        "revision": entry.revision,
        "choice": entry.choice,
        "at": entry.at,
        "by": by.person_key,
    }
    db.session.execute(_APPEND, row)
    return entry


def submit(attempt: Attempt, *, by: Identity, at: datetime, on: date) -> Marking:
    """Mark an attempt by the answers that stand; doing it again gives the same marking.

    It is over on the day of the accepted submission, at time-out on the day of the deadline.
    """
    held = _hold(attempt)
    if held.marking is not None:
        return held.marking
    way = way_of(held.facts, at)
    if way is Way.SUBMITTED:
        held.submitted_at = at
    return _mark(held, way, by=by, at=at, on=min(on, tokyo_day(held.deadline)))


def close_attempt(attempt_key: str, *, at: datetime) -> None:
    """Mark an attempt whose time is over by the answers that stand; safe to repeat.

    Errors: Conflict, NotFound.
    """
    attempt = queries.attempt_by_key(attempt_key)
    if attempt is None:
        raise NotFound("attempt-unknown")
    held = _hold(attempt)
    if held.marking is not None:
        return
    if way_of(held.facts, at) is Way.SUBMITTED:
        raise Conflict("test-still-running")
    _mark(held, Way.TIMED_OUT, by=SITE, at=at, on=tokyo_day(held.deadline))


def close_overdue(at: datetime) -> int:
    """Mark attempts whose own job was lost, at most so many at once; the number that was marked."""
    keys = queries.overdue(at, limit=MOST_CLOSED_AT_ONCE)
    for key in keys:
        close_attempt(key, at=at)
    return len(keys)


def _mark(attempt: Attempt, way: Way, *, by: Identity, at: datetime, on: date) -> Marking:
    paper = queries.full_paper(attempt)
    result = score(paper, queries.choices_of(attempt))
    marking = Marking(
        key_version=paper.key_version,
        score=result.right,
        out_of=result.out_of,
        passed=result.passed,
        way=way.value,
        at=at,
        by=by.person_key,
    )
    attempt.markings.append(marking)
    audit.record(
        Tag.ATTEMPT_MARKED, by=by, about=attempt, at=at, score=result.right, passed=result.passed, way=way.value
    )
    if attempt.enrolment.closed_at is not None:
        return marking  # She withdrew meanwhile: the result is on record, the course does not end a second time.
    if result.passed:
        _complete(attempt, marking, result, by=by, on=on)
    elif attempt.number >= queries.course_type_of(attempt.enrolment).retest.value.attempts:
        courses.close_failed(attempt.enrolment, by=by, at=at)
    return marking


def _complete(attempt: Attempt, marking: Marking, result: Score, *, by: Identity, on: date) -> None:
    """The course ends in the same act; the certificate is a job that the completion calls for."""
    courses.complete(
        attempt.enrolment,
        test_result={
            "attempt": attempt.key,
            "number": attempt.number,
            "score": result.right,
            "out_of": result.out_of,
            "pass_mark": result.pass_mark,
            "way": marking.way,
            "key_version": marking.key_version,
        },
        identity_level=attempt.identity_level,
        by=by,
        at=attempt.facts.finished_at,
        on=on,
    )


def _hold_enrolment(enrolment_id: int) -> None:
    """Lock the enrolment and read it anew: whether it is open is decided on."""
    locked = lock_rows(select(Enrolment).where(Enrolment.id == enrolment_id))
    db.session.execute(locked.execution_options(populate_existing=True)).one()


def _hold(attempt: Attempt) -> Attempt:
    """Lock an attempt, after its enrolment, and read it anew with its markings."""
    _hold_enrolment(attempt.enrolment_id)
    locked = lock_rows(select(Attempt).where(Attempt.id == attempt.id)).options(selectinload(Attempt.markings))
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()
