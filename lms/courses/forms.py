# SPDX-License-Identifier: Apache-2.0
"""What people and pages send: the enrolment, and the beats of an open page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import RadioField

from lms.i18n import lazy
from lms.web.forms import Form

NO_ROLE = ""
FURTHEST_BLOCK = 10_000
LONGEST_VIDEO = 24 * 3600
LONGEST_TICKET = 16
_YES = "1"


class EnrolForm(Form):
    """The one question at enrolment; it may stay unanswered."""

    role = RadioField(lazy("Your role"), default=NO_ROLE)

    def offer(self, roles: Iterable[tuple[str, Any]]) -> None:
        """Offer these roles, and to name none."""
        self.role.choices = [*roles, (NO_ROLE, lazy("Another role, or I would rather not say"))]

    @property
    def role_asked(self) -> str | None:
        """The role that was chosen."""
        return self.role.data or None


@dataclass(frozen=True, slots=True)
class Said:
    """What an open page says of itself. Nothing here is time: that is read from the server's clock."""

    opens: bool
    ticket: str
    was_visible: bool
    had_sign: bool
    block: int
    video_seconds: int


def said_by(fields: Mapping[str, str]) -> Said:
    """Read a beat. Whatever is missing or no number counts as nothing said: a beat is never worth an error."""
    return Said(
        opens=fields.get("opens") == _YES,
        ticket=fields.get("ticket", "")[:LONGEST_TICKET],
        was_visible=fields.get("visible") == _YES,
        had_sign=fields.get("sign") == _YES,
        block=_number(fields.get("block"), FURTHEST_BLOCK),
        video_seconds=_number(fields.get("video"), LONGEST_VIDEO),
    )


def _number(text: str | None, most: int) -> int:
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return 0
    return min(int(text), most)
