# SPDX-License-Identifier: Apache-2.0
"""Jobs about jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import clock
from lms.jobs import services


def sweep(_payload: Mapping[str, Any]) -> None:
    """Forget jobs that have long been done."""
    services.sweep(at=clock.now())
