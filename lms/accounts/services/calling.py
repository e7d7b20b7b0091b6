# SPDX-License-Identifier: Apache-2.0
"""Noting what was said on the telephone."""

from __future__ import annotations

from datetime import datetime

from lms import audit
from lms.access.identity import Identity
from lms.accounts.models import CallNote, Person
from lms.audit import Tag
from lms.db import db


def note_call(person: Person, *, caller: str, matter: str, outcome: str, by: Identity, at: datetime) -> CallNote:
    """Note a call about a person: who called, what about, what was done."""
    note = CallNote(person_id=person.id, caller=caller, matter=matter, outcome=outcome, at=at, by=by.person_key or "")
    db.session.add(note)
    audit.record(Tag.CALL_NOTED, by=by, about=person, at=at)
    return note
