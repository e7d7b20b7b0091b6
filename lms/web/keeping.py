# SPDX-License-Identifier: Apache-2.0
"""A page is refused because of who is signed in: what was typed into it is kept for the person whose page it was.

Whose page it was says its token: that of a signed-in browser names the session in which the page was made, and this
site has signed it. What comes back to her is offered on the page itself, and fills its form when she says so
(`?kept=…`, see `put_back`). What a route keeps stands at the route (`keeps=`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, current_app, g, has_request_context, make_response, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from lms.drafts.typed import Typed, kept_of
from lms.web.csrf import named_by_the_page

KEEPER = "koshu_keeper"
KEEPS_MARK = "koshu_keeps"
KEPT = "kept"
PAGE_FIELD = "kept_page"
PRESSED_FIELD = "pressed"
CHECK_FIELD = "draft_version"
"""Of the last of several steps: nothing is typed there, the draft is sent."""
PERSON_HEADER = "X-Koshu-Person"
PERSON_FIELD = "for_person"
NOT_OF_THE_PAGE = frozenset({KEPT, "draft"})

Keeps = Callable[[], Typed | None]


@dataclass(frozen=True, slots=True)
class Shelved:
    """What was kept: under which key, and for which page."""

    key: str
    page: str

    @property
    def put_back_url(self) -> str:
        """The page with its form filled."""
        return f"{self.page}{'&' if '?' in self.page else '?'}{urlencode({KEPT: self.key})}"


class Keeper(Protocol):
    """Who keeps it, plugged in by the package that knows persons."""

    def keep(self, typed: Typed, session_digest: str) -> Shelved | None:
        """Keep it for the person whose session the page was made in; None if there is none or nothing to keep."""
        ...

    def fields(self, key: str) -> tuple[Shelved, tuple[tuple[str, str], ...]] | None:
        """What is kept under a key for the person signed in."""
        ...

    def settle(self, key: str) -> None:
        """It was sent by the person signed in: forget it."""
        ...


def init_app(app: Flask, keeper: Keeper) -> None:
    """Keep through this keeper."""
    app.extensions[KEEPER] = keeper


def what_was_sent() -> Typed | None:
    """What may be kept of this request: the fields that people fill in; nothing where only a button was pressed."""
    if request.is_json or PRESSED_FIELD in request.form:
        return None
    fields, is_check = kept_of(request.form.items(multi=True)), CHECK_FIELD in request.form
    page = _page(but=frozenset({KEPT}) if is_check else NOT_OF_THE_PAGE)
    return Typed(page=page, fields=fields, for_person=made_for() or "", is_draft=is_check and "draft=" in page)


def made_for() -> str | None:
    """For whom the page was made that this request comes from, as the page says."""
    return request.headers.get(PERSON_HEADER) or request.form.get(PERSON_FIELD)


def keep_what_was_sent() -> Shelved | None:
    """Keep what this refused request carries, if its page proves whose it was."""
    shelved: Shelved | None = g.get("shelved")
    if "shelved" in g:
        return shelved
    g.shelved = None
    keeps: Keeps | None = getattr(current_app.view_functions.get(request.endpoint or ""), KEEPS_MARK, None)
    typed = None if keeps is None else keeps()
    digest = named_by_the_page()
    if typed is not None and digest is not None:
        g.shelved = _keeper().keep(typed, digest)
    kept: Shelved | None = g.shelved
    return kept


def put_back() -> MultiDict[str, str] | None:
    """The fields to fill this page's form with: she asked for what is kept, it is hers, and it is of this page."""
    if not has_request_context() or KEPT not in request.args:
        return None
    if "put_back" not in g:
        g.put_back = None
        found = _keeper().fields(request.args[KEPT])
        if found is not None and urlsplit(found[0].page).path == request.path:
            g.put_back = MultiDict(found[1])
    fields: MultiDict[str, str] | None = g.put_back
    return fields


def forget_what_was_put_back() -> None:
    """The form that was filled with it has been sent."""
    if KEPT in request.args:
        _keeper().settle(request.args[KEPT])


def to_the_door(target: str | None) -> Response:
    """To the page that asks who she is, and from there on."""
    door = "accounts.locked" if current_user.is_locked else "accounts.sign_in"
    return make_response(redirect(url_for(door, next=target), 303))


def page_of_this_request() -> str | None:
    """Where she was, if something is shown there."""
    return request.path if is_page(request.path) else None


def is_page(path: str) -> bool:
    """Whether something is shown at a path of this site."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except (HTTPException, RequestRedirect):
        return False


def _page(*, but: frozenset[str]) -> str:
    """Where the fields stand: the address that was sent to, if a page is there; else the page it was sent from."""
    named = request.form.get(PAGE_FIELD, "")
    came_from = urlsplit(request.referrer or "")
    if named.startswith("/"):
        path, asked = urlsplit(named).path, urlsplit(named).query
        kept = [pair for pair in parse_qsl(asked) if pair[0] not in but]
    elif is_page(request.path):
        path = request.path
        kept = [pair for pair in request.args.items(multi=True) if pair[0] not in but]
    else:
        path, kept = came_from.path if came_from.netloc == request.host else "/", []
    return (path if is_page(path) else "/") + (f"?{urlencode(kept)}" if kept else "")


def _keeper() -> Keeper:
    keeper: Keeper = current_app.extensions[KEEPER]
    return keeper
