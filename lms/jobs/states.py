# SPDX-License-Identifier: Apache-2.0
"""How queue and jobs stand, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(minutes=5)
"""A job due for longer is overdue; a worker silent for longer is missed."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    RETRYING = "retrying"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the queue stands at a moment: jobs due, due for too long, given up, and when a worker was last seen."""

    at: datetime
    waiting: int
    overdue: int
    failed: int
    oldest_due: datetime | None
    worker_seen_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether something has been due for too long."""
        return self.oldest_due is not None and self.at - self.oldest_due > LATE

    @property
    def worker_is_missed(self) -> bool:
        """Whether no worker showed itself of late."""
        return self.worker_seen_at is None or self.at - self.worker_seen_at > LATE


@dataclass(frozen=True, slots=True)
class SeenJob:
    """A job as people see it: never what it carries, nor the words of its error, which may name somebody."""

    number: int
    kind: str
    state: JobState
    written_at: datetime
    run_at: datetime
    tries: int
    failed_at: datetime | None
    error_kind: str | None
