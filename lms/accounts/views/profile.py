# SPDX-License-Identifier: Apache-2.0
"""A person's own details: how her name prints, how she is reached, how she signs in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries, services
from lms.accounts.adapters import printing
from lms.accounts.domain.registration import age_on
from lms.accounts.domain.sessions import LONGEST_SESSION
from lms.accounts.forms import ChangePasswordForm, OwnNamesForm
from lms.accounts.labels import EXAMPLES, MISSING, NAME_PARTS
from lms.accounts.labels.contacts import WHY_FAILING
from lms.accounts.labels.correcting import OUTCOMES
from lms.accounts.queries import correcting, printed
from lms.accounts.queries.contacts import live_contacts_of, reminders_of
from lms.accounts.views.blueprint import bp
from lms.accounts.views.session import her_account
from lms.errors import Conflict
from lms.i18n import _
from lms.web.drafts import Steps
from lms.web.routing import needs

HERSELF = needs(Permission.ACCOUNT_KEEP)
NAMES = Steps(
    entry="accounts.names",
    check="accounts.check_names",
    form=lambda draft: OwnNamesForm(draft.typed, on=clock.today()),
)


@bp.get("/account/profile", access=HERSELF)
def profile() -> ResponseReturnValue:
    """Her details on one page."""
    account = her_account()
    return render_template(
        "accounts/profile.html",
        account=account,
        person=account.person,
        preview=printing.preview(queries.name_given(account.person), printed.chosen_of(account.person)),
        lacking=printing.lacking(queries.name_given(account.person).register),
        missing=MISSING,
        parts=NAME_PARTS,
        contacts=live_contacts_of(account.person),
        why=WHY_FAILING,
        reminders=reminders_of(account.person.key, at=clock.now()),
        sessions=len(queries.open_sessions_of(account, since=clock.now() - LONGEST_SESSION)),
    )


@bp.get("/account/names", access=HERSELF)
def names() -> ResponseReturnValue:
    """Mend names and birth date, or read how to have them corrected."""
    person = her_account().person
    if person.names_locked_at is not None:
        asked = correcting.requests_of(person)
        return render_template("accounts/names.html", person=person, requests=asked, outcomes=OUTCOMES)
    draft = NAMES.entry()
    if draft.is_new:
        draft.form.show(queries.name_given(person))
        draft.form.birth_date.data = person.birth_date
        draft.form.show_chosen(printed.chosen_of(person))
    return render_template("accounts/names.html", form=draft.form, person=person, examples=EXAMPLES)


@bp.post("/account/names", access=HERSELF, endpoint="send_names")
def send_names() -> ResponseReturnValue:
    """Keep it, and on to the check."""
    return NAMES.entered().go_on()


@bp.get("/account/names/check", access=HERSELF)
def check_names() -> ResponseReturnValue:
    """How it will print."""
    draft = NAMES.check()
    return render_template(
        "accounts/check_names.html",
        draft=draft,
        form=draft.form,
        preview=printing.preview(draft.form.name_given, draft.form.chosen),
        age=age_on(draft.form.birth_date.data, clock.today()),
        missing=MISSING,
        parts=NAME_PARTS,
    )


@bp.post("/account/names/check", access=HERSELF, endpoint="record_names")
def record_names() -> ResponseReturnValue:
    """Record them."""
    draft, by, at = NAMES.checked(), current_user.identity, clock.now()
    name, born, chosen = draft.form.name_given, draft.form.birth_date.data, draft.form.chosen
    try:
        services.restate(her_account().person, name, born, by=by, at=at, on=clock.today(), chosen=chosen)
    except Conflict as refusal:
        return draft.refused(refusal)
    flash(_("Your details were recorded."), "success")
    return draft.done(url_for("accounts.profile"))


@bp.get("/account/password", access=HERSELF)
def password() -> ResponseReturnValue:
    """Choose another password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@bp.post("/account/password", access=HERSELF, endpoint="send_password")
def send_password() -> ResponseReturnValue:
    """Change the password, for who knows the old one."""
    form, account = ChangePasswordForm(), her_account()
    form.own = queries.own_words(account.person)
    if not form.validate():
        return render_template("accounts/password.html", form=form), 422
    by, at = current_user.identity, clock.now()
    old, new = form.old_password.data, form.password.data
    if not services.change_password(account, old=old, new=new, keep=current_user.token, by=by, at=at):
        form.form_errors.append(_("The present password is wrong. Please type it again."))
        return render_template("accounts/password.html", form=form), 422
    flash(_("Your password was changed. Other browsers are signed out."), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/account/language", access=HERSELF, endpoint="language_page")
def language_page() -> ResponseReturnValue:
    """Where a reload leads."""
    return redirect(url_for("accounts.profile"), 303)


@bp.post("/account/language", access=HERSELF)
def language() -> ResponseReturnValue:
    """Choose the language of mails."""
    services.choose_language(her_account(), request.form.get("locale", ""))
    flash(_("The language of your mails was changed."), "success")
    return redirect(url_for("accounts.profile"), 303)
