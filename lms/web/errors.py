# SPDX-License-Identifier: Apache-2.0
"""The one place where a refusal becomes a status and a sentence."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header

from lms.db import transaction
from lms.errors import LmsError, TooMany
from lms.i18n import _
from lms.web import keeping
from lms.web.navigation import plain_surroundings, support_code

log = logging.getLogger("lms.web")
PAGES = frozenset({403, 404, 405, 413, 422, 429, 500, 503})
SENTENCES = "koshu_sentences"
MOST_ACCEPTS = 256
OUR_FAULTS = ("SQLITE_READONLY", "SQLITE_ERROR")  # a GET that writes, SQL that is wrong: not a busy database


def init_app(app: Flask, sentences: Mapping[str, Any]) -> None:
    """Answer every refusal of the site; `sentences` maps codes to lazily translated words."""
    app.extensions[SENTENCES] = sentences
    app.register_error_handler(LmsError, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(Exception, _crash)


def sentence(error: LmsError) -> str:
    """What to tell the person about a refusal."""
    words = current_app.extensions[SENTENCES].get(error.code)
    if words is None:
        return _("This cannot be done now.")
    return str(words) % error.details if error.details else str(words)


def wants_json() -> bool:
    """Whether the one who asks is a script and wants JSON."""
    return request.is_json or _asks_json(request.headers.get("Accept", ""))


@lru_cache(maxsize=MOST_ACCEPTS)
def _asks_json(accept: str) -> bool:
    return parse_accept_header(accept, MIMEAccept).best == "application/json"


def answer(status: int, words: str | None, code: str, **gaps: object) -> ResponseReturnValue:
    """A refusal as a page, or as JSON for scripts; `gaps` are further values of the page."""
    if wants_json():
        return jsonify(error=code, message=words or ""), status
    page = status if status in PAGES else (422 if 400 <= status < 500 else 500)
    if page >= 500:
        return _last_page(page), status
    return render_template(f"errors/{page}.html", message=words, **gaps), status


def _last_page(page: int) -> str:
    """A page for when nothing else works: rendered without the context that would ask for person and training body."""
    surroundings = plain_surroundings(current_app.extensions["koshu_settings"])
    return current_app.jinja_env.get_template(f"errors/{page}.html").render(surroundings)


def _refusal(error: LmsError) -> ResponseReturnValue:
    if error.code == "page-of-another-person":
        return _page_of_another_person(is_kept=False)
    seconds = error.details.get("seconds") if isinstance(error, TooMany) else None
    answered = current_app.make_response(answer(error.status, sentence(error), error.code, retry_after=seconds))
    if seconds is not None:
        answered.headers["Retry-After"] = str(seconds)
    return answered


def nobody_is_signed_in() -> ResponseReturnValue:
    """What a script is told that needs somebody."""
    if current_user.is_locked:
        return answer(401, sentence(LmsError("session-locked")), "session-locked")
    return answer(401, _("Please sign in and try again."), "unauthorized")


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    """A page from another session, or a forged one. If its page proves whose it was, what was typed is kept for her."""
    log.info("form refused: %s", error.description)
    with transaction():
        shelved = keeping.keep_what_was_sent()
    made_for, here = keeping.made_for(), current_user.identity.person_key
    if here is not None and made_for and made_for != here:
        return _page_of_another_person(is_kept=shelved is not None)
    if not wants_json() and shelved is not None and here is not None:
        flash(_("You had signed in anew meanwhile. Please check what you typed and send it once more."), "info")
        return redirect(shelved.put_back_url, 303)  # a form is filled again; the check of a draft shows the draft
    if not wants_json() and made_for and here is None:
        flash(_("You are signed out, so nothing was sent."), "info")
        return keeping.to_the_door(shelved.page if shelved else keeping.page_of_this_request())
    words = _(
        "This form was open too long or belongs to another session. Please open the page again and send it once more."
    )
    return answer(422, words, "stale-form")


def _page_of_another_person(*, is_kept: bool) -> ResponseReturnValue:
    code, status = "page-of-another-person", 409
    if wants_json():
        return jsonify(error=code, message=sentence(LmsError(code)), kept=is_kept), status
    return render_template("errors/another_person.html", is_kept=is_kept), status


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status < 400:
        return error.get_response()
    words = _("Please sign in and try again.") if status == 401 else None
    return answer(status, words, error.name.lower().replace(" ", "-"))


def _database_busy(error: OperationalError) -> ResponseReturnValue:
    if getattr(error.orig, "sqlite_errorname", "").startswith(OUR_FAULTS):
        return _crash(error)
    log.error("database not available", exc_info=error)
    return answer(503, None, "busy")


def _crash(error: Exception) -> ResponseReturnValue:
    log.exception("request failed", exc_info=error, extra={"request_id": support_code()})
    return answer(500, None, "internal-error")
