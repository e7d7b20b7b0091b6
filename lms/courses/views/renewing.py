# SPDX-License-Identifier: Apache-2.0
"""What a course page tells somebody whose earlier completion still counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_login import current_user

from lms.courses import queries
from lms.courses.domain.renewal import Renewal, renewal

if TYPE_CHECKING:
    from lms.courses.models import Course


def renewal_of(course: Course, presented: queries.Presented, *, on: date) -> Renewal | None:
    """What completing the course on this day would cost the person at the browser; None if nothing."""
    if not current_user.is_authenticated:
        return None
    ended = [enrolment.completion for enrolment in queries.enrolments_of(current_user.person_key)]
    alike = [one for one in ended if one is not None and _kind(one.enrolment.edition.course) == _kind(course)]
    last = max(alike, key=lambda one: one.completed_on, default=None)
    if last is None:
        return None
    under, now = queries.law_of(last.enrolment.edition).course_type, presented.law.course_type
    return renewal(last.completed_on, under=under, now=now, on=on)


def _kind(course: Course) -> tuple[str, str]:
    return course.scheme, course.course_type
