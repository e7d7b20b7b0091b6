# SPDX-License-Identifier: Apache-2.0
"""Study time that was not earned page by page here: taught in a room or live, made up, or carried over."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.audit import Tag
from lms.courses.models import Enrolment, Page, StudyCredit
from lms.db import db
from lms.errors import Invalid


class CreditSource(StrEnum):
    """Where recorded time comes from."""

    LIVE = "live"
    ROOM = "room"
    MAKE_UP = "make-up"
    CARRIED = "carried"


def record_credit(
    enrolment: Enrolment, page_key: str, *, seconds: int, source: CreditSource, by: Identity, at: datetime
) -> None:
    """Credit a stretch of time that ended at `at`, on a page of the enrolment's edition.

    Errors: Invalid for a page of another edition or a stretch of no time.
    """
    page = db.session.scalar(select(Page).where(Page.edition_id == enrolment.edition_id, Page.key == page_key))
    if page is None or seconds <= 0:
        raise Invalid("credit-not-understood")
    db.session.add(
        StudyCredit(
            enrolment_id=enrolment.id,
            page_id=page.id,
            legal_item=page.legal_item,
            seconds=seconds,
            source=source,
            from_moment=at - timedelta(seconds=seconds),
            until_moment=at,
            recorded_by=by.person_key,
        )
    )
    audit.record(Tag.STUDY_CREDITED, by=by, about=enrolment, at=at, page=page_key, seconds=seconds, source=source)
