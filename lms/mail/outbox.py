# SPDX-License-Identifier: Apache-2.0
"""Putting a mail into words and into the outbox, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from flask import render_template

from lms import config
from lms.db import db
from lms.i18n import speaking
from lms.jobs import outbox
from lms.mail.message import Message
from lms.mail.models import OutgoingMail

SEND = "mail.send"


def put(message: Message, *, at: datetime) -> None:
    """Write the mail and the job that sends it. Words come from email/<template>/{subject,body}.txt."""
    settings = config.current()
    known = {"site_name": settings.site_name, "telephone": settings.telephone, "hours": settings.telephone_hours}
    with speaking(message.locale):
        values = {**known, **message.values}
        subject = " ".join(render_template(f"email/{message.template}/subject.txt", **values).split())
        body = render_template(f"email/{message.template}/body.txt", **values)
    mail = OutgoingMail(recipient=message.to, subject=subject, body=body.strip() + "\n", written_at=at)
    db.session.add(mail)
    db.session.flush()  # needs mail.id
    outbox.enqueue(SEND, {"mail_id": mail.id}, at=at, unique_key=f"{SEND}:{mail.id}")
