# SPDX-License-Identifier: Apache-2.0
"""First steps: what a site still needs before it may issue real certificates, and the sign-off of the law's data."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.admin.forms import SignOffForm
from lms.admin.items import Item, items_of
from lms.admin.views.blueprint import bp
from lms.certificates import services as certificates
from lms.errors import NotFound
from lms.i18n import ngettext
from lms.rules import services as rule_services
from lms.rules.domain.ruleset import CourseType, RuleSet
from lms.rules.resources import rule_set
from lms.web.routing import needs

MAY_SIGN = needs(Permission.RULES_SIGN_OFF, on=rule_set)


@bp.get("/first-steps", access=needs(Permission.FIRST_STEPS_FOLLOW))
def first_steps() -> ResponseReturnValue:
    """The checklist."""
    steps = certificates.first_steps(on=clock.today(), at=clock.now())
    return render_template(
        "admin/first_steps.html",
        steps=steps,
        open_items=[items_of(part.rules, part.course_type, part.facts) for part in steps.sign_offs],
        may_sign=permits(current_user.identity, Permission.RULES_SIGN_OFF),
        may_issue=permits(current_user.identity, Permission.BACKLOG_ISSUE),
    )


@bp.get("/rule-sets/<digest>/sign-offs/<course_type_code>", access=MAY_SIGN)
def sign_off(rule_set: RuleSet, course_type_code: str) -> ResponseReturnValue:
    """What nobody has confirmed yet, and the form to confirm it."""
    known, today = _known(rule_set, course_type_code), clock.today()
    items = _open(rule_set, known)
    return _page(known, items, SignOffForm(on=today, items=items, confirmed_on=today))


@bp.post("/rule-sets/<digest>/sign-offs/<course_type_code>", access=MAY_SIGN)
def record_sign_off(rule_set: RuleSet, course_type_code: str) -> ResponseReturnValue:
    """Confirm what was ticked, each by its document."""
    known = _known(rule_set, course_type_code)
    items = _open(rule_set, known)
    form = SignOffForm(on=clock.today(), items=items)
    if not form.validate():
        return _page(known, items, form), 422
    for path in form.ticked.data:
        rule_services.sign_off(
            rule_set.digest,
            item=path,
            document=form.document_for(path),
            confirmed_on=form.confirmed_on.data,
            by=current_user.identity,
            at=clock.now(),
        )
    count = len(form.ticked.data)
    flash(ngettext("%(num)s item was signed off.", "%(num)s items were signed off.", count), "success")
    return redirect(url_for("admin.first_steps"), 303)


def _known(rules: RuleSet, code: str) -> CourseType:
    found = rules.course_type(code)
    if found is None:
        raise NotFound("course-type-unknown", course_type=code)
    return found


def _open(rules: RuleSet, course_type: CourseType) -> list[Item]:
    return items_of(rules, course_type, certificates.open_sign_off(rules, course_type).facts)


def _page(course_type: CourseType, items: list[Item], form: SignOffForm) -> str:
    return render_template("admin/sign_off.html", course_type=course_type, items=items, form=form)
