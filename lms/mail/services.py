# SPDX-License-Identifier: Apache-2.0
"""What became of a mail."""

from __future__ import annotations

from datetime import datetime

from lms.audit import unaudited
from lms.db import db
from lms.mail.models import OutgoingMail


@unaudited("the row of the mail itself says when it went out or why not")
def note_outcome(mail_id: int, *, refusal: str | None, at: datetime) -> None:
    """Record that a mail went out, or that its address does not take mail (then it is not tried again)."""
    mail = db.session.get_one(OutgoingMail, mail_id)
    mail.body = ""  # links in it may still work: they belong to the recipient alone
    if refusal is None:
        mail.sent_at = at
    else:
        mail.refused = refusal
