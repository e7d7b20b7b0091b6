# SPDX-License-Identifier: Apache-2.0
"""How often an address may look things up, and how large a request may be."""

from __future__ import annotations

import functools
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, Response, current_app, make_response, request
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from lms.config import Settings
from lms.errors import LmsError, TooMany

LARGEST_REQUEST = 2 * 1024 * 1024
LARGEST_FORM_FIELDS = 500
LOOK_UPS = "120 per minute; 1200 per hour"
LIMITER = "koshu_limiter"

View = Callable[..., Any]


def init_app(app: Flask, settings: Settings) -> None:
    """Set the limits of the site."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    app.config["MAX_FORM_PARTS"] = LARGEST_FORM_FIELDS
    app.extensions[LIMITER] = FixedWindowRateLimiter(storage_from_string(settings.limiter_url))


def limited(rule: str, *, counts: Callable[[Response], bool] | None = None) -> Callable[[View], View]:
    """Refuse an address that asks a view more often than the rule says, such as "60 per hour; 5 per minute".

    With `counts`, only requests whose answer it picks are counted: an office behind one address may look up as many
    certificates as it likes, whoever guesses may not. A refusal counts by its status.
    """
    items = tuple(parse_many(rule))

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def asked(*args: Any, **values: Any) -> Any:
            _refuse_spent(items, view.__name__)
            if counts is None:
                _count(items, view.__name__)
                return view(*args, **values)
            try:
                answer = make_response(view(*args, **values))
            except LmsError as refusal:
                if counts(Response(status=refusal.status)):
                    _count(items, view.__name__)
                raise
            if counts(answer):
                _count(items, view.__name__)
            return answer

        return asked

    return decorate


def address_of_request() -> str:
    """The address that the request comes from; of IPv6 the network, for one household has millions of addresses."""
    given = request.remote_addr or "unknown"
    try:
        parsed = ip_address(given)
    except ValueError:
        return given
    return str(ip_network(f"{given}/64", strict=False)) if parsed.version == 6 else given


def _strategy() -> FixedWindowRateLimiter:
    found: FixedWindowRateLimiter = current_app.extensions[LIMITER]
    return found


def _refuse_spent(items: tuple[RateLimitItem, ...], name: str) -> None:
    for item in items:
        if not _strategy().test(item, name, address_of_request()):
            raise TooMany("too-many-requests", seconds=item.get_expiry())


def _count(items: tuple[RateLimitItem, ...], name: str) -> None:
    for item in items:
        _strategy().hit(item, name, address_of_request())
