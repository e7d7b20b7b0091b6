# SPDX-License-Identifier: Apache-2.0
"""Reading tests: papers, answers that stand, results. What the browser is shown of a running test holds no key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, and_, bindparam, exists, select
from sqlalchemy.orm import joinedload, selectinload

from lms.accounts.models import Person
from lms.courses.models import Enrolment, Page
from lms.courses.queries import law_of, progress_of
from lms.db import db
from lms.periods import tokyo_day
from lms.quizzes.domain.attempts import NETWORK_GRACE, Beginning, Way, may_begin
from lms.quizzes.domain.journal import Entry
from lms.quizzes.domain.papers import Paper, PaperQuestion, ShownQuestion, shown
from lms.quizzes.domain.scoring import Score, is_right, pages_to_revise, score
from lms.quizzes.models import Answer, Attempt, AttemptQuestion, Marking, Question
from lms.rules.domain.ruleset import CourseType

# The two looks behind every answer are written out once, on the tables: building them costs more than running them.
_attempts, _persons, _enrolments = (cast(Table, one.__table__) for one in (Attempt, Person, Enrolment))
_places, _answers, _markings = (cast(Table, one.__table__) for one in (AttemptQuestion, Answer, Marking))
_SITTING = (
    select(_attempts.c.id, _attempts.c.key, _persons.c.key, _attempts.c.deadline)
    .join(_enrolments, _enrolments.c.id == _attempts.c.enrolment_id)
    .join(_persons, _persons.c.id == _enrolments.c.person_id)
    .where(_attempts.c.key == bindparam("key"))
)
_PLACE = (
    select(
        _places.c.option_order,
        _answers.c.choice,
        _answers.c.revision,
        _answers.c.at,
        exists().where(_markings.c.attempt_id == _places.c.attempt_id).label("is_marked"),
    )
    .outerjoin(_answers, and_(_answers.c.attempt_id == _places.c.attempt_id, _answers.c.position == _places.c.position))
    .where(_places.c.attempt_id == bindparam("attempt_id"), _places.c.position == bindparam("position"))
    .order_by(_answers.c.revision.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """As much of an attempt as storing an answer needs; it is the one thing that happens twenty times a test."""

    id: int
    key: str
    owner_key: str
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a paper: the answers that may be given there, the one that stands, and whether all is over."""

    choices: tuple[str, ...]
    standing: Entry | None
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A question after the marking: what she answered, what is right, and why."""

    asked: PaperQuestion
    given: str | None
    is_right: bool


@dataclass(frozen=True, slots=True)
class PageToRevise:
    """A page of the course behind a wrong answer."""

    key: str
    title: dict[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt came out. `on` is the legal date of its end."""

    score: Score
    passed: bool
    way: Way
    on: date
    finished_at: datetime
    explained: tuple[Explained, ...]
    revise: tuple[PageToRevise, ...]

    @property
    def unanswered(self) -> int:
        """How many questions were left open."""
        return sum(1 for one in self.explained if one.given is None)


def attempt_by_key(key: str) -> Attempt | None:
    """The attempt with this public key, with the enrolment and the person it belongs to."""
    loading = joinedload(Attempt.enrolment).joinedload(Enrolment.person)
    return db.session.scalar(select(Attempt).where(Attempt.key == key).options(loading))


def sitting_by_key(key: str) -> Sitting | None:
    """The attempt with this public key, as little of it as an answer needs."""
    row = db.session.execute(_SITTING, {"key": key}).one_or_none()
    return None if row is None else Sitting(*row)


def attempts_of(enrolment: Enrolment) -> Sequence[Attempt]:
    """The attempts of an enrolment, the first one first, with their results as they are now."""
    return db.session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment.id)
        .order_by(Attempt.number)
        .options(selectinload(Attempt.markings))
        .execution_options(populate_existing=True)
    ).all()


def course_type_of(enrolment: Enrolment) -> CourseType:
    """What the law wants of this enrolment's course, by the rules that its edition was published under."""
    return law_of(enrolment.edition).course_type


