# SPDX-License-Identifier: Apache-2.0
"""For officers: how the training body names itself on paper, and real certificates for those who have only a sample."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.certificates import labels, queries, services
from lms.certificates.forms import ConfirmForm, IssuerCarried, IssuerForm
from lms.certificates.resources import issuer_version
from lms.certificates.views import bp
from lms.errors import Invalid
from lms.i18n import _
from lms.web.routing import needs

MAY_RECORD = needs(Permission.ISSUER_RECORD)
MAY_SEE = needs(Permission.ISSUER_RECORD, on=issuer_version)
MAY_ISSUE = needs(Permission.BACKLOG_ISSUE)
RECORD, MEND = "record", "mend"
LARGEST_KEY = 2**31 - 1  # of the database; beyond it there is nothing to look for


@bp.get("/issuer", access=MAY_RECORD)
def issuer() -> ResponseReturnValue:
    """The form, with what was recorded last."""
    version = queries.newest_issuer()
    known = None if version is None else services.as_issuer(version)
    return _form_page(IssuerForm.filled(known, clock.today()))


@bp.post("/issuer", access=MAY_RECORD)
def record_issuer() -> ResponseReturnValue:
    """Check what was entered, show it for confirmation, record it."""
    form = IssuerForm()
    is_good = form.validate()
    if form.picture_sent() and not form.picture.errors:
        form.seal_digest.data = services.keep_seal(form.picture_sent())
    if not is_good:
        return _form_page(form), 422
    step = request.form.get("step")
    if step == MEND:
        return _form_page(form)
    if step != RECORD:
        return _confirm_page(form)
    version = services.record_issuer(form.given(), by=current_user.identity, at=clock.now())
    return redirect(url_for("certificates.issuer_recorded", version_id=version.id), 303)


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
    given = None
    if request.args:
        form = IssuerForm(formdata=request.args, meta={"csrf": False})
        if not form.validate():
            raise Invalid("issuer-not-complete")
        given = form.given().as_printed("preview")
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


def _form_page(form: IssuerForm) -> str:
    return render_template("certificates/issuer.html", form=form)


def _confirm_page(form: IssuerForm) -> str:
    carried = IssuerCarried.of(form)
    values: dict[str, Any] = carried.values
    return render_template(
        "certificates/issuer_confirm.html",
        form=carried,
        issuer=form.given().as_printed("preview"),
        from_day=form.from_day.data,
        seals=labels.SEALS,
        preview=url_for("certificates.issuer_preview", **values),
        mending={**values, "step": MEND},
    )
