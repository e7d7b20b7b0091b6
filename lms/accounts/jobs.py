# SPDX-License-Identifier: Apache-2.0
"""Jobs about accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import clock
from lms.accounts import services
from lms.accounts.services import evidence, slip_lists, waiting
from lms.mail import queries as mail_queries
from lms.mail.trouble import Trouble


def send_reset(payload: Mapping[str, Any]) -> None:
    """Mail the link that somebody asked for, if there is such an account; run twice, the second link works."""
    services.send_reset(str(payload["sign_in"]), at=clock.now())


def announce_reset(payload: Mapping[str, Any]) -> None:
    """Tell every mailbox of a person that somebody asked for a new password for her."""
    waiting.announce(str(payload["reset_key"]), at=clock.now())


def note_failing(payload: Mapping[str, Any]) -> None:
    """Mark the address of a mail that came back."""
    address = mail_queries.recipient_of(int(payload["mail_id"]))
    if address is not None:
        services.note_failing(address, Trouble(payload["trouble"]), at=clock.now())


def make_slips(payload: Mapping[str, Any]) -> None:
    """Register the next people of a confirmed list and make their slips; run again, it goes on where it stopped."""
    slip_lists.make_next(str(payload["slip_list_key"]), at=clock.now(), on=clock.today())


def delete_evidence(payload: Mapping[str, Any]) -> None:
    """Delete a document whose request was decided; run twice, there is nothing left to delete."""
    evidence.delete_file(str(payload["name"]))


def sweep(_payload: Mapping[str, Any]) -> None:
    """Forget counted tries, dead links and closed sessions that have served their time."""
    services.sweep(at=clock.now())
