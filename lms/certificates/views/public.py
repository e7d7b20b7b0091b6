# SPDX-License-Identifier: Apache-2.0
"""For everybody: the page behind the code, the look-up by id or number, the public keys. Nobody is tracked."""

from __future__ import annotations

import secrets
from datetime import date
from functools import lru_cache
from typing import Any

from flask import jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lms import clock
from lms.certificates import queries, services
from lms.certificates.adapters.signing import jwk_set
from lms.certificates.domain.numbers import parse_number
from lms.certificates.forms import BirthDateForm, LookUpForm, OnForm
from lms.certificates.resources import found, published_keys
from lms.certificates.views import answering, bp
from lms.certificates.views.answering import MOST_KEPT, PRIVATE, Verdict, as_json, verdict
from lms.certificates.views.facts import rows_of
from lms.errors import Invalid
from lms.i18n import _, current_locale, lazy
from lms.identifiers import parse_certificate_id
from lms.web.csrf import csrf
from lms.web.errors import wants_json
from lms.web.forms import parse_day
from lms.web.limits import LOOK_UPS, address_of_request, limited
from lms.web.navigation import TEXT_SIZE_COOKIE, support_code
from lms.web.routing import PUBLIC, public_thing

KEYS_SECONDS = 300
NEITHER = lazy(
    "This is neither an id of 16 letters and digits nor a number such as TM-2026-000123-7. Please compare it again."
)
SUPPORT_CODE = secrets.token_hex(16)  # stands in a kept page for what each request has of its own
MISSED = frozenset({404, 422})


def _missed(response: Response) -> bool:
    """Only guesses count: an office behind one address may check as many certificates as it likes."""
    return response.status_code in MISSED


guesses = limited(LOOK_UPS, counts=_missed)


@bp.get("/c/<typed_code>", access=PUBLIC)
def lower_case(typed_code: str) -> ResponseReturnValue:
    """The address as some people type it."""
    return _private(redirect(_here(typed_code), 301))


@bp.get("/C/<certificate_id>", access=PUBLIC)
@guesses
def show(certificate_id: str) -> ResponseReturnValue:
    """What a certificate is worth, today or on a day asked about."""
    meant = parse_certificate_id(certificate_id)
    if meant is not None and meant != certificate_id:
        return _private(redirect(_here(meant), 303))
    on, asked = _day_asked()
    if on is None:
        return _day_not_understood(certificate_id)
    known = None if meant is None else queries.look_up(meant)
    if wants_json():
        return as_json(known, on)
    return _page(certificate_id, verdict(None, on), asked) if known is None else _known_page(known, on)


@bp.post("/C/<certificate_id>", access=public_thing(found))
@guesses
def compare(found: queries.Found) -> ResponseReturnValue:
    """The same page, and whether a birth date is the one on the certificate."""
    form, (on, asked) = BirthDateForm(), _day_asked()
    if on is None:
        return _day_not_understood(found.certificate_id)
    given = verdict(found, on)
    if not form.validate():
        return _page(found.certificate_id, given, asked, form=form, status=422)
    matches = services.compare_birth_date(
        found.certificate_id, form.birth_date.data, address=address_of_request(), at=clock.now()
    )
    return _page(found.certificate_id, given, asked, form=form, matches=matches)


@bp.get("/verify", access=PUBLIC)
def verify() -> ResponseReturnValue:
    """One field for whoever has the paper but no camera."""
    return _private(make_response(render_template("certificates/verify.html", form=LookUpForm())))


@bp.post("/verify", access=PUBLIC)
@guesses
def find() -> ResponseReturnValue:
    """From an id, or from a number and the birth date, to the page of the certificate."""
    form = LookUpForm()
    certificate_id = _looked_up(form) if form.validate() else None
    if certificate_id is None:
        return _private(make_response(render_template("certificates/verify.html", form=form), 422))
    return _private(redirect(url_for("certificates.show", certificate_id=certificate_id), 303))


