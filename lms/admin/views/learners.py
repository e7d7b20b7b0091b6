# SPDX-License-Identifier: Apache-2.0
"""For officers: the courses and certificates of a person, and her notice once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.accounts.resources import person
from lms.admin import labels
from lms.admin.learning import record_of
from lms.admin.views.blueprint import bp
from lms.certificates import labels as certificate_labels
from lms.certificates import services as certificates
from lms.certificates.resources import certificate
from lms.courses import labels as course_labels
from lms.i18n import _
from lms.quizzes import labels as quiz_labels
from lms.rules import labels as rule_labels
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person
    from lms.certificates.models import Certificate


@bp.get("/people/<person_key>/record", access=needs(Permission.RECORD_SEE, on=person), endpoint="record")
def show_record(person: Person) -> ResponseReturnValue:
    """Every course with progress, tests, papers and what still runs."""
    words = {
        "badges": certificate_labels.BADGES,
        "duration": course_labels.duration,
        "states": quiz_labels.STATES,
        "modes": rule_labels.MODES,
        "identity": rule_labels.IDENTITY_LEVELS,
        "job_kind": labels.job_kind,
        "accepted": labels.texts_accepted,
        "job_states": labels.JOB_STATES,
    }
    record = record_of(person, at=clock.now())
    may_read = permits(current_user.identity, Permission.AUDIT_READ)
    return render_template("admin/record.html", person=person, record=record, words=words, may_read=may_read)


@bp.post("/certificates/<certificate_id>/notices", access=needs(Permission.NOTICE_SEND, on=certificate))
def send_notice(certificate: Certificate) -> ResponseReturnValue:
    """Have the holder told once more that the certificate is ready."""
    certificates.send_notice_again(certificate, by=current_user.identity, at=clock.now())
    flash(_("The notice is on its way."), "success")
    return redirect(url_for("admin.record", person_key=certificate.person.key), 303)
