# SPDX-License-Identifier: Apache-2.0
"""For officers: how the training body names itself on paper, and real certificates for those who have only a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.certificates import labels, queries, services
from lms.certificates.forms import ConfirmForm, IssuerForm
from lms.certificates.resources import issuer_version
from lms.certificates.views import bp
from lms.i18n import _
from lms.web.drafts import Draft, Steps
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.certificates.domain.snapshot import Issuer

MAY_RECORD = needs(Permission.ISSUER_RECORD)
MAY_SEE = needs(Permission.ISSUER_RECORD, on=issuer_version)
MAY_ISSUE = needs(Permission.BACKLOG_ISSUE)
LARGEST_KEY = 2**31 - 1  # of the database; beyond it there is nothing to look for


def _form(draft: Draft[IssuerForm]) -> IssuerForm:
    form = IssuerForm(draft.typed)
    if "seal_digest" in draft.kept:
        form.seal_digest.data = draft.kept["seal_digest"]
    return form


ISSUER = Steps(entry="certificates.issuer", check="certificates.check_issuer", form=_form)


@bp.get("/issuer", access=MAY_RECORD)
def issuer() -> ResponseReturnValue:
    """The form, with what was recorded last."""
    draft, recorded = ISSUER.entry(), _recorded_last()
    form = IssuerForm.filled(recorded, clock.today()) if draft.is_new else draft.form
    is_recorded = recorded is not None and form.seal_digest.data == recorded.seal_digest
    return render_template(
        "certificates/issuer.html", form=form, seal_is_recorded=is_recorded, examples=labels.EXAMPLES
    )


@bp.post("/issuer", access=MAY_RECORD, endpoint="send_issuer")
def send_issuer() -> ResponseReturnValue:
    """Keep it, and on to the check; a picture that can be printed need not be chosen again."""
    draft = ISSUER.entered()
    if draft.form.picture_sent() and not draft.form.picture.errors:
        draft.kept["seal_digest"] = services.keep_seal(draft.form.picture_sent())
    return draft.go_on()


@bp.get("/issuer/check", access=MAY_RECORD)
def check_issuer() -> ResponseReturnValue:
    """Line by line, with the paper itself."""
    draft = ISSUER.check()
    return render_template(
        "certificates/check_issuer.html",
        draft=draft,
        form=draft.form,
        issuer=draft.form.given().as_printed("preview"),
        from_day=draft.form.from_day.data,
        seals=labels.SEALS,
        preview=url_for("certificates.issuer_preview", draft=draft.key),
    )


@bp.post("/issuer/check", access=MAY_RECORD)
def record_issuer() -> ResponseReturnValue:
    """Record it as a new version."""
    draft = ISSUER.checked()
    version = services.record_issuer(draft.form.given(), by=current_user.identity, at=clock.now())
    return draft.done(url_for("certificates.issuer_recorded", version_id=version.id))


@bp.get(f"/issuer/versions/<int(max={LARGEST_KEY}):version_id>", access=MAY_SEE)
def issuer_recorded(issuer_version: queries.IssuerVersion) -> ResponseReturnValue:
    """What was recorded, to print or file."""
    recorded = services.as_issuer(issuer_version)
    return render_template(
        "certificates/issuer_recorded.html", version=issuer_version, issuer=recorded, seals=labels.SEALS
    )


@bp.get("/issuer/preview", access=MAY_RECORD)
def issuer_preview() -> ResponseReturnValue:
    """A sample with what was entered, before it is recorded; without anything entered, with what is recorded."""
    given = ISSUER.check().form.given().as_printed("preview") if request.args else None
    pdf = services.preview_pdf(given, at=clock.now(), on=clock.today())
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="sample.pdf"'})


@bp.get("/backlog", access=MAY_ISSUE)
def backlog() -> ResponseReturnValue:
    """How many completions have only a sample, and what issuing means."""
    return render_template("certificates/backlog.html", count=queries.backlog_count(), form=ConfirmForm())


@bp.post("/backlog", access=MAY_ISSUE)
def issue_backlog() -> ResponseReturnValue:
    """Set it in motion."""
    services.begin_backlog(by=current_user.identity, at=clock.now())
    flash(_("The certificates are being issued. This page shows how many are left when you open it again."), "success")
    return redirect(url_for("admin.first_steps"), 303)


def _recorded_last() -> Issuer | None:
    version = queries.newest_issuer()
    return None if version is None else services.as_issuer(version)
