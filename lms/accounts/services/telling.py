# SPDX-License-Identifier: Apache-2.0
"""Telling a person something by mail: what is for her alone, and what everybody may read who reads her mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lms.accounts import notices
from lms.accounts.models import Person
from lms.accounts.queries import mailboxes
from lms.audit import unaudited
from lms.mail import outbox
from lms.mail.message import Mailbox, Message

Personal = Callable[[Mailbox, str], Message]
"""Makes the mail for a mailbox of her own, in a language."""


@unaudited("the mails themselves are the record")
def tell(person: Person, personal: Personal, *, at: datetime, news: Personal | None = None) -> int:
    """Write to every mailbox of a person; how many mails were written.

    Her own ones get what is for her alone, shared ones only that there is news (or `news`, where it says more).
    """
    locale = mailboxes.language_of(person)
    others = news or (lambda to, locale: notices.news(to, locale=locale))
    boxes = mailboxes.mailboxes_of(person)
    for box in boxes:
        outbox.put(personal(box, locale) if box.own else others(box, locale), at=at)
    return len(boxes)


@unaudited("the mails themselves are the record")
def tell_her_alone(person: Person, personal: Personal, *, at: datetime) -> int:
    """Write to every mailbox that only she reads, and to no other; how many mails were written."""
    locale = mailboxes.language_of(person)
    boxes = [box for box in mailboxes.mailboxes_of(person) if box.own]
    for box in boxes:
        outbox.put(personal(box, locale), at=at)
    return len(boxes)
