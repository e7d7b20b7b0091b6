# SPDX-License-Identifier: Apache-2.0
"""Making and using up links that work once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.tokens import LIFETIMES, Purpose, TokenState
from lms.accounts.models import Account, Contact, OneTimeToken
from lms.db import db, lock_rows
from lms.errors import Conflict


def make_token(
    purpose: Purpose, *, at: datetime, account: Account | None = None, contact: Contact | None = None
) -> str:
    """A new link's secret; earlier links for the same thing stop working."""
    void_tokens(purpose, account=account, contact=contact, at=at)
    secret = hashing.new_token()
    db.session.add(
        OneTimeToken(
            digest=hashing.digest_of(secret),
            purpose=purpose,
            account_id=account.id if account is not None else None,
            contact_id=contact.id if contact is not None else None,
            made_at=at,
            expires_at=at + LIFETIMES[purpose],
        )
    )
    return secret


def void_tokens(purpose: Purpose, *, account: Account | None, contact: Contact | None, at: datetime) -> None:
    """Let the unused links for one thing expire now."""
    same_account = OneTimeToken.account_id == account.id if account is not None else OneTimeToken.account_id.is_(None)
    same_contact = OneTimeToken.contact_id == contact.id if contact is not None else OneTimeToken.contact_id.is_(None)
    db.session.execute(
        update(OneTimeToken)
        .where(OneTimeToken.purpose == purpose, same_account, same_contact)
        .where(OneTimeToken.used_at.is_(None), OneTimeToken.expires_at > at)
        .values(expires_at=at)
    )


def use_token(secret: str, purpose: Purpose, *, at: datetime) -> OneTimeToken:
    """Use a link up.

    Errors: Conflict if it is used, expired or not one of ours.
    """
    digest = hashing.digest_of(secret)
    wanted = select(OneTimeToken).where(OneTimeToken.digest == digest, OneTimeToken.purpose == purpose)
    found = db.session.scalar(lock_rows(wanted))
    if found is None or queries.state_of(found, at=at) is not TokenState.USABLE:
        raise Conflict("link-not-usable")
    found.used_at = at
    return found
