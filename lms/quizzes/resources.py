# SPDX-License-Identifier: Apache-2.0
"""URL keys to things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.quizzes import queries
from lms.quizzes.queries import Sitting

if TYPE_CHECKING:
    from lms.quizzes.models import Attempt


def attempt(attempt_key: str) -> Attempt | None:
    """The attempt with this key."""
    return queries.attempt_by_key(attempt_key)


def sitting(attempt_key: str) -> Sitting | None:
    """The attempt with this key, as little of it as storing an answer needs."""
    return queries.sitting_by_key(attempt_key)
