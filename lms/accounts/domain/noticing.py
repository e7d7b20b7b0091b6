# SPDX-License-Identifier: Apache-2.0
"""What a person is told at her next sign-in."""

from __future__ import annotations

from enum import StrEnum


class NoticeKind(StrEnum):
    """What was done about her account."""

    SLIP_MADE = "slip-made"
    SLIP_VOIDED = "slip-voided"
    SLIP_USED = "slip-used"
    NAME_GRANTED = "name-granted"
    NAME_REFUSED = "name-refused"
    NAME_EXPIRED = "name-expired"
