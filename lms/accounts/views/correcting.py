# SPDX-License-Identifier: Apache-2.0
"""Asking for another name or birth date once they are fixed: three steps with a document, its state, its withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries
from lms.accounts.adapters import printing
from lms.accounts.domain.correcting import OPEN_FOR
from lms.accounts.domain.registration import age_on
from lms.accounts.domain.uploads import LARGEST_DOCUMENT, LARGEST_SENT
from lms.accounts.forms.correcting import NameRequestForm
from lms.accounts.forms.uploads import MEGABYTE
from lms.accounts.labels import EXAMPLES, MISSING, NAME_PARTS
from lms.accounts.labels.correcting import CAUSES, DOCUMENTS, HAND_INS, MEDIA, OUTCOMES
from lms.accounts.queries import correcting, printed
from lms.accounts.resources import name_request
from lms.accounts.services import correcting as services
from lms.accounts.services.evidence import keep_file
from lms.accounts.views.blueprint import bp
from lms.accounts.views.session import her_account
from lms.errors import LmsError
from lms.i18n import _
from lms.identifiers import new_key
from lms.web.drafts import Draft, Steps
from lms.web.limits import limited
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import EvidenceFile, NameRequest, Person

HERSELF = needs(Permission.ACCOUNT_KEEP)
HER_OWN = needs(Permission.NAME_REQUEST_KEEP, on=name_request)
UPLOADS = "60 per hour"
"""From one address: an office of twelve may ask in an afternoon."""
FILE = "document"
WORDS = {
    "causes": CAUSES,
    "documents": DOCUMENTS,
    "hand_ins": HAND_INS,
    "media": MEDIA,
    "outcomes": OUTCOMES,
    "parts": NAME_PARTS,
    "missing": MISSING,
}


def _form(draft: Draft[NameRequestForm]) -> NameRequestForm:
    form = NameRequestForm(draft.typed, on=clock.today())
    form.kept_file = draft.kept.get(FILE) if _file_of(draft) else None
    return form


def _file_of(draft: Draft[NameRequestForm]) -> EvidenceFile | None:
    """The document that was sent with this draft, if it is still there."""
    name = draft.kept.get(FILE)
    return None if name is None else correcting.waiting_file(her_account().person, name)


REQUEST = Steps(entry="accounts.new_name_request", check="accounts.check_name_request", form=_form)


@bp.get("/account/names/request", access=HERSELF, endpoint="new_name_request")
def new_name_request() -> ResponseReturnValue:
    """Enter what is right. Who may still change it herself, or has asked already, is led there."""
    person = her_account().person
    if elsewhere := _elsewhere(person):
        return redirect(elsewhere, 303)
    draft = REQUEST.entry()
    if draft.is_new:
        draft.form.show(queries.name_given(person))
        draft.form.birth_date.data = person.birth_date
        draft.form.show_chosen(printed.chosen_of(person))
    values = {"examples": EXAMPLES, "file": _file_of(draft), "most": LARGEST_DOCUMENT // MEGABYTE, "words": WORDS}
    return render_template("accounts/new_name_request.html", form=draft.form, days=OPEN_FOR.days, **values)


@bp.post("/account/names/request", access=HERSELF, endpoint="send_name_request", largest=LARGEST_SENT)
@limited(UPLOADS)
def send_name_request() -> ResponseReturnValue:
    """Keep it, the document too, and on to the check."""
    draft = REQUEST.entered()
    form = draft.form
    if form.file_sent and not form.file.errors:
        draft.kept[FILE] = keep_file(her_account().person, form.file_sent, at=clock.now()).name
    draft.kept.setdefault("key", new_key())
    return draft.go_on()


@bp.get("/account/names/request/check", access=HERSELF)
def check_name_request() -> ResponseReturnValue:
    """Before and after, and how it will print."""
    draft, person = REQUEST.check(), her_account().person
    form = draft.form
    return render_template(
        "accounts/check_name_request.html",
        draft=draft,
        form=form,
        person=person,
        preview=printing.preview(form.name_given, form.chosen),
        age=age_on(form.birth_date.data, clock.today()),
        file=_file_of(draft) if form.file_name else None,
        words=WORDS,
    )


@bp.post("/account/names/request/check", access=HERSELF, endpoint="record_name_request")
def record_name_request() -> ResponseReturnValue:
    """Ask."""
    draft, person = REQUEST.checked(), her_account().person
    given, by = draft.form.given(draft.kept["key"]), current_user.identity
    try:
        request = services.ask(person, given, by=by, at=clock.now(), on=clock.today())
    except LmsError as refusal:
        return draft.refused(refusal)
    flash(_("We have your request. You see here what becomes of it."), "success")
    return draft.done(url_for("accounts.name_request", name_request_key=request.key))


@bp.get("/account/name-requests/<name_request_key>", access=HER_OWN, endpoint="name_request")
def show_request(name_request: NameRequest) -> ResponseReturnValue:
    """How it stands, with what was decided and why."""
    person = correcting.whom(name_request)
    values = {"before": queries.name_given(person), "after": correcting.name_asked(name_request)}
    preview = printing.preview(values["after"], correcting.chosen_in(name_request))
    return render_template(
        "accounts/name_request.html", asked=name_request, person=person, preview=preview, words=WORDS, **values
    )


@bp.post("/account/name-requests/<name_request_key>/withdrawal", access=HER_OWN, endpoint="withdraw_name_request")
def withdraw(name_request: NameRequest) -> ResponseReturnValue:
    """She does not ask any more."""
    services.withdraw(name_request, by=current_user.identity, at=clock.now())
    flash(_("The request was withdrawn. The document is being deleted."), "success")
    return redirect(url_for("accounts.names"), 303)


def _elsewhere(person: Person) -> str | None:
    if person.names_locked_at is None:
        return url_for("accounts.names")
    waiting = correcting.open_request_of(person)
    return None if waiting is None else url_for("accounts.name_request", name_request_key=waiting.key)
