# SPDX-License-Identifier: Apache-2.0
"""Letters: that they were printed is recorded with each person, so that nobody is written to twice about one thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lms import audit
from lms.access.identity import Identity
from lms.accounts.queries.letters import Addressee
from lms.audit import Tag

LETTER, LABEL = "letter", "label"


def note_letters(addressees: Sequence[Addressee], *, way: str, by: Identity, at: datetime) -> None:
    """Record that a letter or a label was made for each; a letter tells of every notice that waits."""
    for addressee in addressees:
        audit.record(Tag.LETTER_PRINTED, by=by, about=addressee.person, at=at, way=way)
        if way == LETTER:
            for notice in addressee.notices:
                notice.letter_at = at
