# SPDX-License-Identifier: Apache-2.0
"""Signing up: enter, check, done. Nothing is stored before the check was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock, config
from lms.access.identity import NOBODY
from lms.access.permissions import Permission
from lms.accounts import queries, services
from lms.accounts.adapters import hashing, printing, sealing, texts
from lms.accounts.domain.registration import Registration, TextName, age_on
from lms.accounts.domain.tokens import Purpose, TokenState
from lms.accounts.forms import SignUpForm
from lms.accounts.labels import EXAMPLES, MISSING, NAME_PARTS
from lms.accounts.views import session
from lms.accounts.views.blueprint import bp
from lms.accounts.views.links import dead_link, state_of
from lms.accounts.views.sign_in import device
from lms.i18n import _, current_locale
from lms.identifiers import new_key
from lms.web.limits import limited
from lms.web.routing import PUBLIC, needs
from lms.web.urls import next_or

if TYPE_CHECKING:
    from lms.accounts.models import Account

SIGN_UPS = "60 per hour"
"""From one address: an office may sign up everybody in an afternoon."""
SEAL_LIFETIME = timedelta(hours=1)
Opener = Callable[[Registration], "Account"]


@bp.get("/account/sign-up", access=PUBLIC)
def sign_up() -> ResponseReturnValue:
    """The page on which to enter."""
    return _entry_page(_form())


@bp.post("/account/sign-up", access=PUBLIC, endpoint="send_sign_up")
@limited(SIGN_UPS)
def send_sign_up() -> ResponseReturnValue:
    """Check, or go back, or open the account."""
    return _answer(_form(), _open)


@bp.get("/account/first-operator/<token>", access=PUBLIC)
def first_operator(token: str) -> ResponseReturnValue:
    """The same page for the first operator, by the link that the server printed."""
    state = state_of(token, Purpose.FIRST_OPERATOR)
    return (
        _entry_page(_form(), invited=True) if state is TokenState.USABLE else dead_link(state, Purpose.FIRST_OPERATOR)
    )


@bp.post("/account/first-operator/<token>", access=PUBLIC, endpoint="send_first_operator")
@limited(SIGN_UPS)
def send_first_operator(token: str) -> ResponseReturnValue:
    """Check, or go back, or open the operator's account and use the link up."""
    state = state_of(token, Purpose.FIRST_OPERATOR)
    if state not in {TokenState.USABLE, TokenState.USED}:
        return dead_link(state, Purpose.FIRST_OPERATOR)

    def open_invited(registration: Registration) -> Account:
        return services.register_first_operator(token, registration, at=clock.now(), on=clock.today())

    return _answer(_form(), open_invited, invited=True)


@bp.get("/account/welcome", access=needs(Permission.ACCOUNT_KEEP))
def welcome() -> ResponseReturnValue:
    """The learner number, large, to be written down or printed."""
    account = session.her_account()
    return render_template(
        "accounts/welcome.html",
        person=account.person,
        contacts=queries.contacts_of(account.person),
        next=next_or(url_for("home.my")),
    )


@bp.get("/account/texts/<any(terms, privacy):text_name>", access=PUBLIC, endpoint="text")
def text(text_name: str) -> ResponseReturnValue:
    """A text that is accepted at sign-up."""
    return render_template("accounts/text.html", wording=texts.wording(TextName(text_name), current_locale()))


def _answer(form: SignUpForm, opener: Opener, *, invited: bool = False) -> ResponseReturnValue:
    kept = sealing.opened(
        form.sealed.data or "", secret_key=config.current().secret_key, lifetime=SEAL_LIFETIME, at=clock.now()
    )
    if kept is not None:
        form.keep(kept["password_hash"])
    is_valid = form.validate() and _texts_are_present(form)
    key = _keep_password(form, kept)
    if not is_valid:
        return _entry_page(form, invited=invited), 422
    if form.wants_change:
        return _entry_page(form, invited=invited)
    if not form.is_confirmed:
        return _check_page(form, invited=invited)
    return _enter(opener(form.registration(key=key, locale=current_locale(), accepted=_accepted(form))))


def _enter(account: Account) -> ResponseReturnValue:
    session.begin(services.open_session(account, way="sign-up", device=device(), at=clock.now()))
    return redirect(url_for("accounts.welcome", next=next_or("") or None), 303)


def _open(registration: Registration) -> Account:
    return services.open_account(registration, by=NOBODY, at=clock.now(), on=clock.today())


def _form() -> SignUpForm:
    return SignUpForm(on=clock.today())


def _keep_password(form: SignUpForm, kept: dict[str, str] | None) -> str:
    """Seal a password that is all right, so that she need not type it again; the key that her record will have."""
    key = kept["key"] if kept is not None else new_key()
    is_new = form.password.data and not form.password.errors and not form.password_again.errors
    if is_new:
        form.kept_hash = hashing.hash_of(form.password.data)
    form.sealed.data = "" if form.kept_hash is None else _seal(key, form.kept_hash)
    return key


def _seal(key: str, password_hash: str) -> str:
    values = {"key": key, "password_hash": password_hash}
    return sealing.seal(values, secret_key=config.current().secret_key, at=clock.now())


def _texts_are_present(form: SignUpForm) -> bool:
    """Whether the texts that were ticked are still the present ones."""
    if len(_accepted(form)) == len(TextName):
        return True
    form.form_errors.append(_("The terms or the privacy notice have changed meanwhile. Please read them again."))
    return False


def _accepted(form: SignUpForm) -> dict[str, str]:
    found = (texts.by_digest(name, form[name].data or "") for name in TextName)
    return {wording.name.value: wording.body for wording in found if wording is not None}


def _entry_page(form: SignUpForm, *, invited: bool = False) -> str:
    present = {name: texts.wording(name, current_locale()) for name in TextName}
    for name, wording in present.items():
        form[name].data = wording.digest
    form.confirmed.data = ""
    if form.kept_hash is not None:
        form.keep(form.kept_hash)
    next_page = next_or("") or None
    return render_template(
        "accounts/sign_up.html", form=form, texts=present, examples=EXAMPLES, invited=invited, next=next_page
    )


def _check_page(form: SignUpForm, *, invited: bool) -> str:
    form.confirmed.data = "yes"
    return render_template(
        "accounts/check_sign_up.html",
        form=form,
        preview=printing.preview(form.name_given),
        age=age_on(form.birth_date.data, clock.today()),
        missing=MISSING,
        parts=NAME_PARTS,
        invited=invited,
    )
