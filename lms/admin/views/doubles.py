# SPDX-License-Identifier: Apache-2.0
"""One person found twice: the officer's list of look-alikes, two records side by side, the decision and its undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import services
from lms.accounts.labels import REFUSALS
from lms.accounts.queries import all_contacts_of, merging
from lms.accounts.resources import pair
from lms.admin.forms import Decision, DecisionForm, UndoForm
from lms.admin.views.blueprint import bp
from lms.certificates.queries import certificates_of
from lms.courses.queries import enrolments_of
from lms.errors import Conflict
from lms.i18n import _
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person

PAGE_SIZE = 20
MOST_PAGES = 50
DECIDING = needs(Permission.PERSON_MERGE)
ABOUT = needs(Permission.PERSON_MERGE, on=pair)


@bp.get("/people/doubles", access=DECIDING)
def doubles() -> ResponseReturnValue:
    """Records that look like one person and wait for a decision."""
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    rows = merging.undecided_pairs(offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1)
    has_more = len(rows) > PAGE_SIZE and number < MOST_PAGES
    return render_template("admin/doubles.html", pairs=rows[:PAGE_SIZE], page=number, has_more=has_more)


@bp.get("/people/doubles/<first_key>/<second_key>", access=ABOUT)
def double(pair: merging.Compared) -> ResponseReturnValue:
    """Both records side by side, and what can be decided."""
    return _page(pair, _form(pair))


@bp.post("/people/doubles/<first_key>/<second_key>", access=ABOUT, endpoint="decide_double")
def decide_double(pair: merging.Compared) -> ResponseReturnValue:
    """Record that it is one person, or that they are two; undo the former."""
    form = _form(pair)
    if not form.validate():
        return _page(pair, form), 422
    try:
        flash(_decided(pair, form), "success")
    except Conflict as refusal:
        form.form_errors.append(str(REFUSALS[refusal.code]))
        return _page(pair, form), 422
    return redirect(url_for("admin.double", first_key=pair.first.key, second_key=pair.second.key), 303)


def _form(pair: merging.Compared) -> DecisionForm | UndoForm:
    numbers = (pair.first.learner_number, pair.second.learner_number)
    return UndoForm() if pair.merge is not None else DecisionForm(numbers)


def _decided(pair: merging.Compared, form: DecisionForm | UndoForm) -> str:
    act = {"reason": form.reason.data or "", "by": current_user.identity, "at": clock.now()}
    if pair.merge is not None:
        services.undo_merge(pair.merge, **act)
        return _("The merge was undone. Each record stands for itself again.")
    match Decision(form.data["decision"]):
        case Decision.APART:
            services.tell_apart(pair.first, pair.second, **act)
            return _("Recorded: these are two people.")
        case Decision.KEEP_FIRST:
            services.merge(pair.second, into=pair.first, **act)
        case Decision.KEEP_SECOND:
            services.merge(pair.first, into=pair.second, **act)
    return _("Recorded: this is one person. She goes on under the number that you chose.")


def _page(pair: merging.Compared, form: DecisionForm | UndoForm) -> str:
    records = [_record(person) for person in (pair.first, pair.second)]
    return render_template("admin/double.html", pair=pair, records=records, form=form)


def _record(person: Person) -> dict[str, object]:
    """What helps to tell whether it is the same person: nothing that only she should see."""
    return {
        "person": person,
        "account": person.account,
        "last_sign_in": merging.last_sign_in(person),
        "contacts": [contact for contact in all_contacts_of(person) if contact.removed_at is None],
        "enrolments": enrolments_of(person.key),
        "certificates": certificates_of(person.key),
    }
