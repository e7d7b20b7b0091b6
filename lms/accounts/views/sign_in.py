# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, and asking for a way back in."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries, services
from lms.accounts.adapters import hashing
from lms.accounts.domain.sessions import LONGEST_SESSION
from lms.accounts.forms import ForgotPasswordForm, SignInForm
from lms.accounts.labels import EXAMPLES
from lms.accounts.queries.contacts import reminders_of
from lms.accounts.views import session
from lms.accounts.views.blueprint import bp
from lms.accounts.views.noticing import by_way_of_notices
from lms.i18n import _
from lms.web.devices import device_of
from lms.web.forms import Form
from lms.web.limits import address_of_request
from lms.web.routing import PUBLIC, needs
from lms.web.urls import is_safe, next_or

HERSELF = needs(Permission.ACCOUNT_KEEP)


@bp.get("/account/sign-in", access=PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on."""
    if current_user.is_locked:
        return redirect(url_for("accounts.locked", next=next_or("") or None), 303)
    if current_user.is_authenticated:
        return redirect(next_or(url_for("home.my")), 303)
    return _sign_in_page(SignInForm())


@bp.post("/account/sign-in", access=PUBLIC, endpoint="send_sign_in")
def send_sign_in() -> ResponseReturnValue:
    """Sign in; a wrong number and a wrong password get the same answer."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    token = _token_for(form)
    if token is None:
        form.form_errors.append(_("The number or address and the password do not belong together. Please check both."))
        return _sign_in_page(form), 422
    close_present()
    session.begin(token)
    target = next_or(url_for("home.my"))
    _remind(target)
    answer = make_response(redirect(by_way_of_notices(target), 303))
    return session.remember_whether_shared(answer, current_user.is_shared)


def _remind(target: str) -> None:
    if current_user.has_kept:
        flash(_("Something you had typed and not sent was kept for you. You find it under “My details”."), "info")
    if target == url_for("home.my"):
        return  # that page says what follows at length
    reminders = reminders_of(current_user.person_key, at=clock.now())
    if reminders.failing:
        flash(_("Mail to you comes back. Please look at “My details” when you have a moment."), "warning")
    if reminders.resets:
        flash(_("Somebody asked for a new password for you. Please look at “My details” now."), "warning")


def _token_for(form: SignInForm) -> str | None:
    typed, password, shared = form.sign_in.data or "", form.password.data, form.shared.data
    return services.sign_in(typed, password, address=address(), device=device(), at=clock.now(), shared=shared)


@bp.get("/account/sign-out", access=PUBLIC, endpoint="signed_out")
def signed_out() -> ResponseReturnValue:
    """Where a reload after signing out leads."""
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/account/sign-out", access=PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser, whoever is signed in."""
    close_present()
    session.end()
    flash(_("You are signed out."), "success")
    return session.leaving(make_response(redirect(url_for("home.index"), 303)))


@bp.get("/account/change-learner", access=PUBLIC, endpoint="changed_learner")
def changed_learner() -> ResponseReturnValue:
    """Where a reload after changing the learner leads."""
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/account/change-learner", access=PUBLIC)
def change_learner() -> ResponseReturnValue:
    """Sign out and let the next person sign in."""
    name, shared = current_user.display_name, current_user.is_shared
    close_present()
    session.end()
    if shared:  # nothing of hers is left in view
        flash(_("The page is closed. The next learner can sign in now."), "success")
    elif name:
        flash(_("%(name)s is signed out. The next learner can sign in now.", name=name), "success")
    return session.leaving(make_response(redirect(url_for("accounts.sign_in"), 303)))


@bp.get("/account/sign-out-everywhere", access=HERSELF, endpoint="sessions")
def sessions() -> ResponseReturnValue:
    """In which browsers she is signed in."""
    rows = queries.open_sessions_of(session.her_account(), since=clock.now() - LONGEST_SESSION)
    here = hashing.digest_of(current_user.token)
    return render_template("accounts/sessions.html", rows=rows, here=here, form=Form())


@bp.post("/account/sign-out-everywhere", access=HERSELF)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out of every browser, this one too."""
    services.sign_out_everywhere(session.her_account(), by=current_user.identity, at=clock.now())
    session.end()
    flash(_("You are signed out in every browser."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/account/forgot-password", access=PUBLIC)
def forgot_password() -> ResponseReturnValue:
    """Ask for a link to choose a new password."""
    return render_template("accounts/forgot_password.html", form=ForgotPasswordForm())


@bp.post("/account/forgot-password", access=PUBLIC, endpoint="send_forgot_password")
def send_forgot_password() -> ResponseReturnValue:
    """Take the request; the answer is the same whether there is such an account or not."""
    form = ForgotPasswordForm()
    if not form.validate():
        return render_template("accounts/forgot_password.html", form=form), 422
    services.request_reset(form.sign_in.data or "", address=address(), at=clock.now())
    return redirect(url_for("accounts.reset_requested"), 303)


@bp.get("/account/forgot-password/sent", access=PUBLIC)
def reset_requested() -> ResponseReturnValue:
    """What to do now."""
    return render_template("accounts/reset_requested.html")


def address() -> str:
    """The address that the request comes from, for limits."""
    return address_of_request()


def device() -> str:
    """What the browser says it is."""
    return device_of(request.user_agent.string)


def _sign_in_page(form: SignInForm) -> str:
    target = request.values.get("next", "")
    kept = target if is_safe(target) else None
    example = EXAMPLES["learner_number"]
    return render_template("accounts/sign_in.html", form=form, next=kept, example=example)


def close_present() -> None:
    """Sign out whoever is signed in at this browser."""
    if current_user.token:  # locked or not
        services.sign_out(current_user.token, by=current_user.whose, at=clock.now())
