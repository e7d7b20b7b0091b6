# SPDX-License-Identifier: Apache-2.0
"""One person found twice: what an officer decides. No row of hers is moved, so every decision can be taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.accounts.models import Person, PersonMerge, PersonsApart
from lms.accounts.queries import account_of
from lms.accounts.queries.merging import are_apart, live_merge_of
from lms.accounts.services.signing_in import close_sessions
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.errors import Conflict


def merge(person: Person, *, into: Person, reason: str, by: Identity, at: datetime) -> PersonMerge:
    """Find that a record belongs to the person of another one, under whose number she goes on.

    From now on she sees and continues what lies under both, and signs in with either number and the other's password.
    Errors: Conflict if it is one record, if either was merged already, or if only the merged one can sign in.
    """
    _hold(person, into)
    if person.id == into.id:
        raise Conflict("merge-one-record")
    if live_merge_of(person) is not None or live_merge_of(into) is not None:
        raise Conflict("merged-already")
    account = account_of(person.key)
    if account is not None and account_of(into.key) is None:
        raise Conflict("merge-other-way")
    row = PersonMerge(from_person_id=person.id, into_person_id=into.id, at=at, by=by.person_key, reason=reason)
    db.session.add(row)
    if account is not None:
        close_sessions(account, at=at)
    for one, other in ((person, into), (into, person)):
        audit.record(Tag.PERSON_MERGED, by=by, about=one, at=at, other=other.key, into=into.key)
    return row


def undo_merge(row: PersonMerge, *, reason: str, by: Identity, at: datetime) -> None:
    """Take a merge back: each record stands for itself again, as if nothing had been decided.

    Errors: Conflict if it was taken back already.
    """
    parted, kept = db.session.get_one(Person, row.from_person_id), db.session.get_one(Person, row.into_person_id)
    _hold(parted, kept)
    db.session.refresh(row)
    if row.undone_at is not None:
        raise Conflict("merge-undone-already")
    row.undone_at, row.undone_by, row.undone_reason = at, by.person_key, reason
    for person_key in (parted.key, kept.key):
        account = account_of(person_key)
        if account is not None:
            close_sessions(account, at=at)  # what a browser shows now may be of both
    for one, other in ((parted, kept), (kept, parted)):
        audit.record(Tag.MERGE_UNDONE, by=by, about=one, at=at, other=other.key)


def tell_apart(first: Person, second: Person, *, reason: str, by: Identity, at: datetime) -> None:
    """Find that two records that look alike are two people.

    Errors: Conflict if it is one record, or if that was decided already.
    """
    _hold(first, second)
    if first.id == second.id:
        raise Conflict("merge-one-record")
    if are_apart(first, second):
        raise Conflict("apart-already")
    low, high = sorted((first.id, second.id))
    db.session.add(
        PersonsApart(first_person_id=low, second_person_id=high, at=at, by=by.person_key or "", reason=reason)
    )
    for one, other in ((first, second), (second, first)):
        audit.record(Tag.PERSONS_TOLD_APART, by=by, about=one, at=at, other=other.key)


def _hold(*persons: Person) -> None:
    """Lock the records, in one order for everybody: of two decisions about them, the second sees the first."""
    ids = sorted({person.id for person in persons})
    db.session.execute(lock_rows(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id))).all()
