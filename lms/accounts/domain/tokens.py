# SPDX-License-Identifier: Apache-2.0
"""Links that work once: what for, and how long."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a link is for; one made for one purpose serves no other."""

    CONFIRM_EMAIL = "confirm-email"
    RESET_PASSWORD = "reset-password"  # noqa: S105
    FIRST_OPERATOR = "first-operator"


LIFETIMES = {
    Purpose.CONFIRM_EMAIL: timedelta(days=3),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.FIRST_OPERATOR: timedelta(hours=24),
}


class TokenState(StrEnum):
    """What a link is worth now."""

    USABLE = "usable"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
