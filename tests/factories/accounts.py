# SPDX-License-Identifier: Apache-2.0
"""Persons and accounts with good defaults. Call them inside an application context; they commit what they make."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from lms.access.identity import SITE, Role
from lms.accounts import services
from lms.accounts.adapters import hashing
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.registration import Registration
from lms.accounts.models import Account, Contact, Person
from lms.clock import now
from lms.db import db, transaction
from lms.identifiers import new_key
from lms.periods import tokyo_day

PASSWORD = "a long enough password"
BORN = date(1975, 4, 1)
NAME = NameGiven("山田 花子", "ヤマダ ハナコ", "YAMADA HANAKO")
TERMS = {"terms": "# Terms\n", "privacy": "# Privacy\n"}

# What somebody types into the sign-up page.
ENTRIES = {
    "register": "山田 花子",
    "kana": "ヤマダ ハナコ",
    "latin": "YAMADA HANAKO",
    "birth_date": "1975-04-01",
    "password": PASSWORD,
    "password_again": PASSWORD,
    "accepts_terms": "y",
    "accepts_privacy": "y",
}


@cache
def password_hash(password: str) -> str:
    """The hash of a password, made once a run: argon2 is slow on purpose."""
    return hashing.hash_of(password)


def make_account(
    role: Role | None = None, password: str = PASSWORD, *, email: str | None = None, **over: Any
) -> Account:
    """An account with a person; `role` is granted for the whole site, `email` is a confirmed address of her own.

    `over`: name, birth_date, locale, key, accepted (fields of Registration), and `at`, the moment of the sign-up.
    """
    at: datetime = over.pop("at", now())
    facts = {"name": NAME, "birth_date": BORN, "accepted": TERMS, "key": new_key(), **over}
    with transaction():
        registration = Registration(password_hash=password_hash(password), **facts)
        account = services.open_account(registration, by=SITE, at=at, on=tokyo_day(at))
        if role is not None and role is not Role.LEARNER:
            services.grant(account.person, role=role, by=SITE, at=at)
        if email is not None:
            db.session.add(confirmed(account.person, email, at))
    return account


def make_person(**over: Any) -> Person:
    """A person (with an account; see make_account)."""
    return make_account(**over).person


def confirmed(person: Person, email: str, at: datetime) -> Contact:
    """A confirmed address of her own, by which she can sign in."""
    folded = email.casefold()
    return Contact(
        key=new_key(),
        person_id=person.id,
        kind="email",
        value=email,
        folded=folded,
        own=True,
        signs_in=True,
        added_at=at,
        confirmed_at=at,
    )


def make_session(account: Account, at: datetime | None = None) -> str:
    """The token of an open session, for the cookie."""
    with transaction():
        return services.open_session(account, way="test", device="", at=at or datetime.now(UTC))


__all__ = [
    "BORN",
    "ENTRIES",
    "NAME",
    "PASSWORD",
    "TERMS",
    "confirmed",
    "make_account",
    "make_person",
    "make_session",
    "password_hash",
]
