# SPDX-License-Identifier: Apache-2.0
"""The telephone: notes about a person, and how to write one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import services
from lms.accounts.forms.calls import CallForm
from lms.accounts.queries import names_of
from lms.accounts.queries.calls import calls_about
from lms.accounts.resources import person
from lms.accounts.views.blueprint import bp
from lms.i18n import _
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person

NOTING = needs(Permission.CALL_NOTE, on=person)


@bp.get("/people/<person_key>/calls", access=NOTING)
def calls(person: Person) -> ResponseReturnValue:
    """The calls about a person, the newest first, and a form for the next."""
    return _page(person, CallForm())


@bp.post("/people/<person_key>/calls", access=NOTING, endpoint="note_call")
def note_call(person: Person) -> ResponseReturnValue:
    """Write a note."""
    form = CallForm()
    if not form.validate():
        return _page(person, form), 422
    said = {name: form.data[name] for name in ("caller", "matter", "outcome")}
    services.note_call(person, **said, by=current_user.identity, at=clock.now())
    flash(_("The call was noted."), "success")
    return redirect(url_for("accounts.calls", person_key=person.key), 303)


def _page(person: Person, form: CallForm) -> str:
    rows = calls_about(person)
    actors = names_of({row.by for row in rows})
    return render_template("accounts/calls.html", person=person, rows=rows, actors=actors, form=form)
