# SPDX-License-Identifier: Apache-2.0
"""Who sits at the browser: the glue to Flask-Login. The cookie holds a random token, the database its digest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Flask, session
from flask_login import LoginManager, current_user, login_user, logout_user

from lms import clock
from lms.access.identity import NOBODY, Identity
from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.sessions import LONGEST_SESSION
from lms.db import reading

if TYPE_CHECKING:
    from lms.accounts.models import Account

LOGIN = LoginManager()


@dataclass(frozen=True, slots=True)
class Visitor:
    """The one at the browser, for templates and views; nobody, if no session is open."""

    identity: Identity
    learner_number: str = ""
    token: str = field(default="", repr=False)

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.identity.is_signed_in

    @property
    def is_active(self) -> bool:
        """Closed accounts have no open session."""
        return self.identity.is_signed_in

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return not self.identity.is_signed_in

    @property
    def person_key(self) -> str | None:
        """The key of the person signed in."""
        return self.identity.person_key

    @property
    def account_key(self) -> str | None:
        """The key of her account."""
        return self.identity.account_key

    @property
    def display_name(self) -> str:
        """The name by which she is addressed: as on the register, else in Latin letters."""
        return self.identity.name

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def init_app(app: Flask) -> None:
    """Let Flask-Login find out who sits at the browser. There is no "remember me": people share computers."""
    app.config.setdefault("SESSION_COOKIE_HTTPONLY", True)
    app.config.setdefault("SESSION_COOKIE_SAMESITE", "Lax")
    LOGIN.session_protection = None  # it compares addresses, and telephones change theirs
    LOGIN.anonymous_user = nobody
    LOGIN.user_loader(load)
    # Not init_app: its hook would open the session of every answer, to refresh a "remember me" that we do not have.
    app.login_manager = LOGIN  # type: ignore[attr-defined]


def nobody() -> Visitor:
    """The visitor without a session."""
    return Visitor(NOBODY)


def load(token: str) -> Visitor | None:
    """Whom a session token stands for now."""
    with reading():
        found = queries.signed_in(hashing.digest_of(token), since=clock.now() - LONGEST_SESSION)
    return None if found is None else Visitor(found.identity, found.learner_number, token)


def begin(token: str) -> None:
    """Sign this browser in. What it carried before is dropped, so that nobody can lay a session under another."""
    session.clear()
    visitor = load(token)
    if visitor is None:
        raise RuntimeError("the session was not opened in this act")
    login_user(visitor)


def end() -> None:
    """Sign this browser out."""
    logout_user()
    session.clear()


def her_account() -> Account:
    """The account of the person signed in."""
    account = queries.account_of(current_user.person_key)
    if account is None:
        raise RuntimeError("an open session without an open account")
    return account
