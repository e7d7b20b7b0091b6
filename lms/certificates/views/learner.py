# SPDX-License-Identifier: Apache-2.0
"""For the holder: my certificates, showing one to somebody, and the papers as files."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock, links
from lms.access.permissions import Permission
from lms.certificates import labels, queries, services
from lms.certificates.adapters import qr
from lms.certificates.domain.snapshot import PaperKind
from lms.certificates.resources import certificate, completion
from lms.certificates.views import bp
from lms.certificates.views.shelf import shelf_of
from lms.errors import Conflict, NotFound
from lms.i18n import _
from lms.identifiers import in_groups
from lms.quizzes import queries as quiz_queries
from lms.quizzes.resources import attempt
from lms.storage import files
from lms.web.papers import pdf
from lms.web.routing import needs

MAY_DOWNLOAD = needs(Permission.CERTIFICATE_DOWNLOAD, on=certificate)


@bp.get("/certificates", access=needs(Permission.CERTIFICATE_LIST))
def mine() -> ResponseReturnValue:
    """Everything she has completed, with the paper it earned, and when to renew."""
    shelf = shelf_of(current_user.person_key, on=clock.today(), at=clock.now())
    return render_template("certificates/mine.html", shelf=shelf, labels=labels)


@bp.get("/certificates/<certificate_id>/code", access=MAY_DOWNLOAD)
def code(certificate: queries.Certificate) -> ResponseReturnValue:
    """The code in large, for somebody who wants to check it now."""
    symbol = qr.symbol(services.code_url(certificate))
    return render_template(
        "certificates/code.html",
        certificate=certificate,
        side=symbol.size_with_quiet_zone,
        path=symbol.path(),
        groups=in_groups(certificate.certificate_id),
        address=links.certificate(certificate.certificate_id),
    )


@bp.get("/certificates/<certificate_id>/pdf", access=MAY_DOWNLOAD)
def download(certificate: queries.Certificate) -> ResponseReturnValue:
    """The paper as it was made: the original, or the one reissued on a day."""
    reissued_on = _day_of_reissue()
    rendition = queries.rendition_of(certificate, reissued_on=reissued_on)
    if rendition is None and reissued_on is not None:
        raise NotFound("certificate-unknown")
    if rendition is None:
        raise Conflict("certificate-being-prepared")
    name = certificate.number or f"sample-{certificate.certificate_id}"
    return pdf(files.get(rendition.digest), name if reissued_on is None else f"{name}-{reissued_on.isoformat()}")


@bp.post("/certificates/<certificate_id>/reissues", access=MAY_DOWNLOAD)
def reissue(certificate: queries.Certificate) -> ResponseReturnValue:
    """The paper once more, marked as reissued today; number and facts stay."""
    today = clock.today()
    services.reissue(certificate, by=current_user.identity, at=clock.now(), on=today)
    flash(_("The certificate was made again. It is marked as reissued; its number is the same."), "success")
    return redirect(url_for("certificates.mine"), 303)


@bp.get("/learning-records/<completion_key>", access=needs(Permission.CERTIFICATE_DOWNLOAD, on=completion))
def learning_record(completion: queries.Completion) -> ResponseReturnValue:
    """What was learned, where that is no certificate."""
    if services.earned_kind(completion, on=clock.today(), at=clock.now()) is not PaperKind.LEARNING_RECORD:
        raise NotFound("no-learning-record")
    return pdf(services.learning_record_pdf(completion), f"learning-record-{completion.completed_on.isoformat()}")


@bp.get("/failure-notices/<attempt_key>", access=needs(Permission.ATTEMPT_TAKE, on=attempt))
def failure_notice(attempt: quiz_queries.Attempt) -> ResponseReturnValue:
    """The notice that a test was not passed."""
    return pdf(services.failure_notice_pdf(attempt), "notice-of-failure")


def _day_of_reissue() -> date | None:
    typed = request.args.get("reissue", "")
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotFound("certificate-unknown") from None
