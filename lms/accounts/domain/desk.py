# SPDX-License-Identifier: Apache-2.0
"""What a desk enters about a person who does not sign up herself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """A person as somebody else enters her. `key` becomes hers: the same entry sent twice makes one person."""

    key: str
    name: NameGiven
    birth_date: date
    evidence: str
    telephone: str | None = None
    telephone_is_own: bool = True
    organization_key: str | None = None
    chosen: Chosen | None = None
    """How a name with rare characters is to be printed, as she said to the one who registers her."""
