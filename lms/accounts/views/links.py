# SPDX-License-Identifier: Apache-2.0
"""Pages behind links that work once. Opening one changes nothing (mail programs open links by themselves)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts import queries, services
from lms.accounts.adapters import hashing
from lms.accounts.domain.tokens import Purpose, TokenState
from lms.accounts.forms import NewPasswordForm
from lms.accounts.labels import DEAD_LINKS
from lms.accounts.queries.contacts import meant_as_own
from lms.accounts.views.blueprint import bp
from lms.i18n import _
from lms.web.forms import Form
from lms.web.routing import PUBLIC

GONE, UNKNOWN = 410, 404


@bp.get("/account/confirm-email/<token>", access=PUBLIC)
def confirm_email(token: str) -> ResponseReturnValue:
    """The page behind the link in the mail, with a button."""
    state = state_of(token, Purpose.CONFIRM_EMAIL)
    if state is not TokenState.USABLE:
        return dead_link(state, Purpose.CONFIRM_EMAIL)
    return render_template("accounts/confirm_email.html", form=Form())


@bp.post("/account/confirm-email/<token>", access=PUBLIC, endpoint="send_confirm_email")
def send_confirm_email(token: str) -> ResponseReturnValue:
    """Confirm the address."""
    state = state_of(token, Purpose.CONFIRM_EMAIL)
    if state is not TokenState.USABLE:
        return dead_link(state, Purpose.CONFIRM_EMAIL)
    was_own = meant_as_own(hashing.digest_of(token))
    contact = services.confirm_address(token, at=clock.now())
    return redirect(url_for("accounts.email_confirmed", signs_in=int(contact.signs_in), own=int(was_own)), 303)


@bp.get("/account/email-confirmed", access=PUBLIC)
def email_confirmed() -> ResponseReturnValue:
    """What the confirmed address can be used for."""
    says = {name: request.args.get(name) == "1" for name in ("signs_in", "own")}
    return render_template("accounts/email_confirmed.html", **says)


@bp.get("/account/new-password/<token>", access=PUBLIC)
def new_password(token: str) -> ResponseReturnValue:
    """Choose a new password, by the link in the mail."""
    state = state_of(token, Purpose.RESET_PASSWORD)
    if state is not TokenState.USABLE:
        return dead_link(state, Purpose.RESET_PASSWORD)
    return render_template("accounts/new_password.html", form=NewPasswordForm())


@bp.post("/account/new-password/<token>", access=PUBLIC, endpoint="send_new_password")
def send_new_password(token: str) -> ResponseReturnValue:
    """Set the new password and use the link up."""
    state = state_of(token, Purpose.RESET_PASSWORD)
    if state is not TokenState.USABLE:
        return dead_link(state, Purpose.RESET_PASSWORD)
    form = NewPasswordForm()
    form.own = queries.own_words_behind(hashing.digest_of(token), Purpose.RESET_PASSWORD)
    if not form.validate():
        return render_template("accounts/new_password.html", form=form), 422
    account = services.reset_password(token, new=form.password.data, at=clock.now())
    number = account.person.learner_number
    flash(_("The new password is set. Your learner number is %(number)s. Please sign in.", number=number), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def state_of(token: str, purpose: Purpose) -> TokenState:
    """What a link is worth now."""
    return queries.state_of(queries.token(hashing.digest_of(token), purpose), at=clock.now())


def dead_link(state: TokenState, purpose: Purpose) -> ResponseReturnValue:
    """A page that says why the link does not work and where to get another."""
    page = render_template("accounts/dead_link.html", why=DEAD_LINKS[state], purpose=purpose.value)
    return page, UNKNOWN if state is TokenState.UNKNOWN else GONE
