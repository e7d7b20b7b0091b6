# SPDX-License-Identifier: Apache-2.0
"""Changing a password, and finding back in without one."""

from __future__ import annotations

from datetime import datetime

from lms import audit, links
from lms.access.identity import NOBODY, Identity
from lms.accounts import notices, queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.contacts import folded_address
from lms.accounts.domain.passwords import password_fault
from lms.accounts.domain.throttles import OLD_PASSWORD, RESET, RESET_ADDRESS, SIGN_IN
from lms.accounts.domain.tokens import Purpose
from lms.accounts.domain.waiting import End
from lms.accounts.models import Account
from lms.accounts.queries.mailboxes import own_mailbox_of
from lms.accounts.services.signing_in import LONGEST_TYPED, alone_with, close_sessions, identity_of
from lms.accounts.services.telling import tell
from lms.accounts.services.throttling import forget_tries, note_try, refuse_while_waiting
from lms.accounts.services.tokens import make_token, use_token, void_tokens
from lms.accounts.services.waiting import end_all
from lms.audit import Tag
from lms.db import db
from lms.errors import Conflict, Invalid
from lms.identifiers import parse_learner_number
from lms.jobs import outbox as jobs
from lms.mail import outbox
from lms.mail.message import Mailbox, Message

SEND_RESET = "accounts.send_reset"


def change_password(account: Account, *, old: str, new: str, keep: str, by: Identity, at: datetime) -> bool:
    """Whether the old password was right and the new one is set. Other browsers are signed out, not the one to keep.

    Errors: Invalid, TooMany.
    """
    if not confirm_password(account, old, by=by, at=at):
        return False
    _set_password(account, new, way="changed", by=by, at=at)
    close_sessions(account, at=at, but=keep)
    return True


def confirm_password(account: Account, password: str, *, by: Identity, at: datetime) -> bool:
    """Whether the one signed in knows the password, before something that would open the account to others.

    Errors: TooMany.
    """
    alone_with(account)
    refuse_while_waiting(OLD_PASSWORD, account.key, at=at)
    if hashing.matches(password, account.password_hash):
        forget_tries(OLD_PASSWORD, account.key)
        return True
    note_try(OLD_PASSWORD, account.key, at=at)
    audit.record(Tag.SIGN_IN_REFUSED, by=by, about=account, at=at, reason="old-password")
    return False


def request_reset(typed: str, *, address: str, at: datetime) -> None:
    """Note that somebody asked for a reset link. Whether there is such an account a job looks: nothing shows here.

    Errors: TooMany.
    """
    wanted = typed[:LONGEST_TYPED]
    subject = parse_learner_number(wanted) or folded_address(wanted)
    for limit, counted in ((RESET, subject), (RESET_ADDRESS, address)):
        refuse_while_waiting(limit, counted, at=at)
        note_try(limit, counted, at=at)
    jobs.enqueue(SEND_RESET, {"sign_in": subject}, at=at)
    audit.record(Tag.PASSWORD_RESET_REQUESTED, by=NOBODY, about="", at=at)


def send_reset(sign_in: str, *, at: datetime) -> None:
    """Mail a reset link to the confirmed own address of an account, if there are both."""
    account = queries.account_signing_in_by(sign_in)
    mailbox = None if account is None else own_mailbox_of(account.person)
    if account is None or mailbox is None:
        return
    token = make_token(Purpose.RESET_PASSWORD, account=account, at=at)
    number = account.person.learner_number
    message = notices.reset_password(mailbox, locale=account.locale, token=token, learner_number=number)
    outbox.put(message, at=at)
    audit.record(Tag.PASSWORD_RESET_REQUESTED, by=NOBODY, about=account, at=at)


def reset_link(account: Account, *, by: Identity, at: datetime) -> str:
    """The address of a page on which a new password is chosen, for the operator to hand over."""
    token = make_token(Purpose.RESET_PASSWORD, account=account, at=at)
    audit.record(Tag.PASSWORD_RESET_REQUESTED, by=by, about=account, at=at)
    return links.reset_password(token)


def reset_password(token: str, *, new: str, at: datetime) -> Account:
    """Set a new password by a link that was mailed; every browser is signed out, and waiting is forgiven.

    Errors: Conflict, Invalid.
    """
    link = use_token(token, Purpose.RESET_PASSWORD, at=at)
    account = db.session.get_one(Account, link.account_id)
    if account.closed_at is not None:
        raise Conflict("link-not-usable")
    replace_password(account, new, way="link", at=at)
    return account


def replace_password(account: Account, new: str, *, way: str, at: datetime) -> None:
    """Set a password for who does not know the old one; every browser is signed out, and waiting is forgiven.

    Errors: Invalid.
    """
    _set_password(account, new, way=way, by=identity_of(account), at=at)
    close_sessions(account, at=at)
    for subject in (account.person.learner_number, *(row.folded for row in queries.contacts_of(account.person))):
        forget_tries(SIGN_IN, subject)


def _set_password(account: Account, new: str, *, way: str, by: Identity, at: datetime) -> None:
    if password_fault(new) is not None:
        raise Invalid("password-not-accepted")
    account.password_hash = hashing.hash_of(new)
    account.password_set_at = at
    void_tokens(Purpose.RESET_PASSWORD, account=account, contact=None, at=at)
    end_all(account, why=End.PASSWORD_SET, at=at)
    audit.record(Tag.PASSWORD_CHANGED, by=by, about=account, at=at, way=way)
    tell(account.person, _changed, at=at, news=_changed_news)


def _changed(to: Mailbox, locale: str) -> Message:
    return notices.password_changed(to, locale=locale)


def _changed_news(to: Mailbox, locale: str) -> Message:
    return notices.password_changed_news(to, locale=locale)
