# SPDX-License-Identifier: Apache-2.0
"""Lists of people: entered, looked through line by line, confirmed, printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts.domain.slip_lists import MOST_ROWS, ListColumn
from lms.accounts.forms.slip_lists import CheckedRow, SlipListForm, checked_rows, typed_rows
from lms.accounts.labels import EXAMPLES
from lms.accounts.labels.slips import COLUMNS
from lms.accounts.queries import organizations
from lms.accounts.resources import slip_list
from lms.accounts.services import slip_lists as services
from lms.accounts.views.blueprint import bp
from lms.accounts.views.slips import REGISTERING, offer_organizations, printed
from lms.errors import LmsError
from lms.i18n import _, bilingual
from lms.sheets.reader import Row, read_file, read_text
from lms.sheets.writer import XLSX, Column, workbook
from lms.web.errors import sentence
from lms.web.forms import Form
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import SlipList

KEEPING = needs(Permission.SLIP_FETCH, on=slip_list)
IN_ORDER = (ListColumn.REGISTER, ListColumn.KANA, ListColumn.LATIN, ListColumn.BIRTH_DATE)
MOST_OPENED = 20
"""So many lines are opened for correction at a time; the next ones follow when these are right."""


@bp.get("/slips/lists/new", access=REGISTERING)
def new_slip_list() -> ResponseReturnValue:
    """Paste or upload a list."""
    return _entry_page(_entry_form())


@bp.post("/slips/lists/new", access=REGISTERING, endpoint="send_slip_list")
def send_slip_list() -> ResponseReturnValue:
    """Take the list and show what is to be said about its lines."""
    form = _entry_form()
    if not form.validate():
        return _entry_page(form), 422
    by, at, evidence = current_user.identity, clock.now(), form.evidence.data
    try:
        found = form.read(_lines_of(form))
        entered = services.enter_list(
            found.rows, evidence=evidence, organization_key=form.organization_key, by=by, at=at
        )
    except LmsError as refusal:
        form.form_errors.append(sentence(refusal))
        return _entry_page(form), 422
    return redirect(url_for("accounts.slip_list", slip_list_key=entered.key), 303)


@bp.get("/slips/lists/sample", access=REGISTERING)
def sample_list() -> ResponseReturnValue:
    """A workbook with the columns and one example."""
    columns = [Column(str(COLUMNS[part]), 24) for part in IN_ORDER]
    example = [bilingual(EXAMPLES[name]) for name in ("register", "kana", "latin")]
    content = workbook(_("People"), columns, [[*example, "S50.4.1"]], made_at=clock.now())
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="people.xlsx"'})


@bp.get("/slips/lists/<slip_list_key>", access=KEEPING, endpoint="slip_list")
def show_list(slip_list: SlipList) -> ResponseReturnValue:
    """The lines with their findings; after the confirmation, how far it is; then the paper."""
    if slip_list.confirmed_at is not None:
        return _made_page(slip_list)
    return _rows_page(slip_list, checked_rows(slip_list.rows, on=clock.today()))


@bp.post("/slips/lists/<slip_list_key>", access=KEEPING, endpoint="correct_slip_list")
def correct_list(slip_list: SlipList) -> ResponseReturnValue:
    """Take the lines that were typed anew, and look again."""
    typed = typed_rows(request.form, [row.position for row in slip_list.rows])
    services.correct_rows(slip_list, {place: services.Corrected(*given) for place, given in typed.items()})
    return _back_to(slip_list)


@bp.post("/slips/lists/<slip_list_key>/confirmation", access=KEEPING, endpoint="confirm_slip_list")
def confirm_list(slip_list: SlipList) -> ResponseReturnValue:
    """Register everybody on it."""
    rows = checked_rows(slip_list.rows, on=clock.today())
    accepted = {
        row.position: services.Accepted(row.form.name_given, row.form.birth_date.data)
        for row in rows
        if row.is_good and not row.left_out
    }
    services.confirm_list(slip_list, accepted, by=current_user.identity, at=clock.now(), on=clock.today())
    return _back_to(slip_list)


@bp.post("/slips/lists/<slip_list_key>/paper", access=KEEPING, endpoint="slip_list_paper")
def list_paper(slip_list: SlipList) -> ResponseReturnValue:
    """One PDF, a page a person, in kana order; once."""
    found = services.fetch_list(slip_list, by=current_user.identity, at=clock.now())
    return printed(found, name=f"slips-{len(found)}")


@bp.post("/slips/lists/<slip_list_key>/again", access=KEEPING, endpoint="make_list_again")
def make_again(slip_list: SlipList) -> ResponseReturnValue:
    """New slips for everybody who has not begun."""
    services.make_again(slip_list, by=current_user.identity, at=clock.now(), on=clock.today())
    return _back_to(slip_list)


@bp.post("/slips/lists/<slip_list_key>/removal", access=KEEPING, endpoint="discard_slip_list")
def discard_list(slip_list: SlipList) -> ResponseReturnValue:
    """Throw a list away that was not confirmed."""
    services.discard_list(slip_list)
    flash(_("The list was thrown away. Nobody was registered."), "success")
    return redirect(url_for("accounts.new_slip_list"), 303)


def _entry_form() -> SlipListForm:
    form = SlipListForm()
    offer_organizations(form)
    return form


def _lines_of(form: SlipListForm) -> list[Row]:
    if form.file.data and form.file.data.filename:
        return read_file(form.file.data.read(), most_rows=MOST_ROWS + 1)
    return read_text(form.pasted.data, most_rows=MOST_ROWS + 1)


def _entry_page(form: SlipListForm) -> str:
    return render_template("accounts/new_slip_list.html", form=form, examples=EXAMPLES, most=MOST_ROWS)


def _rows_page(slip_list: SlipList, rows: Sequence[CheckedRow]) -> str:
    asked = request.args.get("row", type=int)
    opened = [row for row in rows if not row.is_good or row.position == asked]
    return render_template(
        "accounts/slip_list.html",
        slip_list=slip_list,
        organization=organizations.organization_by_key(slip_list.organization_key or ""),
        rows=rows,
        opened=opened[:MOST_OPENED],
        bad=sum(not row.is_good for row in rows),
        kept=sum(not row.left_out for row in rows),
        form=Form(),
        examples=EXAMPLES,
    )


def _made_page(slip_list: SlipList) -> str:
    kept = [row for row in slip_list.rows if not row.left_out]
    made = [row for row in kept if row.slip_id is not None]
    return render_template(
        "accounts/slip_list_made.html",
        slip_list=slip_list,
        kept=len(kept),
        made=len(made),
        begun=sum(row.person is not None and row.person.account is not None for row in kept),
        may_fetch=any(row.slip is not None and row.slip.sealed is not None for row in made),
        form=Form(),
    )


def _back_to(slip_list: SlipList) -> ResponseReturnValue:
    return redirect(url_for("accounts.slip_list", slip_list_key=slip_list.key), 303)
