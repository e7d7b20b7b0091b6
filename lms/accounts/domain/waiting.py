# SPDX-License-Identifier: Apache-2.0
"""A new password by learner number and birth date: it waits, so that the person can stop what she did not ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WAIT = timedelta(hours=24)
LIFETIME = timedelta(days=7)
TOLD_WITHIN = timedelta(hours=1)
"""The wait protects only who was told at its beginning."""


class End(StrEnum):
    """Why a request ended."""

    STOPPED_BY_MAIL = "stopped-by-mail"
    STOPPED_BY_HER = "stopped-by-her"
    STOPPED_BY_OFFICER = "stopped-by-officer"
    PASSWORD_SET = "password-set"  # noqa: S105


class ResetState(StrEnum):
    """What a request is worth now."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    """It ended, or it needs somebody of the training body; from outside these look the same."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is decided on: when it was asked for, whether it ended or was released, and whom it concerns."""

    asked_at: datetime
    ended: bool
    released: bool
    fits_somebody: bool
    may_open_alone: bool


def opens_at(asked_at: datetime) -> datetime:
    """When a request can be used that nobody stopped or released."""
    return asked_at + WAIT


def expires_at(asked_at: datetime) -> datetime:
    """When a request is of no use any more."""
    return asked_at + LIFETIME


def state_of(request: Request, *, at: datetime) -> ResetState:
    """Say what a request is worth. While it waits one that fits nobody looks like any other."""
    if not request.fits_somebody or request.ended:
        return ResetState.WAITING if at < opens_at(request.asked_at) else ResetState.CLOSED
    if at >= expires_at(request.asked_at):
        return ResetState.CLOSED
    if request.released:
        return ResetState.OPEN
    if at < opens_at(request.asked_at):
        return ResetState.WAITING
    return ResetState.OPEN if request.may_open_alone else ResetState.CLOSED
