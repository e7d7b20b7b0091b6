# SPDX-License-Identifier: Apache-2.0
"""Putting a mail into words and into the outbox, in the caller's transaction: the one way out for every mail.

A mailbox that several people read is told no more than its matter allows, its subject says for whom the mail is, and
no address in it opens anything of hers, whatever the template says.
"""

from __future__ import annotations

import re
from datetime import datetime

from flask import render_template

from lms import config, links
from lms.db import db
from lms.graphemes import graphemes
from lms.i18n import gettext, speaking
from lms.jobs import outbox
from lms.mail.message import Message, Unsuitable
from lms.mail.models import OutgoingMail

SEND = "mail.send"
LONGEST_SUBJECT = 200
MOST_OF_A_NAME = 20
"""In a subject line, of what a reader takes for characters."""
_ADDRESSES = re.compile(r"https?://\S+", re.IGNORECASE)


def put(message: Message, *, at: datetime) -> int:
    """Write the mail and the job that sends it; the number of the mail. Words come from email/<template>/*.txt.

    Errors: Unsuitable.
    """
    message.refuse_unsuitable()
    subject, body = _in_words(message)
    if not (message.to.own and message.to.confirmed):
        _refuse_addresses(subject + "\n" + body)
    mail = OutgoingMail(recipient=message.to.address, subject=subject, body=body, written_at=at)
    db.session.add(mail)
    db.session.flush()  # needs mail.id
    outbox.enqueue(SEND, {"mail_id": mail.id}, at=at, unique_key=f"{SEND}:{mail.id}")
    return mail.id


def _in_words(message: Message) -> tuple[str, str]:
    settings = config.current()
    known = {"site_name": settings.site_name, "telephone": settings.telephone, "hours": settings.telephone_hours}
    with speaking(message.locale):
        values = {**known, **message.values}
        subject = " ".join(render_template(f"email/{message.template}/subject.txt", **values).split())
        body = render_template(f"email/{message.template}/body.txt", **values)
        if not message.to.own:
            subject = gettext("[for %(name)s] %(subject)s", name=_short(message.to.name), subject=subject)
    return _cut(subject), body.strip() + "\n"


def _cut(subject: str) -> str:
    pieces = graphemes(subject)
    while sum(map(len, pieces)) > LONGEST_SUBJECT:
        pieces.pop()
    return "".join(pieces)


def _short(name: str) -> str:
    pieces = graphemes(name)
    return "".join(pieces[:MOST_OF_A_NAME]) + ("…" if len(pieces) > MOST_OF_A_NAME else "")


def _refuse_addresses(text: str) -> None:
    if any(not links.opens_nothing(address) for address in _ADDRESSES.findall(text)):
        raise Unsuitable("a mailbox that others read gets no link to anything of hers")
