# SPDX-License-Identifier: Apache-2.0
"""The acts of a test, each in a transaction of its own, and looks at what they left."""

from __future__ import annotations

from sqlalchemy import func, select

from lms.db import db, transaction
from lms.quizzes import queries, services
from lms.quizzes.models import Answer
from tests.factories.quizzes import AT, identity_of


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def begin(enrolment, at=AT):
    with transaction():
        return services.begin(enrolment, by=identity_of(enrolment.person), at=at)


def answer(attempt, position, choice, based_on=0, at=AT):
    with transaction():
        by = identity_of(attempt.enrolment.person)
        return services.answer(attempt, position=position, choice=choice, based_on=based_on, by=by, at=at)


def submit(attempt, at=AT, on=None):
    with transaction():
        by = identity_of(attempt.enrolment.person)
        return services.submit(attempt, by=by, at=at, on=on or at.date())


def close(attempt, at):
    with transaction():
        services.close_attempt(attempt.key, at=at)


def two_choices(attempt, position=1):
    return queries.place_of(attempt.id, position).choices[:2]


def journal(attempt, position=1):
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.attempt_id == attempt.id, Answer.position == position)
        .order_by(Answer.revision)
        .execution_options(populate_existing=True)
    )
    return [(row.revision, row.choice) for row in rows]
