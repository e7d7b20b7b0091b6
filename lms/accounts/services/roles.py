# SPDX-License-Identifier: Apache-2.0
"""Giving and ending roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import SYSTEM_SCOPE, Identity, Role
from lms.accounts import queries
from lms.accounts.models import Person, RoleGrant
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid


def grant(person: Person, *, role: Role, scope: str = SYSTEM_SCOPE, by: Identity, at: datetime) -> RoleGrant:
    """Give a role; one that is held already is left as it is.

    Errors: Invalid for the role that everybody has.
    """
    if role is Role.LEARNER:
        raise Invalid("everybody-is-a-learner")
    db.session.scalar(lock_rows(select(Person.id).where(Person.id == person.id)))
    held = (row for row in queries.grants_of(person) if row.ended_at is None and (row.role, row.scope) == (role, scope))
    if (existing := next(held, None)) is not None:
        return existing
    row = RoleGrant(person_id=person.id, role=role, scope=scope, granted_at=at, granted_by=by.person_key)
    db.session.add(row)
    audit.record(Tag.ROLE_GRANTED, by=by, about=person, at=at, role=role, scope=scope)
    return row


def end_grant(person: Person, row: RoleGrant, *, by: Identity, at: datetime) -> None:
    """End a role. The last operator stays: nobody could make another.

    Errors: Conflict.
    """
    operators = lock_rows(select(RoleGrant.id).where(RoleGrant.role == Role.OPERATOR, RoleGrant.ended_at.is_(None)))
    db.session.scalars(operators).all()
    if row.ended_at is not None:
        return
    if row.role == Role.OPERATOR and queries.count_of_operators() < 2:
        raise Conflict("last-operator")
    row.ended_at = at
    row.ended_by = by.person_key
    audit.record(Tag.ROLE_ENDED, by=by, about=person, at=at, role=row.role, scope=row.scope)
