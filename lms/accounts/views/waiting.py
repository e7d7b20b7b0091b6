# SPDX-License-Identifier: Apache-2.0
"""A new password by learner number and birth date: asked for, noted down, waited for, used, stopped, released.

Who asks gets the same answer as everybody: a number and a code, whether or not they will ever open anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts.domain.contacts import ContactKind
from lms.accounts.domain.tokens import Purpose, TokenState
from lms.accounts.domain.waiting import End, ResetState, opens_at
from lms.accounts.forms.contacts import ReleaseForm, ResetCodeForm, ResetSearchForm, WaitingResetForm
from lms.accounts.labels import EXAMPLES
from lms.accounts.queries import contacts_of
from lms.accounts.queries import waiting as queries
from lms.accounts.resources import waiting_reset
from lms.accounts.services import waiting as services
from lms.accounts.views.blueprint import bp
from lms.accounts.views.links import dead_link
from lms.accounts.views.session import her_account
from lms.accounts.views.sign_in import address
from lms.errors import Conflict
from lms.i18n import _, moment
from lms.identifiers import parse_learner_number, parse_request_number
from lms.web.forms import Form
from lms.web.routing import PUBLIC, needs

if TYPE_CHECKING:
    from lms.accounts.models import WaitingReset

HERSELF = needs(Permission.ACCOUNT_KEEP)
LISTING = needs(Permission.RESET_DECIDE)
DECIDING = needs(Permission.RESET_DECIDE, on=waiting_reset)
NOTED = "waiting_reset"
SHOWN_FOR = timedelta(minutes=30)
"""So long the page with the code can be looked at again in the same browser."""
MOST_LISTED = 100


@bp.get("/account/waiting-reset", access=PUBLIC, endpoint="waiting_reset")
def ask() -> ResponseReturnValue:
    """Ask by learner number and birth date."""
    return _ask_page(WaitingResetForm(on=clock.today()))


@bp.post("/account/waiting-reset", access=PUBLIC, endpoint="send_waiting_reset")
def send_ask() -> ResponseReturnValue:
    """Take the request; the answer is the same whether number and birth date fit or not."""
    form = WaitingResetForm(on=clock.today())
    if not form.validate():
        return _ask_page(form), 422
    number = parse_learner_number(form.learner_number.data or "") or ""
    asked = services.ask(number, form.birth_date.data, address=address(), at=clock.now())
    session[NOTED] = {"number": asked.number, "code": asked.code, "at": asked.asked_at.isoformat()}
    return redirect(url_for("accounts.reset_noted"), 303)


@bp.get("/account/waiting-reset/noted", access=PUBLIC, endpoint="reset_noted")
def noted() -> ResponseReturnValue:
    """Number and code, large, to be written down or printed; forgotten soon."""
    shown = session.get(NOTED) or {}
    asked_at = datetime.fromisoformat(shown["at"]) if shown else None
    if asked_at is None or clock.now() - asked_at > SHOWN_FOR:
        return redirect(url_for("accounts.waiting_reset"), 303)
    values = {"number": shown["number"], "code": shown["code"], "opens_at": opens_at(asked_at)}
    return render_template("accounts/reset_noted.html", form=Form(), **values)


@bp.post("/account/waiting-reset/noted", access=PUBLIC, endpoint="forget_noted")
def forget_noted() -> ResponseReturnValue:
    """She has written them down: this browser forgets them."""
    session.pop(NOTED, None)
    flash(_("Number and code are not shown any more. Please keep your note."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/account/waiting-reset/code", access=PUBLIC)
def reset_code() -> ResponseReturnValue:
    """Type number and code once the time has come."""
    return render_template("accounts/reset_code.html", form=ResetCodeForm())


@bp.post("/account/waiting-reset/code", access=PUBLIC, endpoint="send_reset_code")
def send_reset_code() -> ResponseReturnValue:
    """On to the page for the new password, if the time has come."""
    form = ResetCodeForm()
    if not form.validate():
        return render_template("accounts/reset_code.html", form=form), 422
    found = services.use_code(form.number.data or "", form.code.data or "", address=address(), at=clock.now())
    if found is not None and found.token is not None:
        return redirect(url_for("accounts.new_password", token=found.token), 303)
    form.form_errors.append(_why_not(found))
    return render_template("accounts/reset_code.html", form=form), 422


@bp.get("/account/stop-reset/<token>", access=PUBLIC)
def stop_reset(token: str) -> ResponseReturnValue:
    """Behind the link in the mail: a button, since mail programs open links by themselves."""
    if queries.reset_by_stop_token(token) is None:
        return dead_link(TokenState.UNKNOWN, Purpose.RESET_PASSWORD)
    return render_template("accounts/stop_reset.html", form=Form())


@bp.post("/account/stop-reset/<token>", access=PUBLIC, endpoint="send_stop_reset")
def send_stop_reset(token: str) -> ResponseReturnValue:
    """Stop it."""
    if queries.reset_by_stop_token(token) is None:
        return dead_link(TokenState.UNKNOWN, Purpose.RESET_PASSWORD)
    services.stop_by_mail(token, at=clock.now())
    return redirect(url_for("accounts.reset_stopped"), 303)


@bp.get("/account/reset-stopped", access=PUBLIC)
def reset_stopped() -> ResponseReturnValue:
    """It is stopped, and what else to do."""
    return render_template("accounts/reset_stopped.html")


@bp.get("/account/own-resets", access=HERSELF)
def own_resets() -> ResponseReturnValue:
    """Requests for a new password of her own that are under way."""
    rows = queries.live_resets_of(her_account(), at=clock.now())
    return render_template("accounts/own_resets.html", rows=rows, form=Form())


@bp.post("/account/own-resets", access=HERSELF, endpoint="stop_own_resets")
def stop_own_resets() -> ResponseReturnValue:
    """Stop them all."""
    services.stop(her_account(), how=End.STOPPED_BY_HER, by=current_user.identity, at=clock.now())
    flash(_("The request was stopped. Your password stays as it is."), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/people/resets", access=LISTING)
def resets() -> ResponseReturnValue:
    """Requests under way, and what became of one whose number somebody reads out."""
    form, at = ResetSearchForm(request.args), clock.now()
    number = parse_request_number(form.number.data or "")
    found = None if number is None else queries.reset_by_number(number)
    rows = queries.live_resets(at=at, limit=MOST_LISTED)
    return render_template(
        "accounts/resets.html",
        rows=rows,
        opens={row.id: _opening(row) for row in rows},
        form=form,
        found=found,
        state=None if found is None else queries.state_of(found, at=at),
    )


@bp.get("/people/resets/<reset_key>/release", access=DECIDING)
def release_reset(waiting_reset: WaitingReset) -> ResponseReturnValue:
    """Ask how the officer made sure that it is the person."""
    return _release_page(waiting_reset, ReleaseForm())


@bp.post("/people/resets/<reset_key>/release", access=DECIDING, endpoint="send_release_reset")
def send_release_reset(waiting_reset: WaitingReset) -> ResponseReturnValue:
    """Let it be used at once."""
    form = ReleaseForm()
    if not form.validate():
        return _release_page(waiting_reset, form), 422
    services.release(waiting_reset, evidence=form.evidence.data or "", by=current_user.identity, at=clock.now())
    flash(_("Released. The person can use number and code now."), "success")
    return redirect(url_for("accounts.resets"), 303)


@bp.get("/people/resets/<reset_key>/stop", access=DECIDING, endpoint="stop_reset_of_hers")
def stop_reset_of_hers(waiting_reset: WaitingReset) -> ResponseReturnValue:
    """Ask whether to stop it."""
    return render_template("accounts/stop_reset_of_hers.html", reset=waiting_reset, form=Form())


@bp.post("/people/resets/<reset_key>/stop", access=DECIDING, endpoint="send_stop_reset_of_hers")
def send_stop_reset_of_hers(waiting_reset: WaitingReset) -> ResponseReturnValue:
    """Stop it."""
    if waiting_reset.account is None:
        raise Conflict("reset-ended")
    services.stop(waiting_reset.account, how=End.STOPPED_BY_OFFICER, by=current_user.identity, at=clock.now())
    flash(_("The request was stopped."), "success")
    return redirect(url_for("accounts.resets"), 303)


def _why_not(found: services.Found | None) -> str:
    if found is None:
        return _("The request number and the code do not belong together. Please check both.")
    if found.state is ResetState.WAITING:
        return _("It is not time yet: please come again from %(moment)s on.", moment=moment(opens_at(found.asked_at)))
    return _("This request cannot be used by itself. Please telephone us and read out the request number.")


def _opening(reset: WaitingReset) -> datetime | None:
    """When it opens by itself; None if it needs an officer."""
    if reset.account is None or queries.waits_for_officer(reset.account.person):
        return None
    return opens_at(reset.asked_at)


def _release_page(reset: WaitingReset, form: ReleaseForm) -> str:
    telephones = [] if reset.account is None else contacts_of(reset.account.person, ContactKind.TELEPHONE)
    return render_template("accounts/release_reset.html", reset=reset, form=form, telephones=telephones)


def _ask_page(form: WaitingResetForm) -> str:
    return render_template("accounts/waiting_reset.html", form=form, examples=EXAMPLES)
