# SPDX-License-Identifier: Apache-2.0
"""Looking for a draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.db import db, lock_rows
from lms.drafts.models import Draft

LIFE = timedelta(hours=12)
"""A working day: whoever is called away finds everything again when she comes back."""


def sealed(digest: str, *, at: datetime, alone: bool = False) -> str | None:
    """What lies at a place, if it was kept there within a draft's life; `alone` makes a second click wait."""
    wanted = select(Draft.sealed).where(Draft.digest == digest, Draft.saved_at > at - LIFE)
    return db.session.scalar(lock_rows(wanted) if alone else wanted)
