# SPDX-License-Identifier: Apache-2.0
"""Keeping a draft, and forgetting old ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from lms.audit import unaudited
from lms.db import SQLITE, db
from lms.drafts.models import Draft
from lms.drafts.queries import LIFE


@unaudited("nothing has been sent yet")
def keep(digest: str, sealed: str, *, at: datetime) -> None:
    """Put a draft at its place, instead of what lay there."""
    insert = sqlite.insert if db.engine.dialect.name == SQLITE else postgresql.insert
    row = {"sealed": sealed, "saved_at": at}
    # Not looked up first: the two halves of a double click must not fail each other.
    db.session.execute(
        insert(Draft).values(digest=digest, **row).on_conflict_do_update(index_elements=["digest"], set_=row)
    )


@unaudited("nothing has been sent yet")
def sweep(*, at: datetime) -> None:
    """Forget drafts that nobody finished within their life."""
    db.session.execute(delete(Draft).where(Draft.saved_at <= at - LIFE))
