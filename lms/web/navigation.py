# SPDX-License-Identifier: Apache-2.0
"""What every page shows around its content: menu, person, language, text size, telephone, support code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, has_request_context, redirect, request, url_for
from flask_login import current_user

from lms import clock, links
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.config import Settings
from lms.i18n import LOCALE_COOKIE, LOCALES, current_locale
from lms.web import frame
from lms.web.urls import path_with

TEXT_SIZES = ("standard", "large", "x-large")
TEXT_SIZE_COOKIE = "text_size"
COOKIE_SECONDS = 400 * 24 * 3600
MENU = "koshu_menu"
BODY_NAME = "koshu_body_name"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu, shown to whoever holds the permission (None: to everybody)."""

    label: Any
    endpoint: str
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the menu on this page."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """What pages show of the installation."""

    name: str
    telephone: str
    telephone_hours: str
    is_development: bool
    is_demo: bool
    host: str
    ask_body_name: Callable[[date], str]

    @property
    def body_name(self) -> str:
        """The training body now; asked only by the pages that print it."""
        return self.ask_body_name(clock.today())


def init_app(app: Flask, settings: Settings, menu: Sequence[MenuEntry], body_name: Callable[[date], str]) -> None:
    """Give every template its surroundings; `body_name` is a function that names the training body now."""
    demo = settings.is_demo
    app.extensions[BODY_NAME] = body_name

    @app.before_request
    def keep_switches() -> Response | None:
        if not request.query_string:
            return None
        return _keep("lang", LOCALE_COOKIE, LOCALES) or _keep("text_size", TEXT_SIZE_COOKIE, TEXT_SIZES)

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        if not has_request_context():  # mails and papers are no pages
            return {}
        return {
            "locale": current_locale(),
            "text_size": _text_size(),
            "support_code": support_code(),
            "nav_items": _items(menu),
            "path_with": path_with,
            "site": _site(settings, demo, body_name),
        }


def plain_surroundings(settings: Settings) -> dict[str, Any]:
    """What a page shows that must not ask the database: names no body and no person."""
    return {
        "locale": current_locale(),
        "text_size": _text_size(),
        "support_code": support_code(),
        "site": _site(settings, settings.is_demo, lambda _day: ""),
    }


def _site(settings: Settings, demo: bool, body_name: Callable[[date], str]) -> Site:
    return Site(
        name=settings.site_name,
        telephone=settings.telephone,
        telephone_hours=settings.telephone_hours,
        is_development=settings.is_development,
        is_demo=demo,
        host=links.host(),
        ask_body_name=body_name,
    )


def _keep(parameter: str, cookie: str, allowed: Sequence[str]) -> Response | None:
    """Keep a switch asked for by a link in a cookie and come back to the same page without it."""
    value = request.args.get(parameter, "")
    if request.method != "GET" or value not in allowed:
        return None
    kept = [(name, given) for name, given in request.args.items(multi=True) if name != parameter]
    response = redirect(quote(request.path) + ("?" + urlencode(kept) if kept else ""), 303)
    response.set_cookie(cookie, value, max_age=COOKIE_SECONDS, samesite="Lax", secure=request.is_secure, httponly=True)
    return response  # type: ignore[return-value]


def body_name() -> str:
    """The name of the training body now, for papers."""
    ask: Callable[[date], str] = current_app.extensions[BODY_NAME]
    return ask(clock.today())


def support_code() -> str:
    """The code of this request, to read out on the telephone."""
    return frame.support_code(request.environ)


def _text_size() -> str:
    chosen = request.cookies.get(TEXT_SIZE_COOKIE, "") if request else ""
    return chosen if chosen in TEXT_SIZES else TEXT_SIZES[0]


def _items(menu: Sequence[MenuEntry]) -> list[NavItem]:
    signed_in = current_user and current_user.is_authenticated
    return [
        NavItem(str(entry.label), url_for(entry.endpoint), request.endpoint == entry.endpoint)
        for entry in menu
        if entry.permission is None or (signed_in and permits(current_user.identity, entry.permission))
    ]
