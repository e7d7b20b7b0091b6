# SPDX-License-Identifier: Apache-2.0
"""Putting the site together: settings, database, sign-in, wiring, errors, headers."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import config, db, i18n, wiring
from lms.accounts.views import keeping as kept_pages
from lms.accounts.views import session
from lms.certificates import queries as certificate_queries
from lms.config import Settings
from lms.web import csrf, errors, headers, keeping, limits, logs, navigation, sessions
from lms.web.frame import Frame
from lms.web.routing import refuse_unmarked

STATIC_SECONDS = 3600
SESSION_DAYS = 30


def create_app(settings: Settings) -> Flask:
    """The site for these settings. Binding the session happens here; nothing is written to the database."""
    config.install(settings)
    app = Flask("lms", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SESSION_COOKIE_NAME="koshu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.uses_https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=SESSION_DAYS),
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["koshu_settings"] = settings
    logs.init_app(app)
    app.before_request(refuse_unmarked)
    db.init_app(app, settings.database_url)
    sessions.init_app(app)
    i18n.init_app(app)
    session.init_app(app)
    csrf.init_app(app)
    keeping.init_app(app, kept_pages.KEEPER)
    limits.init_app(app, settings)
    navigation.init_app(app, settings, wiring.MENU, certificate_queries.issuer_name)
    _plug_in(app)
    errors.init_app(app, wiring.SENTENCES)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.wsgi_app = Frame(app.wsgi_app, headers.fixed(settings), logs.write)  # type: ignore[method-assign]
    return app


def _plug_in(app: Flask) -> None:
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in wiring.COMMANDS:
        app.cli.add_command(group)
    app.extensions["koshu_registry"] = wiring.registry()
    app.jinja_env.globals["current_user"] = current_user