@bp.get("/.well-known/koshu/keys.json", access=PUBLIC)
def keys() -> ResponseReturnValue:
    """Every public key with its span, for ever."""
    response = jsonify(jwk_set(published_keys()))
    response.headers["Cache-Control"] = f"public, max-age={KEYS_SECONDS}"
    return response


def _looked_up(form: LookUpForm) -> str | None:
    """The id that was meant; None with a word at the field that has to be mended."""
    typed = form.typed.data or ""
    certificate_id = parse_certificate_id(typed)
    if certificate_id is not None:
        return certificate_id
    number = parse_number(typed)
    if number is None:
        form.typed.errors = [NEITHER]
        return None
    if form.birth_date.data is None:
        form.birth_date.errors = [_("Together with a number, the holder's birth date is needed.")]
        return None
    found = services.find_by_number(str(number), form.birth_date.data, address=address_of_request(), at=clock.now())
    if found is None:
        form.form_errors.append(
            _("There is no certificate with this number and this birth date. Please compare both again.")
        )
    return found


def _day_asked() -> tuple[date | None, str]:
    """The day asked about and how it was typed; None for a day that cannot be understood."""
    sent = request.args.get("on", "").strip() if request.query_string else ""
    if not sent:
        return clock.today(), ""
    try:
        return parse_day(sent), _typed_day()
    except ValueError:
        return None, ""


def _typed_day() -> str:
    """What was typed for the day, without signs that no page may hold."""
    return "".join(sign for sign in request.args.get("on", "") if sign.isprintable())


def _on_form() -> OnForm:
    return OnForm(formdata=MultiDict({"on": _typed_day()}))


def _day_not_understood(certificate_id: str) -> ResponseReturnValue:
    if wants_json():
        raise Invalid("day-not-understood")
    form = _on_form()
    form.validate()
    words = render_template("certificates/day_not_understood.html", certificate_id=certificate_id, on_form=form)
    return _private(make_response(words, 422))


def _known_page(known: queries.Found, on: date) -> Response:
    """The page of a certificate that is here; rendered once for everything that it depends on."""
    before, after = _rendered(
        known, on, request.query_string, current_locale(), request.cookies.get(TEXT_SIZE_COOKIE, "")
    )
    return _private(make_response(f"{before}{support_code()}{after}"))


@lru_cache(maxsize=MOST_KEPT)
def _rendered(known: queries.Found, on: date, _asked: bytes, _locale: str, _size: str) -> tuple[str, str]:
    """The page before and after the support code, which alone is another one each time."""
    words = _words(known.certificate_id, verdict(known, on), _day_asked()[1], support_code=SUPPORT_CODE)
    before, _code, after = words.partition(SUPPORT_CODE)
    return before, after


def _page(
    certificate_id: str,
    given: Verdict,
    asked: str,
    *,
    form: BirthDateForm | None = None,
    matches: bool | None = None,
    status: int | None = None,
) -> Response:
    shown = {} if form is None else {"form": form}
    words = _words(certificate_id, given, asked, matches=matches, **shown)
    return _private(make_response(words, status or given.status))


def _words(certificate_id: str, given: Verdict, asked: str, **over: Any) -> str:
    values = {
        "certificate_id": certificate_id,
        "verdict": given,
        "facts": given.facts,
        "rows": rows_of(given.facts) if given.facts is not None else [],
        "detail": answering.detail(given),
        "remarks": answering.remarks(given),
        "asked": asked,
        "on_form": _on_form(),
        "form": BirthDateForm(formdata=None),
        "matches": None,
        "look_up": LookUpForm(formdata=None),
    }
    return render_template("certificates/show.html", **{**values, **over})


def _here(certificate_id: str) -> str:
    """The address with the day that was asked about."""
    return url_for("certificates.show", certificate_id=certificate_id, on=_typed_day() or None)


def _private(response: Response) -> Response:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


for view in (compare, find):
    csrf.exempt(view)
