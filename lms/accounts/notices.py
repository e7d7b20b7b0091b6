# SPDX-License-Identifier: Apache-2.0
"""Mails about accounts. None carries a password; each says what it is about, and with that who may get it.

Subjects of mails to mailboxes that several people read are given the person's name where mails are put into words.
"""

from __future__ import annotations

from datetime import datetime

from lms import links
from lms.mail.message import Mailbox, Matter, Message


def confirm_email(to: Mailbox, *, locale: str, token: str) -> Message:
    """Asks the mailbox to confirm itself. To an address of her own that nobody confirmed yet it names nobody."""
    values = {"url": links.confirm_contact(token), "shared_with": None if to.own else to.name}
    return Message(to, "confirm_email", Matter.CONFIRMATION, locale, values)


def first_sign_in(to: Mailbox, *, locale: str, learner_number: str, signs_in: bool) -> Message:
    """After the address was confirmed: the learner number, to be kept."""
    values = {
        "url": links.sign_in(),
        "learner_number": learner_number,
        "name": to.name,
        "address": to.address,
        "signs_in": signs_in,
    }
    return Message(to, "first_sign_in", Matter.PERSONAL, locale, values)


def reset_password(to: Mailbox, *, locale: str, token: str, learner_number: str) -> Message:
    """The link to choose a new password."""
    values = {"url": links.reset_password(token), "learner_number": learner_number, "name": to.name}
    return Message(to, "reset_password", Matter.PERSONAL, locale, values)


def password_changed(to: Mailbox, *, locale: str) -> Message:
    """Tells the person that her password was changed, in case it was not she."""
    return Message(to, "password_changed", Matter.PERSONAL, locale, {"url": links.sign_in(), "name": to.name})


def password_changed_news(to: Mailbox, *, locale: str) -> Message:
    """The same for a mailbox that several people read: without a way in."""
    return Message(to, "password_changed_news", Matter.NEWS, locale, {"name": to.name})


def slip_made(to: Mailbox, locale: str) -> Message:
    """A slip was made by which a new password can be chosen, in case nobody asked for it."""
    return Message(to, "slip_made", Matter.PERSONAL, locale, {"name": to.name})


def name_request_ended(to: Mailbox, locale: str) -> Message:
    """Her request about name or birth date was decided. What it was about is read on the site, not in a mail."""
    return Message(to, "name_request_ended", Matter.PERSONAL, locale, {"url": links.sign_in()})


def email_changed(to: Mailbox, *, locale: str, taken_off: bool) -> Message:
    """Tells a confirmed address that it was taken off the account, or that another one of her own was confirmed."""
    values = {"name": to.name, "address": to.address, "taken_off": taken_off}
    return Message(to, "email_changed", Matter.NEWS, locale, values)


def news(to: Mailbox, *, locale: str) -> Message:
    """That there is something for the person alone, without saying what."""
    return Message(to, "news", Matter.NEWS, locale, {"name": to.name})


def reset_asked(to: Mailbox, *, locale: str, token: str, opens_at: datetime | None) -> Message:
    """Somebody who knows number and birth date asked for a new password: until when it can be stopped, and how.

    Without `opens_at` an officer has to look at it first.
    """
    values = {"name": to.name, "url": links.stop_reset(token), "opens_at": opens_at}
    return Message(to, "reset_asked", Matter.NEWS, locale, values)
