# SPDX-License-Identifier: Apache-2.0
"""Pages that span packages: the front door, the learner's start, help, and the health of the site."""

from __future__ import annotations

from flask import current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.accounts.labels.contacts import WHY_FAILING
from lms.accounts.queries.contacts import reminders_of
from lms.certificates import services as certificates
from lms.home.environment import Check, read
from lms.home.forms import CodeForm
from lms.home.labels import ADVICE, CHECKS, SPEEDS
from lms.home.roles import needs_on
from lms.home.steps import courses_of, papers_of
from lms.i18n import _
from lms.jobs import queries as job_queries
from lms.web import support
from lms.web.routing import PUBLIC, Blueprint, needs

bp = Blueprint("home", __name__)


@bp.get("/", access=PUBLIC)
def index() -> ResponseReturnValue:
    """What this is, and which course a role needs."""
    return render_template("home/index.html", schemes=needs_on(clock.today()))


@bp.get("/my", access=needs(Permission.CERTIFICATE_LIST))
def my() -> ResponseReturnValue:
    """Where somebody stands and what comes next."""
    today, now = clock.today(), clock.now()
    follows = permits(current_user.identity, Permission.FIRST_STEPS_FOLLOW)
    return render_template(
        "home/my.html",
        courses=courses_of(current_user.person_key, at=now),
        papers=papers_of(current_user.person_key, on=today),
        first_steps=certificates.first_steps(on=today, at=now) if follows else None,
        may_find=permits(current_user.identity, Permission.PERSON_FIND),
        reminders=reminders_of(current_user.person_key, at=now),
        why=WHY_FAILING,
    )


@bp.get("/help", access=PUBLIC, endpoint="help")
def help_page() -> ResponseReturnValue:
    """How it works, whom to call, and what people ask."""
    return render_template("home/help.html")


@bp.get("/environment-check", access=PUBLIC)
def environment() -> ResponseReturnValue:
    """Look whether this computer is fit for the course."""
    checks = [{"name": check.name.lower(), "label": CHECKS[check], "advice": ADVICE[check]} for check in Check]
    return render_template("home/environment.html", checks=checks)


@bp.post("/environment-check", access=PUBLIC)
def check_sending() -> ResponseReturnValue:
    """What the check of a computer sends has arrived; nothing is stored."""
    return "", 204


@bp.get("/codes", access=needs(Permission.CODE_READ))
def codes() -> ResponseReturnValue:
    """On the telephone: type what the caller reads out, and see what it says."""
    form = CodeForm(request.args)
    if "code" not in request.args:
        return render_template("home/codes.html", form=form)
    typed = form.code.data or ""
    result = read(typed)
    told = None if result else support.read(typed, (rule.rule for rule in current_app.url_map.iter_rules()))
    if result is None and told is None:
        words = _("This is neither a support code (12 signs) nor a result number (6 digits). Please compare it again.")
        form.code.errors = [words]
        return render_template("home/codes.html", form=form), 422
    known = {"checks": CHECKS, "advice": ADVICE, "speeds": SPEEDS}
    return render_template("home/codes.html", form=form, told=told, result=result, words=known)


@bp.get("/health", access=PUBLIC)
def health() -> ResponseReturnValue:
    """Whether the database answers, which alone makes it a 503, and for watchers how queue and worker stand."""
    queue = job_queries.state(clock.now())
    seen = queue.worker_seen_at
    return jsonify(
        status="ok",
        queue="late" if queue.is_late else "ok",
        overdue=queue.overdue,
        failed=queue.failed,
        worker="missed" if queue.worker_is_missed else "ok",
        worker_seen_at=None if seen is None else seen.isoformat(timespec="seconds"),
    )
