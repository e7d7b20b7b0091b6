# SPDX-License-Identifier: Apache-2.0
"""The first operator: invited by a link that the server prints, as long as there is none."""

from __future__ import annotations

from datetime import date, datetime

from lms import audit, links
from lms.access.identity import NOBODY, SITE, Identity, Role
from lms.accounts import queries
from lms.accounts.domain.registration import Registration
from lms.accounts.domain.tokens import Purpose
from lms.accounts.models import Account
from lms.accounts.services.registering import open_account
from lms.accounts.services.roles import grant
from lms.accounts.services.tokens import make_token, use_token
from lms.audit import Tag
from lms.errors import Conflict


def invite_first_operator(*, by: Identity = SITE, at: datetime) -> str | None:
    """The address of the page on which the first operator signs up; None once there is an operator.

    Each call makes a new link and lets the one before expire: only digests are kept, so no link can be shown again.
    """
    if queries.count_of_operators():
        return None
    token = make_token(Purpose.FIRST_OPERATOR, at=at)
    audit.record(Tag.OPERATOR_INVITED, by=by, about="", at=at)
    return links.first_operator(token)


def register_first_operator(token: str, registration: Registration, *, at: datetime, on: date) -> Account:
    """Use the link up and make the account with the role of operator; sent twice, it is answered with the same account.

    Errors: Conflict, Invalid.
    """
    existing = queries.person_by_key(registration.key)
    if existing is not None and existing.account is not None:
        return existing.account
    use_token(token, Purpose.FIRST_OPERATOR, at=at)
    if queries.count_of_operators():
        raise Conflict("link-not-usable")
    account = open_account(registration, by=NOBODY, at=at, on=on)
    grant(account.person, role=Role.OPERATOR, by=SITE, at=at)
    return account
