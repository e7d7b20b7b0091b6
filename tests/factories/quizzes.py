# SPDX-License-Identifier: Apache-2.0
"""Banks, enrolments that may take the test, and attempts. Call them inside an application context; they commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.access.identity import SITE
from lms.accounts.models import Person
from lms.courses.models import Edition, Enrolment, StudyCredit
from lms.db import db, transaction
from lms.quizzes import queries, services
from lms.quizzes.domain.questions import Question
from lms.quizzes.models import Attempt
from tests.factories import courses
from tests.factories.courses import AT, identity_of
from tests.factories.questions import a_single_choice, a_true_false, both
from tests.factories.rules import DEMONSTRATION_TEXT, law_text

ITEMS = ("studying", "testing")
RETEST = "{attempts: 3, wait_days: 0}"


def bank(per_item: int = 5) -> list[Question]:
    """So many questions of each subject, alternately statements and choices; each points at a page of its subject."""
    kinds = (a_true_false, a_single_choice)
    return [
        kinds[number % 2](
            number, id=f"{item}-{number:02}", legal_item=item, page=f"{item}-1", text=both(f"{item} {number}")
        )
        for item in ITEMS
        for number in range(1, per_item + 1)
    ]


def law(attempts: int = 3, wait_days: int = 0, **replaced: str) -> str:
    """The demonstration rules with another retest policy; `replaced` changes further words."""
    return law_text((RETEST, f"{{attempts: {attempts}, wait_days: {wait_days}}}"), *replaced.items())


def make_edition(
    rules: str = DEMONSTRATION_TEXT, questions: Sequence[Question] | None = None, at: datetime = AT
) -> Edition:
    """A published edition of a course of its own, with its bank."""
    edition = courses.make_edition(at=at, rules=rules)
    with transaction():
        services.publish_bank(edition, bank() if questions is None else questions, by=SITE, at=at)
    return edition


def make_enrolment(
    edition: Edition | None = None, person: Person | None = None, *, at: datetime = AT, studied: bool = True
) -> Enrolment:
    """An enrolment, by default with all its hours, so that the test is open."""
    enrolment = courses.make_enrolment(edition or make_edition(at=at), person, at=at)
    if studied:
        with transaction():
            _credit_everything(enrolment, at)
    return enrolment


def _credit_everything(enrolment: Enrolment, at: datetime) -> None:
    for page in enrolment.edition.pages:
        db.session.add(
            StudyCredit(
                enrolment_id=enrolment.id,
                page_id=page.id,
                legal_item=page.legal_item,
                seconds=page.allowance_seconds,
                source="page",
                from_moment=at - timedelta(hours=1),
                until_moment=at,
            )
        )


def make_attempt(enrolment: Enrolment | None = None, *, at: datetime = AT) -> Attempt:
    """A running attempt, begun at this moment."""
    enrolment = enrolment or make_enrolment(at=at)
    with transaction():
        return services.begin(enrolment, by=identity_of(enrolment.person), at=at)


def make_answered(attempt: Attempt, right: int, *, at: datetime = AT) -> Attempt:
    """The attempt with so many right answers from the first question on, and wrong ones after."""
    with transaction():
        for asked in queries.full_paper(attempt).questions:
            key = asked.question.key
            wrong = next(choice for choice in asked.option_order if choice != key)
            choice = key if asked.position <= right else wrong
            by = identity_of(attempt.enrolment.person)
            services.answer(attempt, position=asked.position, choice=choice, based_on=0, by=by, at=at)
    return attempt


def make_marked(attempt: Attempt, right: int, *, at: datetime = AT) -> Attempt:
    """The attempt answered and submitted at this moment."""
    make_answered(attempt, right, at=at)
    with transaction():
        services.submit(attempt, by=identity_of(attempt.enrolment.person), at=at, on=at.date())
    return attempt


__all__ = [
    "AT",
    "bank",
    "identity_of",
    "law",
    "make_answered",
    "make_attempt",
    "make_edition",
    "make_enrolment",
    "make_marked",
]
