# SPDX-License-Identifier: Apache-2.0
"""Who has duties on this site."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.domain.slips import OUTRANKING
from lms.accounts.models import Person, RoleGrant
from lms.db import db


def has_duties(person: Person) -> bool:
    """Whether a person may do more here than learn or look after an organization."""
    wanted = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None), RoleGrant.role.in_(sorted(OUTRANKING))
    )
    return db.session.scalar(wanted.limit(1)) is not None
