# SPDX-License-Identifier: Apache-2.0
"""Officers: what people have asked for about their names, each with its document, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries
from lms.accounts.adapters import printing
from lms.accounts.domain.registration import age_on
from lms.accounts.domain.uploads import Media
from lms.accounts.forms.correcting import DecisionForm
from lms.accounts.labels.correcting import GRANT_EXAMPLE, REFUSE_EXAMPLE
from lms.accounts.queries import correcting
from lms.accounts.resources import name_request
from lms.accounts.services import correcting as services
from lms.accounts.views.blueprint import bp
from lms.accounts.views.correcting import WORDS
from lms.errors import LmsError
from lms.i18n import _
from lms.storage import evidence
from lms.web.errors import sentence
from lms.web.headers import ASSET_CSP
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import EvidenceFile, NameRequest

LISTING = needs(Permission.NAME_CORRECT)
DECIDING = needs(Permission.NAME_CORRECT, on=name_request)
PAGE_SIZE = 20
MOST_PAGES = 50
ENDINGS = {Media.JPEG: "jpg", Media.PNG: "png", Media.PDF: "pdf"}


@bp.get("/people/name-requests", access=LISTING)
def name_requests() -> ResponseReturnValue:
    """What waits, the oldest first."""
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    rows = correcting.open_requests(offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1)
    has_more = len(rows) > PAGE_SIZE and number < MOST_PAGES
    shown = [(row, correcting.whom(row)) for row in rows[:PAGE_SIZE]]
    return render_template("accounts/name_requests.html", rows=shown, page=number, has_more=has_more, words=WORDS)


@bp.get("/people/name-requests/<name_request_key>", access=DECIDING, endpoint="decide_name_request")
def decide(name_request: NameRequest) -> ResponseReturnValue:
    """Before and after, how it will print, the document, and the decision."""
    form = DecisionForm(seen=correcting.state_seen(correcting.whom(name_request)))
    return _page(name_request, form)


@bp.post("/people/name-requests/<name_request_key>", access=DECIDING, endpoint="send_name_decision")
def send_decision(name_request: NameRequest) -> ResponseReturnValue:
    """Grant or refuse it."""
    form = DecisionForm()
    if not form.validate():
        return _page(name_request, form), 422
    try:
        _decided(name_request, form)
    except LmsError as refusal:
        form.form_errors.append(sentence(refusal))
        form.seen.data = correcting.state_seen(correcting.whom(name_request))
        return _page(name_request, form), 422
    flash(_("The decision was recorded. The document is being deleted, and the person is told."), "success")
    return redirect(url_for("accounts.name_requests"), 303)


@bp.get("/people/name-requests/<name_request_key>/document", access=DECIDING, endpoint="name_document")
def document(name_request: NameRequest) -> ResponseReturnValue:
    """The document itself, until the decision."""
    if name_request.file is None:
        abort(404)
    return shown_file(name_request.file, "document")


def shown_file(file: EvidenceFile, name: str) -> Response:
    """A file that somebody sent: as what its bytes are, without any right. Browsers show no PDF that has none."""
    try:
        content = evidence.get(file.name)
    except FileNotFoundError:
        abort(404)
    media = Media(file.media)
    how = "attachment" if media is Media.PDF else "inline"
    headers = {
        "Content-Disposition": f'{how}; filename="{name}.{ENDINGS[media]}"',
        "Content-Security-Policy": ASSET_CSP,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Response(content, mimetype=media, headers=headers)


def _decided(name_request: NameRequest, form: DecisionForm) -> None:
    by, at = current_user.identity, clock.now()
    if form.grants:
        seen, evidence_words = form.seen.data or "", form.evidence.data or ""
        services.grant(name_request, seen=seen, evidence=evidence_words, by=by, at=at, on=clock.today())
    else:
        services.refuse(name_request, reason=form.reason.data or "", by=by, at=at)


def _page(name_request: NameRequest, form: DecisionForm) -> str:
    person, after = correcting.whom(name_request), correcting.name_asked(name_request)
    return render_template(
        "accounts/decide_name_request.html",
        asked=name_request,
        person=person,
        form=form,
        before=queries.name_given(person),
        after=after,
        preview=printing.preview(after, correcting.chosen_in(name_request)),
        age=age_on(name_request.birth_date, clock.today()),
        actors=queries.names_of([name_request.ended_by]),
        examples={"grant": GRANT_EXAMPLE, "refuse": REFUSE_EXAMPLE},
        words=WORDS,
    )
