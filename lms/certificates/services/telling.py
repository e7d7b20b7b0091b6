# SPDX-License-Identifier: Apache-2.0
"""Telling the holder that a certificate is ready."""

from __future__ import annotations

from datetime import datetime

from lms import audit
from lms.access.identity import Identity
from lms.accounts import services as accounts
from lms.accounts.queries.mailboxes import mailboxes_of
from lms.audit import Tag, unaudited
from lms.certificates import notices
from lms.certificates.models import Certificate
from lms.certificates.services.papers import snapshot_of
from lms.errors import Conflict
from lms.jobs import outbox as jobs
from lms.mail.message import Mailbox, Message

NOTICE = "certificates.send_notice"


def send_notice_again(certificate: Certificate, *, by: Identity, at: datetime) -> None:
    """Have the holder told once more; a second click within the minute changes nothing.

    Errors: Conflict for a sample, or where no mail reaches the holder.
    """
    if certificate.sample:
        raise Conflict("sample-is-no-news")
    if not mailboxes_of(certificate.person):
        raise Conflict("no-mailbox")
    payload = {"certificate_id": certificate.certificate_id}
    minute = at.strftime("%Y%m%d%H%M")
    jobs.enqueue(NOTICE, payload, at=at, unique_key=f"{NOTICE}:again:{minute}:{certificate.certificate_id}")
    audit.record(Tag.NOTICE_SENT_AGAIN, by=by, about=certificate, at=at, number=certificate.number)


@unaudited("the mail itself is the record")
def tell_holder(certificate: Certificate, *, at: datetime) -> int:
    """Write to the holder; how many mails were written. Samples are no news.

    A shared address learns only that there is news: whoever reads it has no business with the result.
    """
    if certificate.sample or certificate.number is None:
        return 0
    snapshot = snapshot_of(certificate)
    number, name = certificate.number, snapshot.holder.name or snapshot.holder.latin
    course = {"ja": snapshot.course.name.ja, "en": snapshot.course.name.en}

    def personal(to: Mailbox, locale: str) -> Message:
        return notices.certificate_issued(to, locale=locale, name=name, course=course, number=number)

    return accounts.tell(certificate.person, personal, at=at)
