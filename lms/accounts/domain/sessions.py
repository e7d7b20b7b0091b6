# SPDX-License-Identifier: Apache-2.0
"""How long a browser stays signed in, and when one that others use locks."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_SESSION = timedelta(hours=16)
"""A long day: who studies every evening signs in every evening, for it matters who studies."""
LOCK_AFTER = timedelta(minutes=10)
"""So long a computer that others use may stand alone."""
NOTED_EVERY = timedelta(seconds=30)
"""Signs of life that follow one another faster are not written down."""


def is_locked(*, active_at: datetime | None, locked_at: datetime | None, at: datetime) -> bool:
    """Whether a browser asks for the password again; one that only she uses (no `active_at`) never does."""
    return active_at is not None and (locked_at is not None or at - active_at >= LOCK_AFTER)


def is_worth_noting(*, active_at: datetime | None, at: datetime) -> bool:
    """Whether a sign of life is to be written down."""
    return active_at is not None and at - active_at >= NOTED_EVERY
