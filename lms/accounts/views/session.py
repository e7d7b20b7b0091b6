# SPDX-License-Identifier: Apache-2.0
"""Who sits at the browser: the glue to Flask-Login. The cookie holds a random token, the database its digest.

On a computer that others use, too, the session locks when nobody is there: until the password opens it again, nobody is
signed in there as far as any door can see; only the page that unlocks knows whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Flask, Response, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from lms import clock
from lms.access.identity import NOBODY, Identity
from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.sessions import LONGEST_SESSION, is_locked, is_worth_noting
from lms.accounts.services import locking
from lms.db import reading, transaction
from lms.web import csrf
from lms.web.navigation import COOKIE_SECONDS
from lms.web.routing import SHARED

if TYPE_CHECKING:
    from lms.accounts.models import Account

LOGIN = LoginManager()
SHARED_COOKIE = "shared_computer"
"""Remembers for the next sign-in that others use this computer, too, and nothing else."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The one at the browser, for templates and views; nobody, if no session is open or the open one is locked."""

    identity: Identity
    learner_number: str = ""
    token: str = field(default="", repr=False)
    whose: Identity = NOBODY
    """Whose session it is, even if it is locked."""
    is_shared: bool = False
    is_locked: bool = False
    has_kept: bool = False
    active_at: datetime | None = None

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

    def note_activity(self) -> None:
        """She did something: a computer that others use, too, does not lock now."""
        at = clock.now()
        if self.is_authenticated and is_worth_noting(active_at=self.active_at, at=at):
            with transaction():
                locking.note_activity(self.token, at=at)


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
    """The visitor without a session; on a computer that others use, too, if it said so at the last sign-in."""
    return Visitor(NOBODY, is_shared=SHARED_COOKIE in request.cookies)


def load(token: str) -> Visitor | None:
    """Whom a session token stands for now."""
    at = clock.now()
    with reading():
        found = queries.signed_in(hashing.digest_of(token), since=at - LONGEST_SESSION)
    if found is None:
        return None
    locked = is_locked(active_at=found.active_at, locked_at=found.locked_at, at=at)
    return Visitor(
        NOBODY if locked else found.identity,
        "" if locked else found.learner_number,
        token,
        whose=found.identity,
        is_shared=found.active_at is not None,
        is_locked=locked,
        has_kept=found.has_kept,
        active_at=found.active_at,
    )


def begin(token: str) -> None:
    """Sign this browser in. What it carried before is dropped, so that nobody can lay a session under another."""
    session.clear()
    visitor = load(token)
    if visitor is None:
        raise RuntimeError("the session was not opened in this act")
    login_user(visitor)
    csrf.name_session(hashing.digest_of(token))
    mark_shared(visitor.is_shared)


def mark_shared(is_shared: bool) -> None:
    """Let the doors know, without asking the database, whether signs of life are to be noted."""
    if is_shared:
        session[SHARED] = True
    else:
        session.pop(SHARED, None)


def remember_whether_shared(response: Response, is_shared: bool) -> Response:
    """The answer to "do others use this computer, too?" is the default of the next sign-in there."""
    if is_shared:
        response.set_cookie(
            SHARED_COOKIE, "1", max_age=COOKIE_SECONDS, samesite="Lax", secure=request.is_secure, httponly=True
        )
    else:
        response.delete_cookie(SHARED_COOKIE)
    return response


def end() -> None:
    """Sign this browser out."""
    logout_user()
    session.clear()


def leaving(response: Response) -> Response:
    """An answer to signing out: on a computer that others use, too, the browser forgets what the site put there."""
    if SHARED_COOKIE in request.cookies:
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


def her_account() -> Account:
    """The account of the person signed in."""
    account = queries.account_of(current_user.person_key)
    if account is None:
        raise RuntimeError("an open session without an open account")
    return account
