# SPDX-License-Identifier: Apache-2.0
"""What the worker does for tests; each is safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import clock
from lms.quizzes import services


def close_attempt(payload: Mapping[str, Any]) -> None:
    """Mark one attempt whose time is over."""
    services.close_attempt(payload["attempt_key"], at=clock.now())


def close_overdue(_payload: Mapping[str, Any]) -> None:
    """Mark what is overdue although its own job did not."""
    services.close_overdue(clock.now())
