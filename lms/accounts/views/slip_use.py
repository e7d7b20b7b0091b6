# SPDX-License-Identifier: Apache-2.0
"""Beginning with a slip: number and code, then a password of her own, then signed in.

Between the two pages number and code travel sealed in the cookie of the browser, under a key in the address: two
people who begin at one computer, one tab each, do not mix.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock, config
from lms.accounts import queries, services
from lms.accounts.adapters import sealing, texts
from lms.accounts.domain.registration import TextName
from lms.accounts.domain.slips import SlipState
from lms.accounts.forms.slips import FirstPasswordForm, SlipForm, SlipPasswordForm
from lms.accounts.labels import EXAMPLES
from lms.accounts.labels.slips import CODE_EXAMPLE, DEAD_SLIPS
from lms.accounts.services import slip_use
from lms.accounts.views import session
from lms.accounts.views.blueprint import bp
from lms.accounts.views.noticing import by_way_of_notices
from lms.accounts.views.sign_in import address, close_present, device
from lms.i18n import _, current_locale
from lms.identifiers import new_key
from lms.web.routing import PUBLIC

if TYPE_CHECKING:
    from lms.accounts.models import Account, Slip

UNDER_WAY = "slips"
LONGEST_WAY = timedelta(minutes=30)
MOST_UNDER_WAY = 4


@bp.get("/account/slip", access=PUBLIC)
def slip() -> ResponseReturnValue:
    """Number and code, as they stand on the slip."""
    return _entry_page(SlipForm())


@bp.post("/account/slip", access=PUBLIC, endpoint="send_slip")
def send_slip() -> ResponseReturnValue:
    """On to the password, or back with what is wrong."""
    form = SlipForm()
    if not form.validate():
        return _entry_page(form), 422
    tried = slip_use.try_slip(form.learner_number, form.start_code, address=address(), at=clock.now())
    if not tried.is_open:
        form.form_errors.append(_what_is_wrong(tried.state))
        return _entry_page(form), 422
    entry = _set_out(form.learner_number, form.start_code)
    return redirect(url_for("accounts.slip_password", entry=entry), 303)


@bp.get("/account/slip/password", access=PUBLIC)
def slip_password() -> ResponseReturnValue:
    """Whose slip it is, and the password to be chosen."""
    found = _slip_under_way()
    return _start_again() if found is None else _password_page(found, _password_form(found))


@bp.post("/account/slip/password", access=PUBLIC, endpoint="send_slip_password")
def send_slip_password() -> ResponseReturnValue:
    """Use the slip up, set the password, sign her in."""
    found = _slip_under_way()
    if found is None:
        return _start_again()
    form = _password_form(found)
    form.own = queries.own_words(found.person)
    if not form.validate():
        return _password_page(found, form), 422
    is_first = found.person.account is None
    account = slip_use.begin_with_slip(_given(form), address=address(), at=clock.now())
    return _start_again() if account is None else _enter(account, form, is_first=is_first)


def _given(form: SlipPasswordForm) -> slip_use.Beginning:
    number, code = _under_way() or ("", "")
    return slip_use.Beginning(number, code, form.password.data, form.accepted, current_locale(), device())


def _enter(account: Account, form: SlipPasswordForm, *, is_first: bool) -> ResponseReturnValue:
    token = services.open_session(account, way="slip", device=device(), at=clock.now(), shared=form.shared.data)
    close_present()
    session.begin(token)
    target = url_for("accounts.welcome") if is_first else url_for("home.my")
    answer = make_response(redirect(by_way_of_notices(target), 303))
    return session.remember_whether_shared(answer, current_user.is_shared)


def _what_is_wrong(state: SlipState | None) -> str:
    if state is None:
        return _(
            "The learner number and the start code do not belong together. Please compare both with the slip, "
            "or call us."
        )
    return str(DEAD_SLIPS[state])


def _set_out(number: str, code: str) -> str:
    entry, under_way = new_key(), dict(cookie.get(UNDER_WAY) or {})
    while len(under_way) >= MOST_UNDER_WAY:
        under_way.pop(next(iter(under_way)))
    sealed = sealing.seal({"number": number, "code": code}, secret_key=config.current().secret_key, at=clock.now())
    cookie[UNDER_WAY] = {**under_way, entry: sealed}
    return entry


def _under_way() -> tuple[str, str] | None:
    sealed = (cookie.get(UNDER_WAY) or {}).get(request.args.get("entry", ""), "")
    secret_key = config.current().secret_key
    opened = sealing.opened(sealed, secret_key=secret_key, lifetime=LONGEST_WAY, at=clock.now())
    return None if opened is None else (opened["number"], opened["code"])


def _slip_under_way() -> Slip | None:
    given = _under_way()
    return None if given is None else slip_use.open_slip(*given, at=clock.now())


def _start_again() -> ResponseReturnValue:
    flash(_("This took too long, or the slip was used meanwhile. Please type number and code once more."), "warning")
    return redirect(url_for("accounts.slip"), 303)


def _password_form(found: Slip) -> SlipPasswordForm:
    return FirstPasswordForm() if found.person.account is None else SlipPasswordForm()


def _entry_page(form: SlipForm) -> str:
    examples = {"number": EXAMPLES["learner_number"], "code": CODE_EXAMPLE}
    return render_template("accounts/slip.html", form=form, examples=examples)


def _password_page(found: Slip, form: SlipPasswordForm) -> str:
    present = {name: texts.wording(name, current_locale()) for name in TextName}
    if isinstance(form, FirstPasswordForm):
        for name, wording in present.items():
            form[name].data = wording.digest
    return render_template(
        "accounts/slip_password.html",
        form=form,
        person=found.person,
        is_first=found.person.account is None,
        texts=present,
    )
