# SPDX-License-Identifier: Apache-2.0
"""How a recorded name with rare characters prints: chosen by the person, or by the officer to whom she said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries
from lms.accounts.adapters import printing
from lms.accounts.forms.printed import PrintForm, SpokenPrintForm
from lms.accounts.labels import MISSING, NAME_PARTS
from lms.accounts.queries import printed
from lms.accounts.resources import person
from lms.accounts.services.printed import choose_for_present_name
from lms.accounts.views.blueprint import bp
from lms.accounts.views.correcting import UPLOADS
from lms.accounts.views.deciding import shown_file
from lms.accounts.views.session import her_account
from lms.errors import LmsError
from lms.i18n import _
from lms.web.errors import sentence
from lms.web.limits import limited
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person

HERSELF = needs(Permission.ACCOUNT_KEEP)
FOR_HER = needs(Permission.NAME_CORRECT, on=person)


@bp.get("/account/printed-form", access=HERSELF)
def printed_form() -> ResponseReturnValue:
    """Choose how the name prints."""
    mine = her_account().person
    return _page(mine, _filled(PrintForm(name=queries.name_given(mine)), mine))


@bp.post("/account/printed-form", access=HERSELF, endpoint="send_printed_form")
@limited(UPLOADS)
def send_printed_form() -> ResponseReturnValue:
    """Record the choice."""
    mine = her_account().person
    form = PrintForm(name=queries.name_given(mine))
    if not _recorded(mine, form, spoken=False):
        return _page(mine, form), 422
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/people/<person_key>/printed-form", access=FOR_HER, endpoint="printed_form_of_hers")
def printed_form_of_hers(person: Person) -> ResponseReturnValue:
    """Record what she said on the telephone or at the counter."""
    return _page(person, _filled(SpokenPrintForm(name=queries.name_given(person)), person), is_officer=True)


@bp.post("/people/<person_key>/printed-form", access=FOR_HER, endpoint="send_printed_form_of_hers")
@limited(UPLOADS)
def send_printed_form_of_hers(person: Person) -> ResponseReturnValue:
    """Record it, and that it was spoken."""
    form = SpokenPrintForm(name=queries.name_given(person))
    if not _recorded(person, form, spoken=True):
        return _page(person, form, is_officer=True), 422
    return redirect(url_for("accounts.person", person_key=person.key), 303)


@bp.get("/people/<person_key>/character", access=FOR_HER)
def character(person: Person) -> ResponseReturnValue:
    """The picture of the character as it is written."""
    picture = printed.picture_of(person)
    if picture is None:
        abort(404)
    return shown_file(picture, "character")


def _filled(form: PrintForm, whose: Person) -> PrintForm:
    form.show_chosen(printed.chosen_of(whose))
    return form


def _recorded(whose: Person, form: PrintForm, *, spoken: bool) -> bool:
    if not form.validate():
        return False
    act = {"spoken": spoken, "picture": form.picture_sent, "by": current_user.identity, "at": clock.now()}
    try:
        choose_for_present_name(whose, form.chosen, **act)
    except LmsError as refusal:
        form.form_errors.append(sentence(refusal))
        return False
    flash(_("Recorded. Papers issued earlier keep what they say."), "success")
    return True


def _page(whose: Person, form: PrintForm, *, is_officer: bool = False) -> str:
    return render_template(
        "accounts/printed_form.html",
        person=whose,
        form=form,
        preview=printing.preview(queries.name_given(whose), printed.chosen_of(whose)),
        picture=printed.picture_of(whose),
        missing=MISSING,
        parts=NAME_PARTS,
        is_officer=is_officer,
    )
