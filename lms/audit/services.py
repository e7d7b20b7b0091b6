# SPDX-License-Identifier: Apache-2.0
"""Writing the audit record."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from lms.access.identity import Identity
from lms.audit.marks import unaudited
from lms.audit.models import AuditRecord
from lms.audit.tags import DETAILS, Tag
from lms.db import db


class Keyed(Protocol):
    """A thing that the record can name."""

    @property
    def key(self) -> str:
        """The public key of the thing."""
        ...


@unaudited("it is the record itself")
def record(tag: Tag, *, by: Identity, about: Keyed | str, at: datetime, **details: object) -> None:
    """Append one record in the caller's transaction. The details must be exactly those the tag declares."""
    if frozenset(details) != DETAILS[tag]:
        raise ValueError(f"{tag} carries {sorted(DETAILS[tag])}, not {sorted(details)}")
    named = isinstance(about, str)
    db.session.add(
        AuditRecord(
            at=at,
            tag=tag,
            by_person_key=by.person_key,
            about_kind="" if named else type(about).__name__,
            about_key=about if isinstance(about, str) else about.key,
            details=details,
        )
    )
