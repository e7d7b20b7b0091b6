# SPDX-License-Identifier: Apache-2.0
"""The learner's way through the test: start, take, submit, result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts.queries import account_of
from lms.accounts.queries import keeping as keeping_queries
from lms.accounts.services import check_identity, keeping
from lms.courses.queries import progress_of
from lms.courses.resources import enrolment
from lms.i18n import _
from lms.periods import tokyo_day
from lms.quizzes import queries, services
from lms.quizzes.domain.attempts import AttemptState, Gate, accepts_answers, seconds_left, state_of
from lms.quizzes.domain.journal import Clash
from lms.quizzes.forms import BeginForm, PaperForm, SubmitForm, answer_sent
from lms.quizzes.labels import GATES
from lms.quizzes.resources import attempt, sitting
from lms.quizzes.views import left_open, presenting
from lms.web.forms import json_sent
from lms.web.routing import Blueprint, needs

if TYPE_CHECKING:
    from lms.courses.models import Enrolment
    from lms.quizzes.models import Attempt

bp = Blueprint("quizzes", __name__)
MAY_BEGIN = needs(Permission.ATTEMPT_BEGIN, on=enrolment)
MAY_TAKE = needs(Permission.ATTEMPT_TAKE, on=attempt)
PAGE_OF_STATE = {
    AttemptState.RUNNING: "quizzes.take",
    AttemptState.TIMED_OUT: "quizzes.submission",
    AttemptState.MARKED: "quizzes.result",
}


@bp.get("/test/<enrolment_key>", access=MAY_BEGIN)
def start(enrolment: Enrolment) -> ResponseReturnValue:
    """What the test is, and the identity check; or why it cannot begin."""
    beginning = queries.beginning_of(enrolment, at=clock.now())
    if beginning.gate is Gate.RUNNING:
        return redirect(url_for("quizzes.take", attempt_key=queries.attempts_of(enrolment)[-1].key), 303)
    return _start_page(enrolment, BeginForm())


@bp.post("/test/<enrolment_key>", access=MAY_BEGIN, keeps=None)
def begin(enrolment: Enrolment) -> ResponseReturnValue:
    """Check who she is and begin, or go to the attempt that is not yet over."""
    form = BeginForm()
    if not form.validate():
        return _start_page(enrolment, form), 422
    if not _is_she(form):
        form.form_errors.append(_("The birth date or the password does not match our records. Please type both again."))
        return _start_page(enrolment, form), 422
    begun = services.begin(enrolment, by=current_user.identity, at=clock.now())
    return redirect(url_for("quizzes.take", attempt_key=begun.key), 303)


def _is_she(form: BeginForm) -> bool:
    account = account_of(current_user.person_key)
    given = {"password": form.password.data, "birth_date": form.birth_date.data}
    return account is not None and check_identity(account, **given, at=clock.now())


def _start_page(enrolment: Enrolment, form: BeginForm) -> str:
    beginning = queries.beginning_of(enrolment, at=clock.now())
    return render_template(
        "quizzes/start.html",
        enrolment=enrolment,
        form=form,
        beginning=beginning,
        gate_words=GATES[beginning.gate],
        course_type=queries.course_type_of(enrolment),
        attempts=queries.attempts_of(enrolment),
        progress=progress_of(enrolment),
    )


@bp.get("/attempts/<attempt_key>", access=MAY_TAKE)
def take(attempt: Attempt) -> ResponseReturnValue:
    """The paper, as long as time runs."""
    return _elsewhere(attempt, "quizzes.take") or _take_page(attempt, PaperForm())


@bp.post("/attempts/<attempt_key>", access=MAY_TAKE, keeps=left_open.whole_paper)
def save(attempt: Attempt) -> ResponseReturnValue:
    """Store every answer on the page, then go on to submitting: the way without script."""
    form, now = PaperForm(), clock.now()
    if accepts_answers(attempt.facts, now):
        given = form.given(request.form)
        clashes = services.answer_all(attempt, given, by=current_user.identity, at=now)
        if clashes:
            return _take_page(attempt, form, clashes), 409
    return redirect(url_for("quizzes.submission", attempt_key=attempt.key), 303)


def _take_page(attempt: Attempt, form: PaperForm, clashes: Sequence[Clash] = ()) -> str:
    course_type = queries.course_type_of(attempt.enrolment)
    language = presenting.test_language(course_type)
    rows = presenting.paper_rows(attempt, language, {clash.position: clash for clash in clashes})
    form.seen.data = " ".join(str(row.revision) for row in rows)
    now = clock.now()
    return render_template(
        "quizzes/take.html",
        attempt=attempt,
        form=form,
        rows=rows,
        language=language,
        pass_mark=course_type.test.pass_mark,
        clock=presenting.clock_of(attempt, now),
        offer=left_open.offer_for(attempt, rows, at=now),
    )


@bp.post("/attempts/<attempt_key>/kept-answers", access=MAY_TAKE, keeps=None)
def store_kept(attempt: Attempt) -> ResponseReturnValue:
    """Store what was kept of a page left open, now that the learner herself says that the answers are hers."""
    now, here = clock.now(), url_for("quizzes.take", attempt_key=attempt.key)
    offer = left_open.offer_for(attempt, (), at=now)
    row = None if offer is None else keeping_queries.kept_form(offer.kept.key)
    if offer is not None and row is not None:
        services.answer_all(attempt, offer.given, by=current_user.identity, at=now)
        keeping.settle(row, by=current_user.identity, at=now)
        flash(_("The answers are stored."), "success")
    return redirect(here, 303)


@bp.post(
    "/attempts/<attempt_key>/answers/<int(max=999):position>",
    access=needs(Permission.ATTEMPT_TAKE, on=sitting),
    keeps=left_open.one_answer,
)
def answer(sitting: queries.Sitting, position: int) -> ResponseReturnValue:
    """Store one answer, as the script sends it when it is given."""
    given, now = answer_sent(position, json_sent()), clock.now()
    try:
        entry = services.answer(
            sitting,
            position=position,
            choice=given.choice,
            based_on=given.based_on,
            by=current_user.identity,
            at=now,
        )
    except services.AnswerClashError as refusal:
        return jsonify(presenting.clash_told(refusal.clash, sitting.deadline, now)), 409
    return jsonify(presenting.receipt(entry, sitting.deadline, now))


@bp.get("/attempts/<attempt_key>/time", access=MAY_TAKE)
def time(attempt: Attempt) -> ResponseReturnValue:
    """How the attempt stands by the server's clock, for pages that lost theirs."""
    now = clock.now()
    return jsonify(state=state_of(attempt.facts, now).value, seconds_left=seconds_left(attempt.deadline, now))


