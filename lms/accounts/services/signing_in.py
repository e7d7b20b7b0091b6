# SPDX-License-Identifier: Apache-2.0
"""Signing in and out. A refusal takes as long, writes as much and says the same whether or not the account exists."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, select, update

from lms import audit
from lms.access.identity import NOBODY, Identity
from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.contacts import folded_address
from lms.accounts.domain.throttles import IDENTITY_CHECK, SIGN_IN, SIGN_IN_ADDRESS
from lms.accounts.models import Account, SignInSession
from lms.accounts.services.throttling import forget_tries, note_try, refuse_while_waiting
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.identifiers import parse_learner_number

LONGEST_TYPED = 254


def sign_in(typed: str, password: str, *, address: str, device: str, at: datetime, shared: bool = False) -> str | None:
    """A session token for who signs in by learner number or own e-mail; None if number, address or password is wrong.

    Errors: TooMany.
    """
    subject = parse_learner_number(typed) or folded_address(typed[:LONGEST_TYPED])
    account = alone_with(queries.account_signing_in_by(typed[:LONGEST_TYPED]))
    refuse_while_waiting(SIGN_IN, subject, at=at)
    refuse_while_waiting(SIGN_IN_ADDRESS, address, at=at)
    if not hashing.matches(password, account.password_hash if account is not None else None) or account is None:
        note_try(SIGN_IN, subject, at=at)
        note_try(SIGN_IN_ADDRESS, address, at=at)
        about = account if account is not None else ""
        audit.record(Tag.SIGN_IN_REFUSED, by=NOBODY, about=about, at=at, reason="wrong")
        return None
    forget_tries(SIGN_IN, subject)
    if hashing.needs_rehash(account.password_hash):
        account.password_hash = hashing.hash_of(password)
    return open_session(account, way="password", device=device, at=at, shared=shared)


def open_session(account: Account, *, way: str, device: str, at: datetime, shared: bool = False) -> str:
    """Open a session of an account in a browser; the token belongs into its cookie. A `shared` one locks by itself."""
    token = hashing.new_token()
    digest, active_at = hashing.digest_of(token), at if shared else None
    db.session.add(
        SignInSession(digest=digest, account_id=account.id, opened_at=at, device=device, active_at=active_at)
    )
    audit.record(Tag.SIGNED_IN, by=identity_of(account), about=account, at=at, way=way)
    db.session.flush()  # the door looks the session up in this same act, past the ORM
    return token


def sign_out(token: str, *, by: Identity, at: datetime) -> None:
    """Close the session of one browser."""
    _close(SignInSession.digest == hashing.digest_of(token), at=at)
    if by.account_key is not None:
        audit.record(Tag.SIGNED_OUT, by=by, about=by.account_key, at=at, everywhere=False)


def sign_out_everywhere(account: Account, *, by: Identity, at: datetime) -> None:
    """Close every session of an account."""
    close_sessions(account, at=at)
    audit.record(Tag.SIGNED_OUT, by=by, about=account, at=at, everywhere=True)


def close_sessions(account: Account, *, at: datetime, but: str | None = None) -> None:
    """Close the sessions of an account, all but the one with a token."""
    others = SignInSession.account_id == account.id
    if but is not None:
        others &= SignInSession.digest != hashing.digest_of(but)
    _close(others, at=at)


def check_identity(account: Account, *, password: str, birth_date: date, at: datetime) -> bool:
    """Whether the one in front of the screen knows password and birth date of the account.

    Errors: TooMany.
    """
    alone_with(account)
    refuse_while_waiting(IDENTITY_CHECK, account.key, at=at)
    knows_password = hashing.matches(password, account.password_hash)
    if knows_password and account.person.birth_date == birth_date:
        forget_tries(IDENTITY_CHECK, account.key)
        return True
    note_try(IDENTITY_CHECK, account.key, at=at)
    audit.record(Tag.SIGN_IN_REFUSED, by=identity_of(account), about=account, at=at, reason="identity")
    return False


def identity_of(account: Account) -> Identity:
    """The person of an account, as the one who acts."""
    name = account.person.name
    return Identity(account.person.key, account.key, name=(name.register or name.latin) if name else "")


def alone_with(account: Account | None) -> Account | None:
    """The account, locked: tries that are sent together are counted one after the other."""
    wanted = 0 if account is None else account.id  # nobody has 0: looking for nobody costs as much
    db.session.scalar(lock_rows(select(Account.id).where(Account.id == wanted)))
    return account


def _close(which: ColumnElement[bool], *, at: datetime) -> None:
    db.session.execute(update(SignInSession).where(which, SignInSession.closed_at.is_(None)).values(closed_at=at))
