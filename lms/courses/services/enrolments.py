# SPDX-License-Identifier: Apache-2.0
"""The cycle of one person in one course: enrolled, completed or failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from lms import audit
from lms.access.identity import Identity
from lms.accounts.models import Person
from lms.accounts.queries import acceptances_of
from lms.audit import Tag
from lms.courses import queries
from lms.courses.models import Completion, Edition, Enrolment
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid
from lms.identifiers import new_key
from lms.jobs import outbox
from lms.rules.domain.levels import Mode

COMPLETED = "completed"
FAILED = "failed"
COURSE_COMPLETED = "CourseCompleted"


def enrol(person: Person, edition: Edition, *, role_asked: str | None, by: Identity, at: datetime) -> Enrolment:
    """Enrol a person in an edition; while she is enrolled in the course, that enrolment is given again.

    Errors: Conflict when her names or birth date are missing, or when the law does not let the course be taken on
    demand; Invalid for a role that the course is not for.
    """
    db.session.execute(lock_rows(select(Person.id).where(Person.id == person.id)))
    known = queries.open_enrolment(person.key, edition.course_id)
    if known is not None:
        return known
    _refuse_unfit(person, edition, role_asked)
    cycles = db.session.scalar(
        select(func.count(Enrolment.id))
        .join(Enrolment.edition)
        .where(Enrolment.person_id == person.id, Edition.course_id == edition.course_id)
    )
    enrolment = Enrolment(
        key=new_key(),
        person=person,
        edition=edition,
        cycle=(cycles or 0) + 1,
        enrolled_at=at,
        role_asked=role_asked,
        mode=Mode.ON_DEMAND.value,
        # The texts under which she learns, by the hash of their wording; what she accepts later changes nothing here.
        accepted={row.text_name: row.text_hash for row in acceptances_of(person)},
    )
    db.session.add(enrolment)
    db.session.flush()  # needs enrolment.id: whoever goes on in this act locks the row by it
    audit.record(Tag.ENROLLED, by=by, about=enrolment, at=at, edition=edition.key)
    return enrolment


def _refuse_unfit(person: Person, edition: Edition, role_asked: str | None) -> None:
    if person.name is None or person.birth_date is None:
        raise Conflict("names-missing")
    law = queries.law_of(edition)
    if not law.course_type.allows(Mode.ON_DEMAND):
        raise Conflict("course-not-on-demand")
    if role_asked is not None and role_asked not in law.course_type.roles.value:
        raise Invalid("role-not-of-this-course")


def complete(
    enrolment: Enrolment,
    *,
    test_result: Mapping[str, Any],
    identity_level: str,
    by: Identity,
    at: datetime,
    on: date,
) -> Completion:
    """End an enrolment with success and tell whoever issues certificates; doing it again gives the same completion.

    Errors: Conflict when the hours are not complete or the enrolment has ended otherwise.
    """
    _hold(enrolment)
    known = db.session.scalar(select(Completion).where(Completion.enrolment_id == enrolment.id))
    if known is not None:
        return known
    progress = queries.progress_of(enrolment)
    if enrolment.closed_at is not None:
        raise Conflict("enrolment-closed")
    if not progress.is_complete:
        raise Conflict("hours-incomplete")
    completion = Completion(
        key=new_key(),
        enrolment=enrolment,
        completed_on=on,
        completed_at=at,
        rule_set_digest=enrolment.edition.rule_set_digest,
        course_type=enrolment.edition.course.course_type,
        mode=enrolment.mode,
        identity_level=identity_level,
        minutes={item.legal_item: item.credited_minutes for item in progress.items},
        test_result=dict(test_result),
    )
    db.session.add(completion)
    enrolment.closed_at, enrolment.closed_reason = at, COMPLETED
    audit.record(Tag.COURSE_COMPLETED, by=by, about=completion, at=at, completed_on=on.isoformat())
    outbox.announce(COURSE_COMPLETED, {"completion_key": completion.key}, at=at, unique_key=completion.key)
    return completion


def close_failed(enrolment: Enrolment, *, by: Identity, at: datetime) -> None:
    """End an enrolment after the last failed test; the study time stays on record. Doing it again changes nothing.

    Errors: Conflict when it has ended otherwise.
    """
    _hold(enrolment)
    if enrolment.closed_reason == FAILED:
        return
    if enrolment.closed_at is not None:
        raise Conflict("enrolment-closed")
    enrolment.closed_at, enrolment.closed_reason = at, FAILED
    audit.record(Tag.ENROLMENT_FAILED, by=by, about=enrolment, at=at)


def _hold(enrolment: Enrolment) -> None:
    """Lock the enrolment and read it anew: whether it has ended is decided on."""
    locked = lock_rows(select(Enrolment).where(Enrolment.id == enrolment.id))
    db.session.execute(locked.execution_options(populate_existing=True)).one()
