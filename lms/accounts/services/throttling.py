# SPDX-License-Identifier: Apache-2.0
"""Counting failed tries, and refusing the next one for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from lms import config
from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.throttles import Limit, seconds_to_wait
from lms.accounts.models import Throttle
from lms.audit import unaudited
from lms.db import db
from lms.errors import TooMany

SECONDS_SHOWN = 90
"""Up to here a wait is told in seconds, beyond it in minutes."""


@unaudited("it only looks")
def refuse_while_waiting(limit: Limit, subject: str, *, at: datetime) -> None:
    """Refuse a try that comes too early. A refused try does not lengthen the wait.

    Errors: TooMany.
    """
    seconds = seconds_to_wait(limit, queries.tries(_keyed(limit, subject), limit, at=at), at)
    if seconds > SECONDS_SHOWN:
        raise TooMany("wait-minutes", seconds=seconds, minutes=-(-seconds // 60))
    if seconds:
        raise TooMany("wait-seconds", seconds=seconds)


@unaudited("the caller records what was refused")
def note_try(limit: Limit, subject: str, *, at: datetime) -> None:
    """Count a try."""
    db.session.add(Throttle(subject=_keyed(limit, subject), at=at))


@unaudited("the caller records what succeeded")
def forget_tries(limit: Limit, subject: str) -> None:
    """Begin counting anew, after a success."""
    db.session.execute(delete(Throttle).where(Throttle.subject == _keyed(limit, subject)))


def _keyed(limit: Limit, subject: str) -> str:
    return hashing.keyed(config.current().secret_key, limit.name, subject)
