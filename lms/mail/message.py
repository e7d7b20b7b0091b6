# SPDX-License-Identifier: Apache-2.0
"""A mail as a value: to whom, in which language, which template folder, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A mail that has yet to be put into words. `template` names a folder below templates/email/."""

    to: str
    template: str
    locale: str = "ja"
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words, as it lies in the outbox."""

    recipient: str
    subject: str
    body: str
    written_at: datetime
