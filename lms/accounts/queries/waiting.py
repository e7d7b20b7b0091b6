# SPDX-License-Identifier: Apache-2.0
"""Requests for a new password that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.accounts.adapters import hashing
from lms.accounts.domain import waiting
from lms.accounts.domain.waiting import LIFETIME, TOLD_WITHIN, Request, ResetState
from lms.accounts.models import Account, Person, PersonBirthDate, WaitingReset
from lms.accounts.queries.mailboxes import mailboxes_of
from lms.accounts.queries.merging import surviving_ids
from lms.accounts.queries.ranking import has_duties
from lms.db import db, lock_rows
from lms.mail import queries as mail_queries

_NEWEST_BIRTH_DATE = (
    select(func.max(PersonBirthDate.id))
    .where(PersonBirthDate.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)


def account_id_by(learner_number: str, birth_date: date) -> int | None:
    """The open account of the person with this number and birth date: one look, whatever does not fit."""
    found = (
        select(Person.id)
        .join(PersonBirthDate, PersonBirthDate.id == _NEWEST_BIRTH_DATE)
        .outerjoin(Account)
        .where(
            Person.learner_number == learner_number,
            PersonBirthDate.birth_date == birth_date,
            Account.closed_at.is_(None),
        )
    )
    hers = Account.person_id.in_(surviving_ids(found))
    return db.session.scalar(select(Account.id).where(hers, Account.closed_at.is_(None)))


def reset_by_key(key: str, *, alone: bool = False) -> WaitingReset | None:
    """The request with a key; `alone` lets nobody else decide on it meanwhile."""
    wanted = select(WaitingReset).where(WaitingReset.key == key)
    return db.session.scalar(lock_rows(wanted) if alone else wanted)


def reset_by_number(number: str) -> WaitingReset | None:
    """The request with a number."""
    return db.session.scalar(select(WaitingReset).where(WaitingReset.number == number))


def reset_by_stop_token(token: str) -> WaitingReset | None:
    """The request whose mails carry this link."""
    wanted = select(WaitingReset).where(WaitingReset.stop_digest == hashing.digest_of(token))
    return db.session.scalar(wanted)


def live_resets_of(account: Account, *, at: datetime) -> Sequence[WaitingReset]:
    """The requests of an account that have neither ended nor expired, oldest first."""
    wanted = select(WaitingReset).where(WaitingReset.account_id == account.id, _is_live(at))
    return db.session.scalars(wanted.order_by(WaitingReset.id)).all()


def live_resets(*, at: datetime, limit: int) -> Sequence[WaitingReset]:
    """The requests that fit somebody and have neither ended nor expired, newest first."""
    wanted = (
        select(WaitingReset)
        .options(
            joinedload(WaitingReset.account)
            .joinedload(Account.person)
            .options(selectinload(Person.names), selectinload(Person.birth_dates))
        )
        .where(WaitingReset.account_id.is_not(None), _is_live(at))
    )
    return db.session.scalars(wanted.order_by(WaitingReset.id.desc()).limit(limit)).all()


def state_of(reset: WaitingReset, *, at: datetime) -> ResetState:
    """What a request is worth at a moment."""
    return waiting.state_of(
        Request(
            asked_at=reset.asked_at,
            ended=reset.ended_at is not None,
            released=reset.released_at is not None,
            fits_somebody=reset.account is not None and reset.account.closed_at is None,
            may_open_alone=_may_open_alone(reset),
        ),
        at=at,
    )


def waits_for_officer(person: Person) -> bool:
    """Whether requests of a person need an officer.

    Nobody could be warned by mail, or she has a mailbox of her own, by which she gets a link at once, or duties on this
    site: then nobody who knows her number and birth date comes in by waiting.
    """
    boxes = mailboxes_of(person)
    return not boxes or any(box.own for box in boxes) or has_duties(person)


def _may_open_alone(reset: WaitingReset) -> bool:
    if reset.account is None or waits_for_officer(reset.account.person):
        return False
    return mail_queries.went_out(reset.mail_ids or (), until=reset.asked_at + TOLD_WITHIN)


def _is_live(at: datetime) -> ColumnElement[bool]:
    return WaitingReset.ended_at.is_(None) & (WaitingReset.asked_at > at - LIFETIME)
