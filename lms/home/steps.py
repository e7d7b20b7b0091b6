# SPDX-License-Identifier: Apache-2.0
"""What somebody should do next in a course: one step, decided from facts of several packages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from lms.certificates import queries as certificate_queries
from lms.certificates.domain.standing import Answer, answer_of
from lms.courses import queries as course_queries
from lms.courses.domain.progress import Progress
from lms.quizzes import queries as quiz_queries
from lms.quizzes.domain.attempts import Gate

if TYPE_CHECKING:
    from lms.courses.models import Enrolment


class Step(StrEnum):
    """The next thing to do in one course."""

    BEGIN = "begin"
    STUDY = "study"
    TEST = "test"
    GO_ON_WITH_TEST = "go_on_with_test"
    WAIT_FOR_TEST = "wait_for_test"
    ENROL_AGAIN = "enrol_again"


STEP_OF_GATE = {
    Gate.OPEN: Step.TEST,
    Gate.RUNNING: Step.GO_ON_WITH_TEST,
    Gate.TOO_EARLY: Step.WAIT_FOR_TEST,
    Gate.SPENT: Step.ENROL_AGAIN,
    Gate.CLOSED: Step.ENROL_AGAIN,
}


@dataclass(frozen=True, slots=True)
class Course:
    """A course somebody is in, how far she is, and what comes next."""

    enrolment: Enrolment
    progress: Progress
    step: Step
    not_before: date | None
    last_result: str | None
    """The key of the last attempt that was marked; its page says what to revise."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Her certificates in three numbers, and whether one is being made."""

    in_force: int
    renew_through: date | None
    renewal_due: int
    being_prepared: int


def courses_of(person_key: str, *, at: datetime) -> list[Course]:
    """The courses that somebody is in, or failed last, the newest first; what she has completed is on another page."""
    newest: dict[int, Enrolment] = {}
    for enrolment in course_queries.enrolments_of(person_key):
        newest.setdefault(enrolment.edition.course_id, enrolment)
    return [_course(enrolment, at) for enrolment in newest.values() if enrolment.closed_reason in {None, "failed"}]


def _course(enrolment: Enrolment, at: datetime) -> Course:
    progress = course_queries.progress_of(enrolment)
    beginning = quiz_queries.beginning_of(enrolment, at=at)
    studying = Step.STUDY if progress.has_begun else Step.BEGIN
    marked = [attempt.key for attempt in quiz_queries.attempts_of(enrolment) if attempt.marking is not None]
    return Course(
        enrolment=enrolment,
        progress=progress,
        step=STEP_OF_GATE.get(beginning.gate, studying),
        not_before=beginning.not_before,
        last_result=marked[-1] if marked else None,
    )


def papers_of(person_key: str, *, on: date) -> Papers:
    """How her certificates stand."""
    held = certificate_queries.held_by(person_key)
    answers = [answer_of(paper.facts, on).answer for paper in held if paper.facts is not None]
    ending = [
        paper.facts.valid_through
        for paper in held
        if paper.facts is not None and answer_of(paper.facts, on).answer is Answer.RENEWAL_DUE
    ]
    return Papers(
        renew_through=min(ending, default=None),
        in_force=_count(answers, Answer.IN_FORCE),
        renewal_due=_count(answers, Answer.RENEWAL_DUE),
        being_prepared=sum(1 for paper in held if not paper.is_rendered),
    )


def _count(answers: Iterable[Answer], wanted: Answer) -> int:
    return sum(1 for answer in answers if answer is wanted)
