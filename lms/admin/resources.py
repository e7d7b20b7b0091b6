# SPDX-License-Identifier: Apache-2.0
"""Keys in addresses → things."""

from __future__ import annotations

from lms.jobs import queries


def job(job_number: int) -> queries.Job | None:
    """A job by its number."""
    return queries.job_by_number(job_number)
