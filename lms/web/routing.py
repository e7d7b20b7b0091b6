# SPDX-License-Identifier: Apache-2.0
"""Routes that say who may enter. A route without `access=` does not exist: it is refused at import.

A view runs inside one act: GET in `reading()`, everything else in `transaction()`. It receives the thing that the
URL names, already authorised: what cannot be seen by this person is not found.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
from flask import Response, abort, request
from flask_login import current_user

from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.db import reading, transaction
from lms.errors import Conflict
from lms.web import errors, keeping
from lms.web.csrf import csrf
from lms.web.errors import wants_json
from lms.web.frame import RULE

Resource = Callable[..., object]
View = Callable[..., Any]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SEE_OTHER = 303
ACCESS_MARK = "koshu_access"
SHARED = "shared"
"""In the cookie of a browser on a computer that others use, too."""
POLL_HEADER = "X-Koshu-Poll"
"""Sent by scripts that look again by themselves: nobody need be there."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter: everybody, or whoever holds the permission on the thing that `on` finds."""

    permission: Permission | None
    on: Resource | None = None

    @property
    def words(self) -> str:
        """How docs/permissions.md names it."""
        return "PUBLIC" if self.permission is None else self.permission.value


PUBLIC = Access(permission=None)


def needs(permission: Permission, on: Resource | None = None) -> Access:
    """Whoever holds the permission; `on` is a resource function that turns URL keys into the thing."""
    return Access(permission, on)


def public_thing(on: Resource) -> Access:
    """Everybody, for a thing that must exist."""
    return Access(None, on)


class Blueprint(flask.Blueprint):  # noqa: TID251
    """A blueprint whose every route states its access."""

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        access = options.pop("access", None)
        if not isinstance(access, Access):
            raise TypeError(f"{self.name}: the route {rule} does not say who may enter (access=)")
        largest = options.pop("largest", None)
        keeps = options.pop("keeps", keeping.what_was_sent if access.permission is not None else None)

        def decorate(view: View) -> View:
            entered = _guarded(view, access, largest)
            setattr(entered, keeping.KEEPS_MARK, keeps)
            endpoint = options.pop("endpoint", view.__name__)
            self.add_url_rule(rule, endpoint, entered, **options)
            return view

        return decorate

    def get(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        return self.route(rule, methods=["GET"], **options)

    def post(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        return self.route(rule, methods=["POST"], **options)


def _guarded(view: View, access: Access, largest: int | None) -> View:
    """The view inside its act. `largest` is how many bytes may be sent there, where that is more than elsewhere."""
    takes = _parameters(access.on)

    @functools.wraps(view)
    def entered(**values: Any) -> Any:
        writes = request.method not in SAFE_METHODS
        if writes:
            if largest is not None:
                request.max_content_length = largest
            # Read the whole body before the act begins: a slow sender must not hold the database.
            request.get_data(parse_form_data=True)
            csrf.protect(apply_exemptions=True)
            if access.permission is not None:
                current_user.is_authenticated  # noqa: B018 - looked up before the act begins, which shuts others out
        _note_activity()
        with transaction() if writes else reading():
            refusal = _admit(access, takes, values)
            if refusal is not None:
                return refusal
            answer = view(**values)
            answer = answer if isinstance(answer, Response) else flask.make_response(answer)
            if writes and answer.status_code == SEE_OTHER:
                keeping.forget_what_was_put_back()
            return answer

    setattr(entered, ACCESS_MARK, access)
    return entered


def _parameters(resource: Resource | None) -> tuple[str, ...]:
    return () if resource is None else tuple(inspect.signature(resource).parameters)


def _admit(access: Access, takes: tuple[str, ...], values: dict[str, Any]) -> Response | None:
    """Put the thing into the values, or answer with a refusal."""
    if any(isinstance(value, str) and "\0" in value for value in values.values()):
        abort(404)  # PostgreSQL has no such text, so no such key
    thing = None
    if access.permission is not None and not current_user.is_authenticated:
        return _ask_to_sign_in()
    if access.permission is not None and request.method not in SAFE_METHODS:
        _refuse_page_of_another_person()
    if access.on is not None:
        thing = access.on(**{name: values.pop(name) for name in takes})
        if thing is None:
            abort(404)
        values[access.on.__name__] = thing
    if access.permission is not None and not permits(current_user.identity, access.permission, thing):
        abort(404 if thing is not None else 403)
    return None


def _refuse_page_of_another_person() -> None:
    """Every form, beat and answer says for whom its page was made; one that another person left open is refused."""
    if keeping.made_for() != current_user.identity.person_key:
        raise Conflict("page-of-another-person")


def _ask_to_sign_in() -> Response:
    """To the page that asks who she is, and from there back. What she had typed is kept: the answer is no exception."""
    shelved = keeping.keep_what_was_sent() if request.method not in SAFE_METHODS else None
    if wants_json():
        return flask.make_response(errors.nobody_is_signed_in())
    if request.method in SAFE_METHODS:
        return keeping.to_the_door(request.full_path.rstrip("?"))
    if shelved is None and not current_user.is_locked:
        return abort(401)
    return keeping.to_the_door(shelved.put_back_url if shelved else keeping.page_of_this_request())


def _note_activity() -> None:
    """Somebody asked for a page: a computer that others use, too, does not lock now. What scripts send says nothing."""
    if "HTTP_COOKIE" not in request.environ:
        return  # nobody is signed in; to look into the session would cost such a page a quarter of itself
    if flask.session.get(SHARED) and not wants_json() and POLL_HEADER not in request.headers:
        current_user.note_activity()


def refuse_unmarked() -> None:
    """Refuse any endpoint whose function carries no access mark; registered before every request."""
    if request.url_rule is None:
        return
    request.environ[RULE] = request.url_rule.rule
    if request.endpoint == "static":
        return
    if not hasattr(flask.current_app.view_functions[request.url_rule.endpoint], ACCESS_MARK):
        abort(500)