@bp.get("/attempts/<attempt_key>/submission", access=MAY_TAKE)
def submission(attempt: Attempt) -> ResponseReturnValue:
    """What is still open, and the last question before submitting; when time is up, the way to the marking."""
    now = clock.now()
    if state_of(attempt.facts, now) is AttemptState.TIMED_OUT:
        return render_template("quizzes/time_over.html", attempt=attempt, form=SubmitForm())
    return _elsewhere(attempt, "quizzes.take") or render_template(
        "quizzes/submission.html",
        attempt=attempt,
        form=SubmitForm(),
        total=len(attempt.questions),
        unanswered=queries.unanswered_of(attempt),
        clock=presenting.clock_of(attempt, now),
    )


@bp.post("/attempts/<attempt_key>/submission", access=MAY_TAKE)
def submit(attempt: Attempt) -> ResponseReturnValue:
    """Have the stored answers marked."""
    at = clock.now()
    services.submit(attempt, by=current_user.identity, at=at, on=tokyo_day(at))
    return redirect(url_for("quizzes.result", attempt_key=attempt.key), 303)


@bp.get("/attempts/<attempt_key>/result", access=MAY_TAKE)
def result(attempt: Attempt) -> ResponseReturnValue:
    """How it came out, question by question, and what comes next."""
    found = queries.result_of(attempt)
    if found is None:
        return redirect(url_for(PAGE_OF_STATE[state_of(attempt.facts, clock.now())], attempt_key=attempt.key), 303)
    beginning = queries.beginning_of(attempt.enrolment, at=clock.now())
    return render_template(
        "quizzes/result.html",
        attempt=attempt,
        result=found,
        rows=presenting.explained_rows(found),
        items=presenting.item_rows(found, queries.course_type_of(attempt.enrolment)),
        beginning=beginning,
        gate_words=GATES[beginning.gate],
    )


def _elsewhere(attempt: Attempt, here: str) -> ResponseReturnValue | None:
    """Where the state of the attempt belongs, if not here."""
    page = PAGE_OF_STATE[state_of(attempt.facts, clock.now())]
    return None if page == here else redirect(url_for(page, attempt_key=attempt.key), 303)
