# SPDX-License-Identifier: Apache-2.0
"""The one CSRF system: Flask-WTF's, with tokens that live as long as the session.

An hour, its default, is shorter than a sitting of study. In a signed-in browser the secret behind the tokens is the
digest of its session, so that a page left open can prove in whose session it was made, long after that has ended.
"""

from __future__ import annotations

from flask import Flask, current_app, request, session
from flask_wtf import CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer

FIELD = "csrf_token"
HEADERS = ("X-CSRFToken", "X-CSRF-Token")
SIGNED_WITH = "wtf-csrf-token"
PAGES_PROVE_SECONDS = 7 * 24 * 3600
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Prepare the tokens; the door of each route checks them for every unsafe method (lms.web.routing)."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_SSL_STRICT"] = False  # the session cookie is SameSite=Lax; offices strip the Referer
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)


def name_session(digest: str) -> None:
    """The pages of this browser prove from now on that they were made in this session."""
    session[FIELD] = digest


def named_by_the_page() -> str | None:
    """The digest of the session in which the page was made that this request comes from; None without proof."""
    sent = request.form.get(FIELD) or next((request.headers[name] for name in HEADERS if name in request.headers), "")
    try:
        named = URLSafeTimedSerializer(str(current_app.secret_key), salt=SIGNED_WITH).loads(
            sent, max_age=PAGES_PROVE_SECONDS
        )
    except BadData:
        return None
    return named if isinstance(named, str) else None
