# SPDX-License-Identifier: Apache-2.0
"""Ways to reach people, kept by officers for who telephones, and the list of those at which nothing arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import services
from lms.accounts.domain.contacts import ContactKind
from lms.accounts.forms import OWN
from lms.accounts.forms.contacts import AddressOfHersForm, NumberForm, RightAddressForm, TelephoneOfHersForm
from lms.accounts.labels import EXAMPLES
from lms.accounts.labels.contacts import KINDS, TELEPHONE_EXAMPLE, WHAT_TO_DO, WHY_FAILING
from lms.accounts.queries import contacts as queries
from lms.accounts.resources import contact, person
from lms.accounts.views.blueprint import bp
from lms.accounts.views.contacts import typed_in
from lms.errors import Conflict
from lms.i18n import _
from lms.web.errors import sentence
from lms.web.forms import Form
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Contact, Person

PAGE_SIZE = 20
MOST_PAGES = 500
LISTING = needs(Permission.CONTACT_MEND)
MENDING = needs(Permission.CONTACT_MEND, on=contact)
ADDING = needs(Permission.CONTACT_MEND, on=person)


@bp.get("/people/unreachable", access=LISTING)
def unreachable() -> ResponseReturnValue:
    """Contacts at which nothing arrives, with what to do about each."""
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    rows = queries.failing_contacts(offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1)
    return render_template(
        "accounts/unreachable.html",
        rows=rows[:PAGE_SIZE],
        total=queries.count_of_failing(),
        page=number,
        has_more=len(rows) > PAGE_SIZE,
        words={"why": WHY_FAILING, "todo": WHAT_TO_DO, "kinds": KINDS},
    )


@bp.get("/people/<person_key>/email", access=ADDING, endpoint="email_of_hers")
def email_of_hers(person: Person) -> ResponseReturnValue:
    """Add an e-mail address for a person."""
    return _page("accounts/email.html", AddressOfHersForm(), person)


@bp.post("/people/<person_key>/email", access=ADDING, endpoint="send_email_of_hers")
def send_email_of_hers(person: Person) -> ResponseReturnValue:
    """Add the address and mail it a link."""
    form = AddressOfHersForm()
    if not form.validate():
        return _page("accounts/email.html", form, person), 422
    address, own = form.email.data or "", form.email_use.data == OWN
    services.add_address(person, address=address, own=own, by=current_user.identity, at=clock.now())
    return _mailed(person, address)


@bp.get("/people/<person_key>/telephone", access=ADDING, endpoint="telephone_of_hers")
def telephone_of_hers(person: Person) -> ResponseReturnValue:
    """Add a telephone number for a person."""
    return _page("accounts/telephone.html", TelephoneOfHersForm(), person)


@bp.post("/people/<person_key>/telephone", access=ADDING, endpoint="send_telephone_of_hers")
def send_telephone_of_hers(person: Person) -> ResponseReturnValue:
    """Add the number."""
    form = TelephoneOfHersForm()
    if not form.validate():
        return _page("accounts/telephone.html", form, person), 422
    number, own = form.telephone.data or "", form.telephone_use.data == OWN
    services.add_telephone(person, number=number, own=own, by=current_user.identity, at=clock.now())
    return _recorded(person, number)


@bp.get("/people/contacts/<contact_key>/link", access=MENDING, endpoint="link_of_hers")
def link_of_hers(contact: Contact) -> ResponseReturnValue:
    """Ask whether to send the link again."""
    return _page("accounts/link.html", Form(), contact.person, contact)


@bp.post("/people/contacts/<contact_key>/link", access=MENDING, endpoint="send_link_of_hers")
def send_link_of_hers(contact: Contact) -> ResponseReturnValue:
    """Send the link again."""
    services.send_link_again(contact, by=current_user.identity, at=clock.now())
    return _mailed(contact.person, contact.value)


@bp.get("/people/contacts/<contact_key>/readers", access=MENDING, endpoint="readers_of_hers")
def readers_of_hers(contact: Contact) -> ResponseReturnValue:
    """Ask whether to say that others use it too, or only she."""
    return _page("accounts/readers.html", Form(), contact.person, contact)


@bp.post("/people/contacts/<contact_key>/readers", access=MENDING, endpoint="send_readers_of_hers")
def send_readers_of_hers(contact: Contact) -> ResponseReturnValue:
    """Turn it round; a mailbox becomes her own when she has opened the link."""
    becomes_own = not contact.own
    act = services.mark_as_own if becomes_own else services.mark_as_shared
    act(contact, by=current_user.identity, at=clock.now())
    if becomes_own and contact.kind == ContactKind.EMAIL:
        return _mailed(contact.person, contact.value)
    return _recorded(contact.person, contact.value)


@bp.get("/people/contacts/<contact_key>/correction", access=MENDING, endpoint="correction_of_hers")
def correction_of_hers(contact: Contact) -> ResponseReturnValue:
    """Put the right one in the place of a wrong one."""
    form = RightAddressForm() if contact.kind == ContactKind.EMAIL else NumberForm()
    form["email" if contact.kind == ContactKind.EMAIL else "telephone"].data = contact.value
    return _page("accounts/correction.html", form, contact.person, contact)


@bp.post("/people/contacts/<contact_key>/correction", access=MENDING, endpoint="send_correction_of_hers")
def send_correction_of_hers(contact: Contact) -> ResponseReturnValue:
    """Take the wrong one off and add the right one."""
    form = RightAddressForm() if contact.kind == ContactKind.EMAIL else NumberForm()
    if not form.validate():
        return _page("accounts/correction.html", form, contact.person, contact), 422
    try:
        right = services.correct_contact(contact, value=typed_in(form), by=current_user.identity, at=clock.now())
    except Conflict as refusal:
        form.form_errors.append(sentence(refusal))
        return _page("accounts/correction.html", form, contact.person, contact), 422
    return (_mailed if right.kind == ContactKind.EMAIL else _recorded)(right.person, right.value)


@bp.get("/people/contacts/<contact_key>/removal", access=MENDING, endpoint="removal_of_hers")
def removal_of_hers(contact: Contact) -> ResponseReturnValue:
    """Ask whether to take it off."""
    return _page("accounts/removal.html", Form(), contact.person, contact)


@bp.post("/people/contacts/<contact_key>/removal", access=MENDING, endpoint="send_removal_of_hers")
def send_removal_of_hers(contact: Contact) -> ResponseReturnValue:
    """Take it off."""
    services.remove_contact(contact, by=current_user.identity, at=clock.now())
    flash(_("%(value)s was taken off.", value=contact.value), "success")
    return _to_person(contact.person)


@bp.get("/people/contacts/<contact_key>/state", access=MENDING, endpoint="contact_state")
def contact_state(contact: Contact) -> ResponseReturnValue:
    """Ask whether to note that nothing arrives there, or that it works again."""
    return _page("accounts/contact_state.html", Form(), contact.person, contact)


@bp.post("/people/contacts/<contact_key>/state", access=MENDING, endpoint="send_contact_state")
def send_contact_state(contact: Contact) -> ResponseReturnValue:
    """Turn it round."""
    act = services.mark_as_failing if contact.failing_since is None else services.mark_as_working
    act(contact, by=current_user.identity, at=clock.now())
    return _recorded(contact.person, contact.value)


def _mailed(person: Person, address: str) -> ResponseReturnValue:
    flash(_("A mail went to %(address)s. It counts once the link in it was opened.", address=address), "success")
    return _to_person(person)


def _recorded(person: Person, value: str) -> ResponseReturnValue:
    flash(_("Recorded: %(value)s.", value=value), "success")
    return _to_person(person)


def _to_person(person: Person) -> ResponseReturnValue:
    return redirect(url_for("accounts.person", person_key=person.key), 303)


def _page(template: str, form: Form, person: Person, contact: Contact | None = None) -> str:
    examples = {**EXAMPLES, "telephone": TELEPHONE_EXAMPLE}
    back = url_for("accounts.person", person_key=person.key)
    trail = [(_("People"), url_for("accounts.people")), (person.learner_number, back)]
    return render_template(
        template, form=form, contact=contact, person=person, examples=examples, back=back, trail=trail
    )
