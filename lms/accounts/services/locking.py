# SPDX-License-Identifier: Apache-2.0
"""A browser on a computer that others use, too: it locks when nobody is there, and opens with the password."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, update

from lms import audit
from lms.access.identity import Identity
from lms.accounts.adapters import hashing
from lms.accounts.domain.throttles import UNLOCK
from lms.accounts.models import Account, SignInSession
from lms.accounts.services.signing_in import alone_with
from lms.accounts.services.throttling import forget_tries, note_try, refuse_while_waiting
from lms.audit import Tag, unaudited
from lms.db import db


def share(token: str, *, shared: bool, by: Identity, about: Account, at: datetime) -> None:
    """From now on this browser counts as one that others use, too; or as hers alone."""
    _change(token, active_at=at if shared else None, locked_at=None)
    audit.record(Tag.SESSION_SHARED, by=by, about=about, at=at, shared=shared)


def lock(token: str, *, by: Identity, about: Account, at: datetime) -> None:
    """Lock it now. One that only she uses does not lock."""
    held = (SignInSession.active_at.is_not(None), SignInSession.locked_at.is_(None))
    if _change(token, *held, locked_at=at):
        audit.record(Tag.SESSION_LOCKED, by=by, about=about, at=at)


def unlock(token: str, account: Account, password: str, *, by: Identity, at: datetime) -> bool:
    """Whether the password was right and the browser is open again.

    Errors: TooMany.
    """
    alone_with(account)
    refuse_while_waiting(UNLOCK, account.key, at=at)
    if not hashing.matches(password, account.password_hash):
        note_try(UNLOCK, account.key, at=at)
        audit.record(Tag.SIGN_IN_REFUSED, by=by, about=account, at=at, reason="unlock")
        return False
    forget_tries(UNLOCK, account.key)
    _change(token, active_at=at, locked_at=None)
    audit.record(Tag.SESSION_UNLOCKED, by=by, about=account, at=at)
    return True


@unaudited("signs of life come every minute; what she does has records of its own")
def note_activity(token: str, *, at: datetime) -> None:
    """She did something there; a lock that came meanwhile stays."""
    held = (SignInSession.locked_at.is_(None), SignInSession.active_at < at)
    _change(token, *held, active_at=at)


def _change(token: str, *conditions: ColumnElement[bool], **values: object) -> bool:
    """Whether there was anything to change."""
    held = (SignInSession.digest == hashing.digest_of(token), SignInSession.closed_at.is_(None), *conditions)
    changed = db.session.execute(update(SignInSession).where(*held).values(**values))
    return cast("CursorResult[Any]", changed).rowcount > 0
