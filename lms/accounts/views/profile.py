# SPDX-License-Identifier: Apache-2.0
"""A person's own details: how her name prints, how she is reached, how she signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries, services
from lms.accounts.adapters import printing
from lms.accounts.domain.registration import age_on
from lms.accounts.domain.sessions import LONGEST_SESSION
from lms.accounts.forms import OWN, ChangePasswordForm, NewAddressForm, OwnNamesForm
from lms.accounts.labels import EXAMPLES, MISSING, NAME_PARTS
from lms.accounts.resources import contact
from lms.accounts.views.blueprint import bp
from lms.accounts.views.session import her_account
from lms.errors import Conflict
from lms.i18n import _
from lms.web.drafts import Steps
from lms.web.forms import Form
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Contact

HERSELF = needs(Permission.ACCOUNT_KEEP)
HER_CONTACT = needs(Permission.CONTACT_KEEP, on=contact)
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
        preview=printing.preview(queries.name_given(account.person)),
        missing=MISSING,
        parts=NAME_PARTS,
        contacts=queries.contacts_of(account.person),
        sessions=len(queries.open_sessions_of(account, since=clock.now() - LONGEST_SESSION)),
    )


@bp.get("/account/names", access=HERSELF)
def names() -> ResponseReturnValue:
    """Mend names and birth date, or read how to have them corrected."""
    draft, person = NAMES.entry(), her_account().person
    if draft.is_new:
        draft.form.show(queries.name_given(person))
        draft.form.birth_date.data = person.birth_date
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
        preview=printing.preview(draft.form.name_given),
        age=age_on(draft.form.birth_date.data, clock.today()),
        missing=MISSING,
        parts=NAME_PARTS,
    )


@bp.post("/account/names/check", access=HERSELF, endpoint="record_names")
def record_names() -> ResponseReturnValue:
    """Record them."""
    draft, by, at = NAMES.checked(), current_user.identity, clock.now()
    name, born = draft.form.name_given, draft.form.birth_date.data
    try:
        services.restate(her_account().person, name, born, by=by, at=at, on=clock.today())
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


@bp.get("/account/email", access=HERSELF)
def email() -> ResponseReturnValue:
    """Add an e-mail address."""
    return _email_page(NewAddressForm())


@bp.post("/account/email", access=HERSELF, endpoint="send_email")
def send_email() -> ResponseReturnValue:
    """Add the address and mail it a link."""
    form, account = NewAddressForm(), her_account()
    if not form.validate():
        return _email_page(form), 422
    by, at = current_user.identity, clock.now()
    if not services.confirm_password(account, form.password.data, by=by, at=at):
        form.form_errors.append(_("The password is wrong. Please type it again."))
        return _email_page(form), 422
    services.add_address(account, address=form.email.data or "", own=form.email_use.data == OWN, by=by, at=at)
    flash(_("We sent a mail to %(address)s. Please open the link in it.", address=form.email.data), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/account/email-addresses/<contact_key>/link", access=HER_CONTACT)
def link(contact: Contact) -> ResponseReturnValue:
    """Ask whether to send the link again."""
    return render_template("accounts/link.html", contact=contact, form=Form())


@bp.post("/account/email-addresses/<contact_key>/link", access=HER_CONTACT, endpoint="send_link")
def send_link(contact: Contact) -> ResponseReturnValue:
    """Send the link again."""
    services.send_link_again(her_account(), contact, by=current_user.identity, at=clock.now())
    flash(_("We sent a mail to %(address)s. Please open the link in it.", address=contact.value), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/account/email-addresses/<contact_key>/removal", access=HER_CONTACT)
def removal(contact: Contact) -> ResponseReturnValue:
    """Ask whether to take the address off."""
    return render_template("accounts/removal.html", contact=contact, form=Form())


@bp.post("/account/email-addresses/<contact_key>/removal", access=HER_CONTACT, endpoint="send_removal")
def send_removal(contact: Contact) -> ResponseReturnValue:
    """Take the address off."""
    services.remove_address(her_account(), contact, by=current_user.identity, at=clock.now())
    flash(_("%(address)s was taken off your account.", address=contact.value), "success")
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


def _email_page(form: NewAddressForm) -> str:
    return render_template("accounts/email.html", form=form, examples=EXAMPLES)
