# SPDX-License-Identifier: Apache-2.0
"""What became of a mail."""

from __future__ import annotations

import hmac
from datetime import datetime

from lms import config
from lms.audit import unaudited
from lms.db import db
from lms.jobs import outbox as jobs
from lms.mail import senders
from lms.mail.message import Written
from lms.mail.models import OutgoingMail
from lms.mail.reports import Report
from lms.mail.senders import Refusal
from lms.mail.trouble import trouble_of

REFUSED = "MailRefused"


@unaudited("the row of the mail itself says when it went out or why not")
def note_outcome(mail_id: int, *, refusal: Refusal | None, at: datetime) -> None:
    """Record that a mail went out, or that its address does not take mail (then it is not tried again)."""
    mail = db.session.get_one(OutgoingMail, mail_id)
    mail.body = ""  # links in it may still work: they belong to the recipient alone
    if refusal is None:
        mail.sent_at = at
    else:
        _note_refused(mail, str(refusal), code=refusal.status or str(refusal.codes[0]), at=at)


@unaudited("the row of the mail itself says that it came back")
def note_returned(report: Report, *, at: datetime) -> bool:
    """Whether a report is about a mail that we sent and about the address we sent it to; then the mail came back."""
    mail = db.session.get(OutgoingMail, report.mail_id)
    if mail is None or mail.refused is not None or not _is_of(report, mail):
        return False
    failed = (failure.status for failure in report.failures if mail.recipient.casefold() in failure.addresses)
    status = next(failed, None)
    if status is None:
        return False
    _note_refused(mail, f"came back with {status}", code=status, at=at)
    return True


def _is_of(report: Report, mail: OutgoingMail) -> bool:
    written = Written(mail.recipient, mail.subject, mail.body, mail.written_at)
    return hmac.compare_digest(report.seal, senders.seal(mail.id, written, config.current()))


def _note_refused(mail: OutgoingMail, words: str, *, code: str, at: datetime) -> None:
    mail.refused = words
    # What follows for the person is for the package that knows her: contacts that fail are listed for officers.
    jobs.announce(REFUSED, {"mail_id": mail.id, "trouble": trouble_of(code)}, at=at, unique_key=str(mail.id))
