# SPDX-License-Identifier: Apache-2.0
"""The desk: people without e-mail are registered, slips made for them and printed, by officers and by the managers of
organizations for their own people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.identity import Role
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.accounts import queries
from lms.accounts.adapters import papers, printing
from lms.accounts.domain.registration import age_on
from lms.accounts.domain.slips import SlipPaper, VoidReason, refusal_of
from lms.accounts.forms.slips import MakeSlipForm, NewPersonForm, OrganizationForm
from lms.accounts.labels import EXAMPLES, MISSING, NAME_PARTS
from lms.accounts.labels.contacts import TELEPHONE_EXAMPLE
from lms.accounts.labels.slips import SLIP_KINDS, SLIP_REFUSALS, SLIP_STATES
from lms.accounts.queries import organizations
from lms.accounts.queries import slips as slip_queries
from lms.accounts.queries.slips import Learner
from lms.accounts.resources import slip
from lms.accounts.services import desk
from lms.accounts.services import slips as services
from lms.accounts.views.blueprint import bp
from lms.config import current as settings
from lms.errors import LmsError
from lms.i18n import _, speaking
from lms.identifiers import new_key
from lms.web.drafts import Draft, Steps
from lms.web.errors import sentence
from lms.web.forms import Form
from lms.web.navigation import body_name
from lms.web.routing import needs
from lms.web.urls import next_or

if TYPE_CHECKING:
    from lms.accounts.models import NamedOrganization, Person, Slip

PDF = "application/pdf"


def learner(person_key: str) -> Learner | None:
    """The person with this key and the organizations to which she belongs today."""
    return slip_queries.learner(person_key, on=clock.today())


REGISTERING = needs(Permission.PERSON_REGISTER)
MAKING = needs(Permission.SLIP_MAKE, on=learner)
FETCHING = needs(Permission.SLIP_FETCH, on=slip)


def _new_person_form(draft: Draft[NewPersonForm]) -> NewPersonForm:
    form = NewPersonForm(draft.typed, on=clock.today())
    offer_organizations(form)
    return form


NEW_PERSON = Steps(entry="accounts.new_person", check="accounts.check_new_person", form=_new_person_form)


@bp.get("/slips", access=REGISTERING)
def slips() -> ResponseReturnValue:
    """What can be done here, the lists under way, and the people of an organization."""
    today, now = clock.today(), clock.now()
    mine = organizations_of_the_desk()
    asked = request.args.get("organization", mine[0].key if len(mine) == 1 else "")
    chosen = next((row for row in mine if row.key == asked), None)
    return render_template(
        "accounts/slips.html",
        organizations=mine,
        chosen=chosen,
        members=[] if chosen is None else slip_queries.members(chosen.key, on=today, at=now),
        lists=slip_queries.lists_of(current_user.person_key),
        is_officer=current_user.identity.has(Role.OFFICER),
        may_print_letters=permits(current_user.identity, Permission.LETTER_PRINT),
        states=SLIP_STATES,
    )


@bp.get("/slips/new-person", access=REGISTERING)
def new_person() -> ResponseReturnValue:
    """Enter a person who has no e-mail address or does not sign up herself."""
    draft = NEW_PERSON.entry()
    examples = {**EXAMPLES, "telephone": TELEPHONE_EXAMPLE}
    return render_template("accounts/new_person.html", form=draft.form, examples=examples)


@bp.post("/slips/new-person", access=REGISTERING, endpoint="send_new_person")
def send_new_person() -> ResponseReturnValue:
    """Keep it, and on to the check."""
    draft = NEW_PERSON.entered()
    draft.kept.setdefault("key", new_key())
    return draft.go_on()


@bp.get("/slips/new-person/check", access=REGISTERING)
def check_new_person() -> ResponseReturnValue:
    """Everything once more; to an officer also who is registered already by this name and birth date."""
    draft = NEW_PERSON.check()
    form: NewPersonForm = draft.form
    is_officer = permits(current_user.identity, Permission.PERSON_FIND)
    return render_template(
        "accounts/check_new_person.html",
        draft=draft,
        form=form,
        preview=printing.preview(form.name_given, form.chosen),
        age=age_on(form.birth_date.data, clock.today()),
        organization=organizations.organization_by_key(form.organization_key or ""),
        namesakes=_namesakes(form) if is_officer else [],
        missing=MISSING,
        parts=NAME_PARTS,
    )


@bp.post("/slips/new-person/check", access=REGISTERING, endpoint="register_person")
def register_person() -> ResponseReturnValue:
    """Register her and make her slip."""
    draft, by, at = NEW_PERSON.checked(), current_user.identity, clock.now()
    try:
        made = desk.register_with_slip(draft.form.given(draft.kept["key"]), by=by, at=at, on=clock.today())
    except LmsError as refusal:
        return draft.refused(refusal)
    return draft.done(url_for("accounts.slip_made", slip_key=made.key))


@bp.get("/people/<person_key>/slip", access=MAKING)
def make_slip(learner: Learner) -> ResponseReturnValue:
    """Ask how she was recognized, before a slip is made for somebody who is registered."""
    return _make_page(learner, MakeSlipForm())


@bp.post("/people/<person_key>/slip", access=MAKING, endpoint="send_make_slip")
def send_make_slip(learner: Learner) -> ResponseReturnValue:
    """Make the slip; the one before stops working."""
    form = MakeSlipForm()
    if not form.validate():
        return _make_page(learner, form), 422
    by, at, evidence = current_user.identity, clock.now(), form.evidence.data
    managed = next(iter(sorted(by.scopes_of(Role.ORGANIZATION_MANAGER) & learner.scopes)), None)
    try:
        made = services.make_slip(learner.person, evidence=evidence, by=by, at=at, organization_key=managed)
    except LmsError as refusal:
        form.form_errors.append(sentence(refusal))
        return _make_page(learner, form), 422
    return redirect(url_for("accounts.slip_made", slip_key=made.key), 303)


@bp.post("/people/<person_key>/slip/void", access=MAKING, endpoint="void_slip")
def void_slip(learner: Learner) -> ResponseReturnValue:
    """Make a lost slip void without another."""
    services.void_slip(learner.person, why=VoidReason.LOST, by=current_user.identity, at=clock.now())
    flash(_("The slip does not work any more."), "success")
    return redirect(next_or(url_for("accounts.make_slip", person_key=learner.key)), 303)


@bp.get("/slips/<slip_key>", access=FETCHING, endpoint="slip_made")
def slip_made(slip: Slip) -> ResponseReturnValue:
    """The slip was made; its paper is fetched here, once."""
    state = slip_queries.state_of(slip, at=clock.now())
    return render_template(
        "accounts/slip_made.html",
        slip=slip,
        state=state,
        states=SLIP_STATES,
        form=Form(),
        back=_back_of(slip.person),
        may_register=permits(current_user.identity, Permission.PERSON_REGISTER),
    )


@bp.post("/slips/<slip_key>/paper", access=FETCHING, endpoint="slip_paper")
def slip_paper(slip: Slip) -> ResponseReturnValue:
    """The paper as PDF. After this nobody can read the code any more."""
    found = services.fetch_papers([slip], by=current_user.identity, at=clock.now())
    return printed(found, name=f"slip-{slip.person.learner_number}")


def printed(found: Sequence[SlipPaper], *, name: str) -> Response:
    """Slips as a PDF. It is made while it is sent, after the act: many pages must not hold the database."""
    sender, today = sender_now(), clock.today()

    def pages() -> Iterator[bytes]:
        yield papers.slips_pdf(found, sender=sender, on=today)

    how = "inline" if current_user.is_shared else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(pages(), mimetype=PDF, headers=headers)


def sender_now() -> papers.Sender:
    """What papers say of the training body today."""
    with speaking("ja"):
        name = body_name() or settings().site_name
    return papers.Sender(name, settings().telephone, settings().telephone_hours)


def organizations_of_the_desk() -> Sequence[NamedOrganization]:
    """The organizations whose people the one signed in may register: all for an officer, a manager's own."""
    identity = current_user.identity
    keys = None if identity.has(Role.OFFICER) else identity.scopes_of(Role.ORGANIZATION_MANAGER)
    return organizations.organizations(keys)


