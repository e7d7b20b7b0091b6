# SPDX-License-Identifier: Apache-2.0
"""The audit record: who did what, and when; by person, kind of act and day."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.access.permissions import Permission
from lms.accounts.queries.numbers import person_by_number
from lms.admin import labels
from lms.admin.acts import Acts, Asked, acts
from lms.admin.forms import ActsForm
from lms.admin.views.blueprint import bp
from lms.i18n import _
from lms.web.routing import needs
from lms.web.urls import path_with

LARGEST_NUMBER = 2**31 - 1  # of the database


@bp.get("/acts", access=needs(Permission.AUDIT_READ))
def records() -> ResponseReturnValue:
    """The newest acts that fit what was asked for."""
    form = ActsForm(request.args)
    if not form.validate():
        return _page(form, None), 422
    person = None if form.number is None else person_by_number(form.number)
    if form.number is not None and person is None:
        form.learner_number.errors = [_("Nobody has this learner number. Please check it.")]
        return _page(form, None), 422
    before = min(request.args.get("before", LARGEST_NUMBER, type=int), LARGEST_NUMBER)
    asked = Asked(person, form.tag.data or None, form.first_day.data, form.last_day.data, before)
    return _page(form, acts(asked))


def _page(form: ActsForm, found: Acts | None) -> str:
    older = None if found is None or found.older is None else path_with(before=str(found.older))
    is_first = "before" not in request.args
    words = {"act": labels.act, "particulars": labels.particulars, "kinds": labels.ABOUT}
    return render_template("admin/records.html", form=form, found=found, older=older, is_first=is_first, **words)
