# SPDX-License-Identifier: Apache-2.0
"""URL keys to things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.courses import queries
from lms.courses.queries import StudiedPage

if TYPE_CHECKING:
    from lms.courses.models import Asset, Course, Enrolment


def course(course_key: str) -> Course | None:
    """The course with this key, if it can be taken."""
    return queries.course_by_key(course_key)


def enrolment(enrolment_key: str) -> Enrolment | None:
    """The enrolment with this key."""
    return queries.enrolment_by_key(enrolment_key)


def studied_page(enrolment_key: str, page_key: str) -> StudiedPage | None:
    """A page within an enrolment."""
    return queries.studied_page(enrolment_key, page_key)


def asset(edition_key: str, asset_path: str) -> Asset | None:
    """A file of a published edition."""
    return queries.asset_of(edition_key, asset_path)
