# SPDX-License-Identifier: Apache-2.0
"""Asking for another name or birth date once they are fixed: what is given, and what can become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen

OPEN_FOR = timedelta(days=90)
"""After that nobody decides any more: the request ends and its document is deleted."""
LONGEST_WORDS = 300


class Cause(StrEnum):
    """What happened."""

    FAMILY = "family"
    TYPING = "typing"
    NATIONALITY = "nationality"
    REGISTER = "register"
    OTHER = "other"


class DocumentKind(StrEnum):
    """What the person shows."""

    RESIDENCE = "residence"
    FAMILY_REGISTER = "family-register"
    LICENCE = "licence"
    RESIDENCE_CARD = "residence-card"
    NUMBER_CARD = "number-card"
    PASSPORT = "passport"
    OTHER = "other"


class HandIn(StrEnum):
    """How the document reaches us. Nobody needs a telephone with a camera."""

    HERE = "here"
    PAPER = "paper"


class Outcome(StrEnum):
    """How a request ended."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class RequestGiven:
    """A request as entered. `file_name` is the document that was sent before, if one was."""

    key: str
    name: NameGiven
    birth_date: date
    cause: Cause
    words: str
    document: DocumentKind
    file_name: str | None = None
    chosen: Chosen | None = None
