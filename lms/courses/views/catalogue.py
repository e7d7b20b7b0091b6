# SPDX-License-Identifier: Apache-2.0
"""Choosing a course: the catalogue, a course's own page, enrolling, and the files of editions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts.queries import person_by_key
from lms.accounts.queries.printed import agreed_of
from lms.courses import labels, queries, resources, services
from lms.courses.forms import EnrolForm
from lms.courses.views import bp
from lms.courses.views.renewing import renewal_of
from lms.documents import coverage
from lms.i18n import _, bilingual
from lms.rules import labels as rule_labels
from lms.storage import files
from lms.web.headers import A_YEAR, ASSET_CSP
from lms.web.routing import PUBLIC, needs, public_thing

if TYPE_CHECKING:
    from lms.accounts.models import Person, PersonName
    from lms.courses.domain.renewal import Renewal
    from lms.courses.models import Asset, Course


@bp.get("/courses", access=PUBLIC)
def catalogue() -> ResponseReturnValue:
    """Every course that can be taken."""
    return render_template("courses/catalogue.html", offers=queries.offers(clock.today()), labels=labels)


@bp.get("/courses/<course_key>", access=public_thing(resources.course))
def show(course: Course) -> ResponseReturnValue:
    """For whom the course is, how long it takes, what law it rests on, what happens at the end."""
    presented = queries.presented(course, clock.today())
    mine = queries.enrolments_in(current_user.person_key, course) if current_user.is_authenticated else ()
    words = {"labels": labels, "rule_labels": rule_labels}
    cost = renewal_of(course, presented, on=clock.today())
    return render_template("courses/show.html", shown=presented, mine=mine, renewal=cost, **words)


@bp.route(
    "/courses/<course_key>/enrolments",
    methods=["GET", "POST"],
    access=needs(Permission.ENROLMENT_BEGIN, on=resources.course),
)
def enrol(course: Course) -> ResponseReturnValue:
    """Enrol in the edition that is current; without names and birth date they are entered first."""
    person = person_by_key(current_user.person_key)
    if person is None or person.name is None or person.birth_date is None:
        flash(str(labels.REFUSALS["names-missing"]), "info")
        return redirect(url_for("accounts.profile"), 303)
    presented = queries.presented(course, clock.today())
    form = EnrolForm()
    form.offer((role, bilingual(name)) for role, name in presented.roles)
    if not form.validate_on_submit():
        cost = renewal_of(course, presented, on=clock.today())
        return _ask(form, presented, person, cost), 422 if form.is_submitted() else 200
    enrolment = services.enrol(
        person, presented.offer.edition, role_asked=form.role_asked, by=current_user.identity, at=clock.now()
    )
    flash(
        _("You are enrolled. Your place and your study time are kept; you may stop and go on at any time."), "success"
    )
    return redirect(url_for("courses.study", enrolment_key=enrolment.key), 303)


def _ask(form: EnrolForm, presented: queries.Presented, person: Person, cost: Renewal | None) -> str:
    return render_template(
        "courses/enrol.html",
        form=form,
        shown=presented,
        person=person,
        renewal=cost,
        missing=_unsettled(person),
        labels=labels,
    )


def _unsettled(person: Person) -> Sequence[coverage.Missing]:
    """The signs of her name that no font prints, until she has chosen what is printed instead."""
    if person.name is None or agreed_of(person) is not None:
        return ()
    return coverage.missing(_written(person.name))


def _written(name: PersonName) -> str:
    return " ".join(filter(None, (name.register, name.kana, name.latin)))


@bp.get("/assets/<edition_key>/<path:asset_path>", access=public_thing(resources.asset))
def asset(asset: Asset) -> Response:
    """A picture, film or caption file. It is open to everybody: what a published edition shows is no secret.

    It never changes under its address, so browsers may keep it; parts of it can be asked for, as films are.
    """
    response = send_file(
        files.path_of(asset.digest),
        mimetype=asset.media_type,
        conditional=True,
        etag=asset.digest,
        max_age=A_YEAR,
    )
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = ASSET_CSP
    return response
