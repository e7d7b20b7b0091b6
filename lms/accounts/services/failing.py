# SPDX-License-Identifier: Apache-2.0
"""Contacts at which nothing arrives: mails that come back, numbers that somebody tried in vain."""

from __future__ import annotations

from datetime import datetime

from lms import audit
from lms.access.identity import SITE, Identity
from lms.accounts.domain.contacts import TOLD, folded_address
from lms.accounts.models import Account, Contact
from lms.accounts.queries.contacts import contacts_at
from lms.audit import Tag, unaudited
from lms.mail.trouble import Trouble


def note_failing(address: str, trouble: Trouble, *, at: datetime) -> int:
    """A mail to this address came back: mark it for everybody who has it; how many contacts were marked."""
    rows = [row for row in contacts_at(folded_address(address)) if row.failing_since is None]
    for row in rows:
        _mark(row, str(trouble), by=SITE, at=at)
    return len(rows)


def mark_as_failing(contact: Contact, *, by: Identity, at: datetime) -> None:
    """An officer was told, or found, that nothing arrives there."""
    if contact.failing_since is None:
        _mark(contact, TOLD, by=by, at=at)


def mark_as_working(contact: Contact, *, by: Identity, at: datetime) -> None:
    """An officer was told, or found, that it works again."""
    if contact.failing_since is not None:
        contact.failing_since = contact.failing_why = None
        audit.record(Tag.CONTACT_WORKING, by=by, about=contact.person, at=at, kind=contact.kind)


@unaudited("a hint that was put away is no act")
def close_hint(account: Account, *, at: datetime) -> None:
    """She does not want to hear again that an address of her own would be useful."""
    account.hint_closed_at = account.hint_closed_at or at


def _mark(contact: Contact, why: str, *, by: Identity, at: datetime) -> None:
    contact.failing_since, contact.failing_why = at, why
    audit.record(Tag.CONTACT_FAILING, by=by, about=contact.person, at=at, kind=contact.kind, why=why)
