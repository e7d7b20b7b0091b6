# SPDX-License-Identifier: Apache-2.0
"""Ways to reach a person, kept by herself: e-mail addresses and telephone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import services
from lms.accounts.domain.contacts import ContactKind
from lms.accounts.forms import OWN, NewAddressForm
from lms.accounts.forms.contacts import NewTelephoneForm, OwnRightAddressForm, OwnRightNumberForm, WithPassword
from lms.accounts.labels import EXAMPLES
from lms.accounts.labels.contacts import TELEPHONE_EXAMPLE
from lms.accounts.resources import contact
from lms.accounts.views.blueprint import bp
from lms.accounts.views.session import her_account
from lms.errors import Conflict
from lms.i18n import _
from lms.web.errors import sentence
from lms.web.forms import Form
from lms.web.routing import needs
from lms.web.urls import next_or

if TYPE_CHECKING:
    from lms.accounts.models import Contact

HERSELF = needs(Permission.ACCOUNT_KEEP)
HER_CONTACT = needs(Permission.CONTACT_KEEP, on=contact)
RightForm = OwnRightAddressForm | OwnRightNumberForm


@bp.get("/account/email", access=HERSELF)
def email() -> ResponseReturnValue:
    """Add an e-mail address."""
    return _page("accounts/email.html", NewAddressForm())


@bp.post("/account/email", access=HERSELF, endpoint="send_email")
def send_email() -> ResponseReturnValue:
    """Add the address and mail it a link."""
    form, person = NewAddressForm(), her_account().person
    if not (form.validate() and _knows_password(form)):
        return _page("accounts/email.html", form), 422
    address, own = form.email.data or "", form.email_use.data == OWN
    services.add_address(person, address=address, own=own, by=current_user.identity, at=clock.now())
    return _mailed(address)


@bp.get("/account/telephone", access=HERSELF)
def telephone() -> ResponseReturnValue:
    """Add a telephone number."""
    return _page("accounts/telephone.html", NewTelephoneForm())


@bp.post("/account/telephone", access=HERSELF, endpoint="send_telephone")
def send_telephone() -> ResponseReturnValue:
    """Add the number."""
    form, person = NewTelephoneForm(), her_account().person
    if not (form.validate() and _knows_password(form)):
        return _page("accounts/telephone.html", form), 422
    number, own = form.telephone.data or "", form.telephone_use.data == OWN
    services.add_telephone(person, number=number, own=own, by=current_user.identity, at=clock.now())
    flash(_("%(number)s was recorded.", number=number), "success")
    return _to_profile()


@bp.get("/account/contacts/<contact_key>/link", access=HER_CONTACT)
def link(contact: Contact) -> ResponseReturnValue:
    """Ask whether to send the link again."""
    return _page("accounts/link.html", Form(), contact)


@bp.post("/account/contacts/<contact_key>/link", access=HER_CONTACT, endpoint="send_link")
def send_link(contact: Contact) -> ResponseReturnValue:
    """Send the link again."""
    services.send_link_again(contact, by=current_user.identity, at=clock.now())
    return _mailed(contact.value)


@bp.get("/account/contacts/<contact_key>/readers", access=HER_CONTACT)
def readers(contact: Contact) -> ResponseReturnValue:
    """Ask whether to say that others read it too, or only she."""
    return _page("accounts/readers.html", WithPassword(), contact)


@bp.post("/account/contacts/<contact_key>/readers", access=HER_CONTACT, endpoint="send_readers")
def send_readers(contact: Contact) -> ResponseReturnValue:
    """Turn it round: from her own to shared, or from shared to her own."""
    form = WithPassword()
    if not (form.validate() and _knows_password(form)):
        return _page("accounts/readers.html", form, contact), 422
    becomes_own = not contact.own
    act = services.mark_as_own if becomes_own else services.mark_as_shared
    act(contact, by=current_user.identity, at=clock.now())
    if becomes_own and contact.kind == ContactKind.EMAIL:
        return _mailed(contact.value)
    flash(_("Who uses %(value)s was recorded.", value=contact.value), "success")
    return _to_profile()


@bp.get("/account/contacts/<contact_key>/correction", access=HER_CONTACT)
def correction(contact: Contact) -> ResponseReturnValue:
    """Put the right one in the place of a wrong one."""
    form = right_form(contact)
    return _page("accounts/correction.html", form, contact)


@bp.post("/account/contacts/<contact_key>/correction", access=HER_CONTACT, endpoint="send_correction")
def send_correction(contact: Contact) -> ResponseReturnValue:
    """Take the wrong one off and add the right one."""
    form = OwnRightAddressForm() if contact.kind == ContactKind.EMAIL else OwnRightNumberForm()
    if not (form.validate() and _knows_password(form)):
        return _page("accounts/correction.html", form, contact), 422
    try:
        right = services.correct_contact(contact, value=typed_in(form), by=current_user.identity, at=clock.now())
    except Conflict as refusal:
        form.form_errors.append(sentence(refusal))
        return _page("accounts/correction.html", form, contact), 422
    if right.kind == ContactKind.EMAIL:
        return _mailed(right.value)
    flash(_("%(number)s was recorded.", number=right.value), "success")
    return _to_profile()


@bp.get("/account/contacts/<contact_key>/removal", access=HER_CONTACT)
def removal(contact: Contact) -> ResponseReturnValue:
    """Ask whether to take it off."""
    return _page("accounts/removal.html", Form(), contact)


@bp.post("/account/contacts/<contact_key>/removal", access=HER_CONTACT, endpoint="send_removal")
def send_removal(contact: Contact) -> ResponseReturnValue:
    """Take it off."""
    services.remove_contact(contact, by=current_user.identity, at=clock.now())
    flash(_("%(address)s was taken off your account.", address=contact.value), "success")
    return _to_profile()


@bp.get("/account/hint", access=HERSELF, endpoint="hint_page")
def hint_page() -> ResponseReturnValue:
    """Where a reload leads."""
    return _to_profile()


@bp.post("/account/hint", access=HERSELF)
def hint() -> ResponseReturnValue:
    """Put the hint about an address of her own away."""
    services.close_hint(her_account(), at=clock.now())
    return redirect(next_or(url_for("accounts.profile")), 303)


def right_form(contact: Contact) -> RightForm:
    """The form for the right value, with the wrong one in it."""
    if contact.kind == ContactKind.EMAIL:
        form: RightForm = OwnRightAddressForm()
        form["email"].data = contact.value
    else:
        form = OwnRightNumberForm()
        form["telephone"].data = contact.value
    return form


def typed_in(form: Form) -> str:
    """The address or number that was typed."""
    return str(form["email" if "email" in form else "telephone"].data or "")


def _knows_password(form: NewAddressForm | WithPassword) -> bool:
    if services.confirm_password(her_account(), form.password.data, by=current_user.identity, at=clock.now()):
        return True
    form.form_errors.append(_("The password is wrong. Please type it again."))
    return False


def _mailed(address: str) -> ResponseReturnValue:
    flash(_("We sent a mail to %(address)s. Please open the link in it.", address=address), "success")
    return _to_profile()


def _to_profile() -> ResponseReturnValue:
    return redirect(url_for("accounts.profile"), 303)


def _page(template: str, form: Form, contact: Contact | None = None) -> str:
    examples = {**EXAMPLES, "telephone": TELEPHONE_EXAMPLE}
    back = url_for("accounts.profile")
    return render_template(
        template, form=form, contact=contact, examples=examples, back=back, trail=[(_("My details"), back)]
    )
