# SPDX-License-Identifier: Apache-2.0
"""The one CSRF system: Flask-WTF's, with tokens that live as long as the session.

An hour, its default, is shorter than a sitting of study.
"""

from flask import Flask
from flask_wtf import CSRFProtect

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Prepare the tokens; the door of each route checks them for every unsafe method (lms.web.routing)."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_SSL_STRICT"] = False  # the session cookie is SameSite=Lax; offices strip the Referer
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