def offer_organizations(form: OrganizationForm) -> None:
    """Let an officer choose an organization or none, a manager one of her own."""
    form.offer(organizations_of_the_desk(), required=not current_user.identity.has(Role.OFFICER))


def _namesakes(form: NewPersonForm) -> Sequence[queries.FoundPerson]:
    name = form.name_given.shown
    return queries.found_people(words=name, birth_date=form.birth_date.data, offset=0, limit=5)


def _make_page(learner: Learner, form: MakeSlipForm) -> str:
    receiver = slip_queries.receiver_of(learner.person)
    refusal = refusal_of(receiver, maker={grant.role for grant in current_user.identity.grants})
    waiting = None if refusal else slip_queries.waiting_slip_of(learner.person)
    return render_template(
        "accounts/make_slip.html",
        form=form,
        person=learner.person,
        has_begun=receiver.has_account,
        refusal=None if refusal is None else SLIP_REFUSALS[refusal.value],
        waiting=waiting,
        kinds=SLIP_KINDS,
        examples=EXAMPLES,
        back=_back_of(learner.person),
    )


def _back_of(person: Person) -> str:
    may_see = permits(current_user.identity, Permission.PERSON_FIND, person)
    return url_for("accounts.person", person_key=person.key) if may_see else url_for("accounts.slips")
