# SPDX-License-Identifier: Apache-2.0
"""Mails about accounts. None carries a password; those to an address nobody confirmed yet carry no name or number."""

from __future__ import annotations

from lms import links
from lms.graphemes import graphemes
from lms.mail.message import Message

MOST_OF_A_NAME = 20
"""In a subject line, of what a reader takes for characters."""


def confirm_email(address: str, *, locale: str, token: str, shared_with: str | None) -> Message:
    """Asks the mailbox to confirm itself. Where several people read it, the subject says for whom it is."""
    short = None if shared_with is None else "".join(graphemes(shared_with)[:MOST_OF_A_NAME])
    return Message(address, "confirm_email", locale, {"url": links.confirm_contact(token), "shared_with": short})


def first_sign_in(address: str, *, locale: str, learner_number: str, name: str, signs_in: bool) -> Message:
    """After the address was confirmed: the learner number, to be kept."""
    values = {
        "url": links.sign_in(),
        "learner_number": learner_number,
        "name": name,
        "address": address,
        "signs_in": signs_in,
    }
    return Message(address, "first_sign_in", locale, values)


def reset_password(address: str, *, locale: str, token: str, learner_number: str, name: str) -> Message:
    """The link to choose a new password."""
    values = {"url": links.reset_password(token), "learner_number": learner_number, "name": name}
    return Message(address, "reset_password", locale, values)


def password_changed(address: str, *, locale: str, name: str) -> Message:
    """Tells the person that her password was changed, in case it was not she."""
    return Message(address, "password_changed", locale, {"url": links.sign_in(), "name": name})


def email_changed(address: str, *, locale: str, name: str, taken_off: bool) -> Message:
    """Tells a confirmed address that it was taken off the account, or that another one of her own was confirmed."""
    values = {"name": name, "url": links.sign_in(), "address": address, "taken_off": taken_off}
    return Message(address, "email_changed", locale, values)
