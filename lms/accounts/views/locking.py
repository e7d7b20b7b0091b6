# SPDX-License-Identifier: Apache-2.0
"""A computer that others use, too: it locks, opens with the password, and tells its pages whose they are."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries
from lms.accounts.forms.locking import SharedForm, UnlockForm
from lms.accounts.services import locking
from lms.accounts.views import session
from lms.accounts.views.blueprint import bp
from lms.errors import Conflict
from lms.i18n import _
from lms.web import keeping
from lms.web.errors import answer, wants_json
from lms.web.routing import PUBLIC, needs
from lms.web.urls import is_safe, next_or

HERSELF = needs(Permission.ACCOUNT_KEEP)


@bp.get("/account/locked", access=PUBLIC)
def locked() -> ResponseReturnValue:
    """The page that covers everything until the password is typed, or the learner is changed."""
    return _elsewhere() or _locked_page(UnlockForm())


@bp.post("/account/locked", access=PUBLIC, endpoint="unlock")
def unlock() -> ResponseReturnValue:
    """Open it again, for who knows the password of the person whose session it is."""
    elsewhere, form = _elsewhere(), UnlockForm()
    if elsewhere is not None:
        return elsewhere
    if keeping.made_for() not in (None, "", current_user.whose.person_key):
        raise Conflict("page-of-another-person")
    if not form.validate():
        return _refused(form, form.password.errors[0])
    if not _opens(form.password.data):
        return _refused(form, _("The password is wrong. Please type it again."))
    return jsonify(state="hers") if wants_json() else redirect(next_or(url_for("home.my")), 303)


@bp.post("/account/lock", access=HERSELF, keeps=None)
def lock() -> ResponseReturnValue:
    """Lock now; the script of the page says so when nobody has been there for a while, or she does."""
    locking.lock(current_user.token, by=current_user.identity, about=session.her_account(), at=clock.now())
    return jsonify(state="locked") if wants_json() else redirect(url_for("accounts.locked"), 303)


@bp.post("/account/activity", access=HERSELF, keeps=None)
def activity() -> ResponseReturnValue:
    """Somebody moved on a page: it need not lock."""
    locking.note_activity(current_user.token, at=clock.now())
    return jsonify(state="hers")


@bp.get("/account/session", access=PUBLIC)
def session_state() -> ResponseReturnValue:
    """For the script of a page: whether the person for whom it was made is still the one signed in."""
    made_for = keeping.made_for()
    if made_for and made_for == current_user.identity.person_key:
        return jsonify(state="hers", token=generate_csrf())
    if current_user.is_locked and made_for == current_user.whose.person_key:
        return jsonify(state="locked")
    return jsonify(state="gone")


@bp.get("/account/shared-computer", access=HERSELF)
def shared_computer() -> ResponseReturnValue:
    """Say whether others use this computer, too."""
    return render_template("accounts/shared_computer.html", form=SharedForm(shared=current_user.is_shared))


@bp.post("/account/shared-computer", access=HERSELF, endpoint="send_shared_computer", keeps=None)
def send_shared_computer() -> ResponseReturnValue:
    """From now on."""
    shared = bool(SharedForm().shared.data)
    account, at = session.her_account(), clock.now()
    locking.share(current_user.token, shared=shared, by=current_user.identity, about=account, at=at)
    session.mark_shared(shared)
    flash(_("This was noted for this computer."), "success")
    leads_to = make_response(redirect(next_or(url_for("accounts.sessions")), 303))
    return session.remember_whether_shared(leads_to, shared)


def _elsewhere() -> ResponseReturnValue | None:
    """Where this page leads if nothing is locked."""
    if current_user.is_locked:
        return None
    if wants_json():
        return jsonify(state="hers" if current_user.is_authenticated else "gone")
    target = next_or(url_for("home.my"))
    return redirect(target if current_user.is_authenticated else url_for("accounts.sign_in", next=target), 303)


def _opens(password: str) -> bool:
    who = current_user.whose
    account = queries.account_of(str(who.person_key))
    return account is not None and locking.unlock(current_user.token, account, password, by=who, at=clock.now())


def _refused(form: UnlockForm, words: str) -> ResponseReturnValue:
    if wants_json():
        return answer(422, words, "not-unlocked")
    form.password.errors = [words]
    return make_response(_locked_page(form), 422)


def _locked_page(form: UnlockForm) -> str:
    target = request.values.get("next", "")
    return render_template("accounts/locked.html", form=form, next=target if is_safe(target) else None)
