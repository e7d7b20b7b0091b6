# SPDX-License-Identifier: Apache-2.0
"""Jobs about drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import clock
from lms.drafts import services


def sweep(_payload: Mapping[str, Any]) -> None:
    """Forget drafts that nobody finished."""
    services.sweep(at=clock.now())
