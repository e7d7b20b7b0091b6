# SPDX-License-Identifier: Apache-2.0
"""The job that sends a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import clock, config
from lms.db import reading, transaction
from lms.mail import queries, senders, services


def send(payload: Mapping[str, Any]) -> None:
    """Send one written mail; a second run finds it sent.

    The server is spoken to between two acts: nobody waits for the database meanwhile.
    """
    mail_id = int(payload["mail_id"])
    settings = config.current()
    with reading():
        mail = queries.unsent(mail_id)
        wire = None if mail is None else senders.compose(mail_id, mail, settings)
    if wire is None:
        return
    refusal = senders.send(wire, settings, name=f"{mail_id:06d}")
    with transaction():
        services.note_outcome(mail_id, refusal=refusal, at=clock.now())
