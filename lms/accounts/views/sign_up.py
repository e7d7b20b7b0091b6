# SPDX-License-Identifier: Apache-2.0
"""Signing up: enter, check, done. Nobody is registered before the check was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries, services
from lms.accounts.adapters import hashing, printing, texts
from lms.accounts.domain.registration import TextName, age_on
from lms.accounts.domain.tokens import Purpose, TokenState
from lms.accounts.forms import SignUpForm
from lms.accounts.labels import EXAMPLES, MISSING, NAME_PARTS
from lms.accounts.views import session
from lms.accounts.views.blueprint import bp
from lms.accounts.views.links import dead_link, state_of
from lms.accounts.views.sign_in import address, device
from lms.i18n import current_locale
from lms.identifiers import new_key
from lms.web.drafts import Draft, Steps
from lms.web.limits import limited
from lms.web.routing import PUBLIC, needs
from lms.web.urls import next_or

if TYPE_CHECKING:
    from lms.accounts.domain.registration import Registration
    from lms.accounts.models import Account

DRAFTS = "300 per hour"
"""From one address: how often something may be kept for people whom nobody knows yet. Accounts are counted by the
service, for all processes together."""
SignUpDraft = Draft[SignUpForm]


def _form(draft: SignUpDraft) -> SignUpForm:
    form = SignUpForm(draft.typed, on=clock.today())
    if "password_hash" in draft.kept:
        form.keep(draft.kept["password_hash"])
    return form


SIGN_UP = Steps(entry="accounts.sign_up", check="accounts.check_sign_up", form=_form)
INVITED = Steps(entry="accounts.first_operator", check="accounts.check_first_operator", form=_form)


@bp.get("/account/sign-up", access=PUBLIC)
def sign_up() -> ResponseReturnValue:
    """The page on which to enter."""
    return _entry_page(SIGN_UP.entry())


@bp.post("/account/sign-up", access=PUBLIC, endpoint="send_sign_up")
@limited(DRAFTS)
def send_sign_up() -> ResponseReturnValue:
    """Keep it, and on to the check."""
    return _take(SIGN_UP.entered())


@bp.get("/account/sign-up/check", access=PUBLIC)
def check_sign_up() -> ResponseReturnValue:
    """Everything once more, and how the name prints."""
    return _check_page(SIGN_UP.check())


@bp.post("/account/sign-up/check", access=PUBLIC, endpoint="open_account")
def open_account() -> ResponseReturnValue:
    """Open the account."""
    given = _registration(SIGN_UP.checked())
    return _enter(services.sign_up(given, address=address(), at=clock.now(), on=clock.today()))


@bp.get("/account/first-operator/<token>", access=PUBLIC)
def first_operator(token: str) -> ResponseReturnValue:
    """The same page for the first operator, by the link that the server printed."""
    state = state_of(token, Purpose.FIRST_OPERATOR)
    return _entry_page(INVITED.entry(), invited=True) if state is TokenState.USABLE else _dead(state)


@bp.post("/account/first-operator/<token>", access=PUBLIC, endpoint="send_first_operator")
@limited(DRAFTS)
def send_first_operator(token: str) -> ResponseReturnValue:
    """Keep it, and on to the check."""
    state = state_of(token, Purpose.FIRST_OPERATOR)
    return _take(INVITED.entered()) if state is TokenState.USABLE else _dead(state)


@bp.get("/account/first-operator/<token>/check", access=PUBLIC)
def check_first_operator(token: str) -> ResponseReturnValue:
    """Everything once more."""
    state = state_of(token, Purpose.FIRST_OPERATOR)
    return _check_page(INVITED.check(), invited=True) if state is TokenState.USABLE else _dead(state)


@bp.post("/account/first-operator/<token>/check", access=PUBLIC, endpoint="open_first_operator")
def open_first_operator(token: str) -> ResponseReturnValue:
    """Open the operator's account and use the link up; a second click finds it used by herself."""
    state = state_of(token, Purpose.FIRST_OPERATOR)
    if state not in {TokenState.USABLE, TokenState.USED}:
        return _dead(state)
    given = _registration(INVITED.checked())
    return _enter(services.register_first_operator(token, given, at=clock.now(), on=clock.today()))


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


def _dead(state: TokenState) -> ResponseReturnValue:
    return dead_link(state, Purpose.FIRST_OPERATOR)


def _take(draft: SignUpDraft) -> ResponseReturnValue:
    """Keep a password that is all right as its hash, so that she need not type it again, and the key of her record."""
    form = draft.form
    if form.password.data and not (form.password.errors or form.password_again.errors):
        draft.kept["password_hash"] = hashing.hash_of(form.password.data)
    draft.kept.setdefault("key", new_key())
    return draft.go_on()


def _registration(draft: SignUpDraft) -> Registration:
    return draft.form.registration(key=draft.kept["key"], locale=current_locale())


def _enter(account: Account) -> ResponseReturnValue:
    """Sign her in. The browser's secret ends with that, so nobody can open the draft any more; a second click comes
    with the old one and is answered with the same account."""
    session.begin(services.open_session(account, way="sign-up", device=device(), at=clock.now()))
    return redirect(url_for("accounts.welcome", next=next_or("") or None), 303)


def _entry_page(draft: SignUpDraft, **values: Any) -> str:
    form, present = draft.form, {name: texts.wording(name, current_locale()) for name in TextName}
    for name, wording in present.items():
        form[name].data = wording.digest
    next_page = next_or("") or None
    return render_template(
        "accounts/sign_up.html", form=form, texts=present, examples=EXAMPLES, next=next_page, **values
    )


def _check_page(draft: SignUpDraft, **values: Any) -> str:
    form = draft.form
    return render_template(
        "accounts/check_sign_up.html",
        draft=draft,
        form=form,
        preview=printing.preview(form.name_given, form.chosen),
        age=age_on(form.birth_date.data, clock.today()),
        missing=MISSING,
        parts=NAME_PARTS,
        **values,
    )
