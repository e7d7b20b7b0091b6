# SPDX-License-Identifier: Apache-2.0
"""What lies in the mail outbox."""

from __future__ import annotations

from sqlalchemy import select

from lms.db import db
from lms.mail.message import Written
from lms.mail.models import OutgoingMail


def unsent(mail_id: int) -> Written | None:
    """The words of a mail that has neither gone out nor been refused."""
    mail = db.session.scalar(
        select(OutgoingMail).where(
            OutgoingMail.id == mail_id, OutgoingMail.sent_at.is_(None), OutgoingMail.refused.is_(None)
        )
    )
    return None if mail is None else Written(mail.recipient, mail.subject, mail.body, mail.written_at)
