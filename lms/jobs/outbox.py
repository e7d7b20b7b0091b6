# SPDX-License-Identifier: Apache-2.0
"""Writing jobs and facts in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from lms.db import SQLITE, db
from lms.jobs.models import Job

FACT_PREFIX = "fact:"


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    run_at: datetime | None = None,
    unique_key: str | None = None,
) -> None:
    """Write a job; one with a unique key that is already written is not written again."""
    insert = sqlite.insert if db.engine.dialect.name == SQLITE else postgresql.insert
    # Not looked up first: two acts that write the same key at once must not fail each other.
    db.session.execute(
        insert(Job)
        .values(
            kind=kind,
            payload=dict(payload),
            unique_key=unique_key,
            written_at=at,
            run_at=run_at or at,
            tries=0,
            failed=False,
        )
        .on_conflict_do_nothing(index_elements=["unique_key"])
    )


def announce(fact: str, payload: Mapping[str, Any], *, at: datetime, unique_key: str) -> None:
    """Write a fact that something else may follow from; wiring.LISTENERS says whose jobs do."""
    enqueue(FACT_PREFIX + fact, payload, at=at, unique_key=f"{fact}:{unique_key}")
