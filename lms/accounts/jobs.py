# SPDX-License-Identifier: Apache-2.0
"""Jobs about accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import clock
from lms.accounts import services


def send_reset(payload: Mapping[str, Any]) -> None:
    """Mail the link that somebody asked for, if there is such an account; run twice, the second link works."""
    services.send_reset(str(payload["sign_in"]), at=clock.now())


def sweep(_payload: Mapping[str, Any]) -> None:
    """Forget counted tries, dead links and closed sessions that have served their time."""
    services.sweep(at=clock.now())