def beginning_of(enrolment: Enrolment, *, at: datetime) -> Beginning:
    """Whether the test may begin at this moment, and if not, why."""
    return may_begin(
        [attempt.facts for attempt in attempts_of(enrolment)],
        course_type_of(enrolment).retest.value,
        hours_complete=progress_of(enrolment).is_complete,
        is_closed=enrolment.closed_at is not None,
        on=tokyo_day(at),
    )


def bank_of(edition_id: int) -> Sequence[Question]:
    """The questions of an edition."""
    return db.session.scalars(select(Question).where(Question.edition_id == edition_id).order_by(Question.id)).all()


def full_paper(attempt: Attempt) -> Paper:
    """The paper with its keys, for marking; it never leaves the server before that."""
    rows = db.session.scalars(
        select(AttemptQuestion)
        .where(AttemptQuestion.attempt_id == attempt.id)
        .order_by(AttemptQuestion.position)
        .options(joinedload(AttemptQuestion.question))
    )
    return Paper(tuple(row.value for row in rows), attempt.pass_percent)


def paper_of(attempt: Attempt) -> tuple[ShownQuestion, ...]:
    """The paper as the browser may hold it while the test runs."""
    return tuple(shown(asked) for asked in full_paper(attempt).questions)


def answers_of(attempt: Attempt) -> dict[int, Entry]:
    """The answers that stand, by position: of each question the last revision."""
    rows = db.session.scalars(
        select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.position, Answer.revision)
    )
    return {row.position: row.value for row in rows}


def choices_of(attempt: Attempt) -> dict[int, str]:
    """The answers that stand, as marking reads them."""
    return {position: entry.choice for position, entry in answers_of(attempt).items()}


def unanswered_of(attempt: Attempt) -> tuple[int, ...]:
    """The places of a paper that have no answer yet."""
    answered = exists().where(
        Answer.attempt_id == AttemptQuestion.attempt_id, Answer.position == AttemptQuestion.position
    )
    open_places = select(AttemptQuestion.position).where(AttemptQuestion.attempt_id == attempt.id, ~answered)
    return tuple(db.session.scalars(open_places.order_by(AttemptQuestion.position)))


def place_of(attempt_id: int, position: int) -> Place | None:
    """A place on a paper as it stands now, or None where the paper has no such place."""
    row = db.session.execute(_PLACE, {"attempt_id": attempt_id, "position": position}).one_or_none()
    if row is None:
        return None
    standing = None if row.revision is None else Entry(position, row.choice, row.revision, row.at)
    return Place(tuple(row.option_order), standing, row.is_marked)


def overdue(at: datetime, *, limit: int) -> Sequence[str]:
    """Keys of attempts whose time, grace included, is over and that nobody has marked."""
    marked = exists().where(Marking.attempt_id == Attempt.id)
    return db.session.scalars(
        select(Attempt.key).where(Attempt.deadline < at - NETWORK_GRACE, ~marked).order_by(Attempt.id).limit(limit)
    ).all()


def result_of(attempt: Attempt) -> Result | None:
    """How an attempt came out, question by question; None until it has been marked."""
    marking = attempt.marking
    if marking is None:
        return None
    paper, answers = full_paper(attempt), choices_of(attempt)
    return Result(
        score=score(paper, answers),
        passed=marking.passed,
        way=Way(marking.way),
        on=tokyo_day(attempt.facts.finished_at),
        finished_at=attempt.facts.finished_at,
        explained=tuple(
            Explained(asked, answers.get(asked.position), is_right(asked, answers)) for asked in paper.questions
        ),
        revise=_pages(attempt.enrolment.edition_id, pages_to_revise(paper, answers)),
    )


def _pages(edition_id: int, keys: Sequence[str]) -> tuple[PageToRevise, ...]:
    rows = db.session.execute(
        select(Page.key, Page.title).where(Page.edition_id == edition_id, Page.key.in_(keys)).order_by(Page.position)
    )
    return tuple(PageToRevise(key, title) for key, title in rows)
