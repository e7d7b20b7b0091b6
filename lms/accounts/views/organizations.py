# SPDX-License-Identifier: Apache-2.0
"""For officers and operators: to which organizations a person belongs, and of which she looks after the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts.forms.organizations import MANAGER, PlaceForm
from lms.accounts.queries import organizations as queries
from lms.accounts.queries.organizations import Place
from lms.accounts.resources import person
from lms.accounts.services import organizations as services
from lms.accounts.views.blueprint import bp
from lms.errors import LmsError
from lms.i18n import _
from lms.web.errors import sentence
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person


def place(person_key: str, organization_key: str) -> Place | None:
    """A person in an organization today."""
    return queries.place(person_key, organization_key, on=clock.today())


SEEING = needs(Permission.MEMBERSHIP_KEEP, on=person)
KEEPING = needs(Permission.MEMBERSHIP_KEEP, on=place)


@bp.get("/people/<person_key>/organizations", access=SEEING, endpoint="organizations")
def organizations(person: Person) -> ResponseReturnValue:
    """Her organizations, and a form to add one."""
    return _page(person, _form())


@bp.post("/people/<person_key>/organizations", access=SEEING, endpoint="add_organization")
def add_organization(person: Person) -> ResponseReturnValue:
    """From today on she belongs to it, or looks after its people."""
    form = _form()
    if not form.validate():
        return _page(person, form), 422
    try:
        services.place_person(
            person,
            organization_key=form.organization.data or None,
            name=form.name.data or "",
            is_manager=form.place.data == MANAGER,
            by=current_user.identity,
            at=clock.now(),
            on=clock.today(),
        )
    except LmsError as refusal:
        form.form_errors.append(sentence(refusal))
        return _page(person, form), 422
    flash(_("It was recorded."), "success")
    return _back_to(person)


@bp.get("/people/<person_key>/organizations/<organization_key>", access=KEEPING, endpoint="place")
def show_place(place: Place) -> ResponseReturnValue:
    """What she is there, with buttons to end it."""
    return render_template("accounts/place.html", place=place)


@bp.post("/people/<person_key>/organizations/<organization_key>", access=KEEPING, endpoint="end_place")
def end_place(place: Place) -> ResponseReturnValue:
    """She does not belong to it any more, or does not look after its people any more."""
    by, at = current_user.identity, clock.now()
    if request.form.get("what") == MANAGER:
        services.end_management(place.person, place.organization.key, by=by, at=at)
    else:
        services.leave(place.person, place.organization.key, by=by, at=at, on=clock.today())
    flash(_("It was recorded."), "success")
    return _back_to(place.person)


def _form() -> PlaceForm:
    return PlaceForm(organizations=queries.organizations())


def _page(person: Person, form: PlaceForm) -> str:
    return render_template(
        "accounts/organizations.html",
        person=person,
        form=form,
        memberships=queries.memberships_of(person),
        managements=queries.managements_of(person),
        names=queries.names(),
        today=clock.today(),
    )


def _back_to(person: Person) -> ResponseReturnValue:
    return redirect(url_for("accounts.organizations", person_key=person.key), 303)
