# SPDX-License-Identifier: Apache-2.0
"""A mail as a value: to whom, about what, in which language, which template folder, with which values.

Which mailbox may be told what is decided here, for every mail of the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Matter(StrEnum):
    """What a mail is about; it decides which mailboxes may get it."""

    CONFIRMATION = "confirmation"
    """Asks whoever reads the mailbox to confirm it."""
    NEWS = "news"
    """That something happened or waits, without saying what is for the person alone."""
    PERSONAL = "personal"
    """A result, a paper, a learner number, a link that signs in or sets a password: for the person alone."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, who reads it, and the name of the person that mail to it is for."""

    address: str
    own: bool
    confirmed: bool
    name: str

    def takes(self, matter: Matter) -> bool:
        """Whether a mail about this may go there. Only the person reads what is own and confirmed."""
        if not self.confirmed:
            return matter is Matter.CONFIRMATION
        return self.own or matter is not Matter.PERSONAL


class Unsuitable(ValueError):
    """A mail that must not go to this mailbox: the program is wrong, and nothing is written."""


@dataclass(frozen=True, slots=True)
class Message:
    """A mail that has yet to be put into words. `template` names a folder below templates/email/."""

    to: Mailbox
    template: str
    matter: Matter
    locale: str = "ja"
    values: Mapping[str, object] = field(default_factory=dict)

    def refuse_unsuitable(self) -> None:
        """Refuse what its mailbox may not be told.

        Errors: Unsuitable.
        """
        if not self.to.takes(self.matter):
            raise Unsuitable(f"{self.template} ({self.matter}) is not for this mailbox")


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words, as it lies in the outbox."""

    recipient: str
    subject: str
    body: str
    written_at: datetime
