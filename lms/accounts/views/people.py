# SPDX-License-Identifier: Apache-2.0
"""The training body's side: find a person, look at her record, correct name or birth date, give and end roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.identity import Role
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.accounts import queries, services
from lms.accounts.adapters import printing
from lms.accounts.domain.registration import age_on
from lms.accounts.forms import CorrectBirthDateForm, CorrectNameForm, RoleForm, SearchForm
from lms.accounts.labels import (
    ACTS,
    EVIDENCE,
    EXAMPLES,
    MISSING,
    NAME_PARTS,
    ROLE_DUTIES,
    ROLES,
    TEXTS,
    particulars,
)
from lms.accounts.labels.contacts import WHY_FAILING
from lms.accounts.labels.correcting import CAUSES, OUTCOMES, PRINT_WAYS
from lms.accounts.labels.slips import SLIP_KINDS, SLIP_STATES
from lms.accounts.queries import correcting, printed
from lms.accounts.queries import slips as slip_queries
from lms.accounts.resources import person
from lms.accounts.views.blueprint import bp
from lms.errors import Conflict
from lms.i18n import _
from lms.web.drafts import Draft, Steps
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person

PAGE_SIZE = 20
MOST_PAGES = 50
FINDING = needs(Permission.PERSON_FIND)
SEEING = needs(Permission.PERSON_FIND, on=person)
CORRECTING = needs(Permission.NAME_CORRECT, on=person)
GRANTING = needs(Permission.ROLE_GRANT, on=person)
NAME = Steps(
    entry="accounts.correct_name",
    check="accounts.check_correct_name",
    form=lambda draft: CorrectNameForm(draft.typed),
)
BIRTH_DATE = Steps(
    entry="accounts.correct_birth_date",
    check="accounts.check_correct_birth_date",
    form=lambda draft: CorrectBirthDateForm(draft.typed, on=clock.today()),
)


@bp.get("/people", access=FINDING)
def people() -> ResponseReturnValue:
    """Find a person; without a question nobody is listed."""
    form = SearchForm(request.args)
    is_asked = "words" in request.args or "born" in request.args
    if is_asked and not form.validate():
        return _people_page(form), 422
    if form.asks_nothing:
        return _people_page(form, is_asked=is_asked)
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    place = {"offset": (number - 1) * PAGE_SIZE, "limit": PAGE_SIZE + 1}
    rows = queries.found_people(words=form.words.data or "", birth_date=form.born.data, **place)
    has_more = len(rows) > PAGE_SIZE and number < MOST_PAGES
    return _people_page(form, found=rows[:PAGE_SIZE], page=number, has_more=has_more)


@bp.get("/people/<person_key>", access=SEEING, endpoint="person")
def show_person(person: Person) -> ResponseReturnValue:
    """Her record: names, contacts, texts, roles, acts."""
    identity = current_user.identity
    return render_template(
        "accounts/person.html",
        record=queries.record_of(person),
        preview=printing.preview(queries.name_given(person), printed.chosen_of(person)),
        lacking=printing.lacking(queries.name_given(person).register),
        choices=printed.choices_of(person),
        requests=correcting.requests_of(person),
        age=age_on(person.birth_date, clock.today()) if person.birth_date else None,
        may_correct=permits(identity, Permission.NAME_CORRECT, person),
        may_see=permits(identity, Permission.RECORD_SEE, person),
        may_grant=permits(identity, Permission.ROLE_GRANT, person),
        may_mend=permits(identity, Permission.CONTACT_MEND, person),
        may_place=permits(identity, Permission.MEMBERSHIP_KEEP, person),
        may_slip=permits(identity, Permission.SLIP_MAKE, person),
        desk=slip_queries.desk_of(person, at=clock.now()),
        particulars=particulars,
        words={
            "acts": ACTS,
            "why": WHY_FAILING,
            "evidence": EVIDENCE,
            "roles": ROLES,
            "texts": TEXTS,
            "missing": MISSING,
            "parts": NAME_PARTS,
            "slip_kinds": SLIP_KINDS,
            "slip_states": SLIP_STATES,
            "causes": CAUSES,
            "outcomes": OUTCOMES,
            "print_ways": PRINT_WAYS,
        },
    )


@bp.get("/people/<person_key>/name", access=CORRECTING)
def correct_name(person: Person) -> ResponseReturnValue:
    """Enter the right name, and why."""
    draft = NAME.entry()
    if draft.is_new:
        draft.form.show(queries.name_given(person))
        draft.form.offer_prints()
    return _correction_page("accounts/correct_name.html", person, draft)


@bp.post("/people/<person_key>/name", access=CORRECTING, endpoint="send_correct_name")
def send_correct_name(person: Person) -> ResponseReturnValue:
    """Keep it, and on to the comparison."""
    return NAME.entered().go_on()


@bp.get("/people/<person_key>/name/check", access=CORRECTING)
def check_correct_name(person: Person) -> ResponseReturnValue:
    """Before and after."""
    draft = NAME.check()
    preview = printing.preview(draft.form.name_given, draft.form.chosen)
    return _correction_page("accounts/check_correct_name.html", person, draft, preview=preview)


@bp.post("/people/<person_key>/name/check", access=CORRECTING, endpoint="record_name")
def record_name(person: Person) -> ResponseReturnValue:
    """Record the name."""
    draft, by, at = NAME.checked(), current_user.identity, clock.now()
    name, evidence, chosen = draft.form.name_given, draft.form.evidence.data, draft.form.chosen
    try:
        services.correct_name(person, name, evidence=evidence, by=by, at=at, on=clock.today(), chosen=chosen)
    except Conflict as refusal:
        return draft.refused(refusal)
    return _recorded(person, draft)


@bp.get("/people/<person_key>/birth-date", access=CORRECTING)
def correct_birth_date(person: Person) -> ResponseReturnValue:
    """Enter the right birth date, and why."""
    draft = BIRTH_DATE.entry()
    if draft.is_new:
        draft.form.birth_date.data = person.birth_date
    return _correction_page("accounts/correct_birth_date.html", person, draft)


@bp.post("/people/<person_key>/birth-date", access=CORRECTING, endpoint="send_correct_birth_date")
def send_correct_birth_date(person: Person) -> ResponseReturnValue:
    """Keep it, and on to the comparison."""
    return BIRTH_DATE.entered().go_on()


@bp.get("/people/<person_key>/birth-date/check", access=CORRECTING)
def check_correct_birth_date(person: Person) -> ResponseReturnValue:
    """Before and after."""
    draft = BIRTH_DATE.check()
    age = age_on(draft.form.birth_date.data, clock.today())
    return _correction_page("accounts/check_correct_birth_date.html", person, draft, age=age)


@bp.post("/people/<person_key>/birth-date/check", access=CORRECTING, endpoint="record_birth_date")
def record_birth_date(person: Person) -> ResponseReturnValue:
    """Record the birth date."""
    draft, by, at = BIRTH_DATE.checked(), current_user.identity, clock.now()
    born, evidence = draft.form.birth_date.data, draft.form.evidence.data
    try:
        services.correct_birth_date(person, born, evidence=evidence, by=by, at=at, on=clock.today())
    except Conflict as refusal:
        return draft.refused(refusal)
    return _recorded(person, draft)


@bp.get("/people/<person_key>/roles", access=GRANTING)
def roles(person: Person) -> ResponseReturnValue:
    """Which roles she has, and a form to give one."""
    return _roles_page(person, RoleForm())


@bp.post("/people/<person_key>/roles", access=GRANTING, endpoint="grant_role")
def grant_role(person: Person) -> ResponseReturnValue:
    """Give a role for the whole site."""
    form = RoleForm()
    if not form.validate():
        return _roles_page(person, form), 422
    role = Role(form.role.data)
    services.grant(person, role=role, by=current_user.identity, at=clock.now())
    flash(_("The role was given: %(role)s.", role=ROLES[role]), "success")
    return redirect(url_for("accounts.roles", person_key=person.key), 303)


@bp.get("/people/<person_key>/roles/<role_name>", access=GRANTING, endpoint="role")
def role(person: Person, role_name: str) -> ResponseReturnValue:
    """Ask whether to end a role."""
    row = queries.live_grant(person, role_name)
    if row is None:
        abort(404)
    return render_template("accounts/role.html", person=person, row=row, roles=ROLES, form=RoleForm())


@bp.post("/people/<person_key>/roles/<role_name>", access=GRANTING, endpoint="end_role")
def end_role(person: Person, role_name: str) -> ResponseReturnValue:
    """End a role; the person keeps her account."""
    row = queries.live_grant(person, role_name)
    if row is None:
        abort(404)
    services.end_grant(person, row, by=current_user.identity, at=clock.now())
    flash(_("The role was ended: %(role)s.", role=ROLES[Role(row.role)]), "success")
    return redirect(url_for("accounts.person", person_key=person.key), 303)


def _people_page(form: SearchForm, *, is_asked: bool = False, **values: object) -> str:
    may_mend = permits(current_user.identity, Permission.CONTACT_MEND)
    waiting = correcting.count_open() if permits(current_user.identity, Permission.NAME_CORRECT) else None
    known = {"found": None, "examples": EXAMPLES, "asked": is_asked, "may_mend": may_mend, **values}
    known["name_requests"] = waiting
    return render_template("accounts/people.html", form=form, **known)


def _correction_page(template: str, person: Person, draft: Draft[Any], **values: object) -> str:
    words = {"examples": EXAMPLES, "missing": MISSING, "parts": NAME_PARTS}
    return render_template(template, person=person, draft=draft, form=draft.form, **words, **values)


def _recorded(person: Person, draft: Draft[Any]) -> ResponseReturnValue:
    words = _(
        "The correction was recorded. “Courses and certificates” shows which papers bear what stood before, and what"
        " to do."
    )
    flash(words, "success")
    return draft.done(url_for("accounts.person", person_key=person.key))


def _roles_page(person: Person, form: RoleForm) -> str:
    grants = queries.grants_of(person)
    return render_template(
        "accounts/roles.html", person=person, grants=grants, form=form, roles=ROLES, duties=ROLE_DUTIES
    )
