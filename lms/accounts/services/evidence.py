# SPDX-License-Identifier: Apache-2.0
"""Files that people send: stored apart, and deleted when they have served.

The row goes in the act that decides, and with it everybody's way to the file; the file itself goes by a job of the same
act. What a crash leaves behind is a file without a row, and the sweep takes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.accounts.domain.uploads import DOCUMENTS, LARGEST_DOCUMENT, MOST_WAITING, fault_of, media_of
from lms.accounts.models import EvidenceFile, Person
from lms.accounts.queries import correcting as queries
from lms.audit import unaudited
from lms.db import db
from lms.errors import Invalid
from lms.jobs import outbox
from lms.storage import evidence

WAITS = timedelta(hours=13)
"""A draft lives twelve hours; then a file that belongs to nothing has served."""
UNDER_WAY = timedelta(hours=1)
"""A file so young may belong to an act that is not committed yet."""


@unaudited("nothing has been sent yet")
def keep_file(person: Person, content: bytes, *, at: datetime) -> EvidenceFile:
    """Store what a person sent before she has said for what; the oldest of too many such files makes room.

    Errors: Invalid.
    """
    media = media_of(content)
    if media is None or fault_of(content, largest=LARGEST_DOCUMENT, kinds=DOCUMENTS) is not None:
        raise Invalid("file-not-possible")
    for row in queries.waiting_files_of(person)[MOST_WAITING - 1 :]:
        drop_file(row, at=at)
    row = EvidenceFile(name=evidence.put(content), person_id=person.id, media=media, size=len(content), stored_at=at)
    db.session.add(row)
    db.session.flush()  # needs its id
    return row


@unaudited("the act that it belongs to is recorded")
def drop_file(row: EvidenceFile, *, at: datetime) -> None:
    """Nobody can reach the file any more; it is deleted as soon as the act stands."""
    outbox.enqueue("accounts.delete_evidence", {"name": row.name}, at=at)
    db.session.delete(row)
    db.session.flush()


@unaudited("the act that it belonged to is recorded")
def delete_file(name: str) -> None:
    """Delete a file that no row knows; done twice, nothing happens."""
    if not queries.has_file(name):
        evidence.remove(name)


@unaudited("it deletes what was never sent, and what an act that is recorded has left behind")
def sweep_evidence(*, at: datetime) -> None:
    """Delete what was sent and never used, and files that nobody knows of."""
    known = queries.names_of_files()
    for row in queries.waiting_since(at - WAITS):
        drop_file(row, at=at)
    evidence.remove_strays(known, older_than=at - UNDER_WAY)
