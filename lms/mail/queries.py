# SPDX-License-Identifier: Apache-2.0
"""What lies in the mail outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

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


def recipient_of(mail_id: int) -> str | None:
    """The address that a mail was written to."""
    return db.session.scalar(select(OutgoingMail.recipient).where(OutgoingMail.id == mail_id))


def went_out(mail_ids: Iterable[int], *, until: datetime) -> bool:
    """Whether at least one of these mails had left the house by then and has not come back."""
    wanted = select(OutgoingMail.id).where(
        OutgoingMail.id.in_(list(mail_ids)), OutgoingMail.sent_at <= until, OutgoingMail.refused.is_(None)
    )
    return db.session.scalar(wanted.limit(1)) is not None
