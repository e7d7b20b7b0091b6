# SPDX-License-Identifier: Apache-2.0
"""Studying: the overview of an enrolment, its pages, and the beats by which they earn time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from lms import clock
from lms.access.permissions import Permission
from lms.courses import labels, queries, resources, services
from lms.courses.domain.contents import line_of, neighbours, where_to_go_on
from lms.courses.domain.editions import PageFacts, addressed_for
from lms.courses.domain.timing import BEAT_SECONDS, Beat
from lms.courses.forms import said_by
from lms.courses.queries import StudiedPage
from lms.courses.services import Heard, Seen
from lms.courses.views import bp
from lms.errors import NotFound
from lms.i18n import bilingual, current_locale
from lms.markup.markdown import as_markup
from lms.rules import labels as rule_labels
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.courses.models import Enrolment


@bp.get("/study/<enrolment_key>", access=needs(Permission.ENROLMENT_STUDY, on=resources.enrolment))
def study(enrolment: Enrolment) -> ResponseReturnValue:
    """How far she is, the contents, where to go on, and how study time is counted."""
    study = queries.study_of(enrolment)
    stopped = study.place.page_key if study.place is not None else None
    return render_template(
        "courses/study.html",
        enrolment=enrolment,
        study=study,
        go_on=where_to_go_on(study.chapters, stopped),
        law=queries.law_of(enrolment.edition),
        labels=labels,
        rule_labels=rule_labels,
    )


@bp.get("/study/<enrolment_key>/pages/<page_key>", access=needs(Permission.ENROLMENT_STUDY, on=resources.enrolment))
def page(enrolment: Enrolment, page_key: str) -> ResponseReturnValue:
    """A page of the course, at the place where she stopped."""
    study = queries.study_of(enrolment)
    found = line_of(study.chapters, page_key)
    if found is None:
        raise NotFound("page-unknown")
    chapter, line = found
    if line.is_locked:
        flash(labels.waits_for(chapter), "info")
        return redirect(url_for("courses.study", enrolment_key=enrolment.key), 303)
    html = queries.html_of(enrolment.edition, page_key, current_locale())
    return render_template(
        "courses/page.html",
        enrolment=enrolment,
        study=study,
        chapter=chapter,
        line=line,
        around=neighbours(study.chapters, page_key),
        place=study.place_on(page_key),
        html=_trusted(html, enrolment),
        exercises=queries.exercises_of(enrolment.edition, page_key) if line.page.is_practice else (),
        titles={page.key: page.title for page in study.pages},
        transcript=_transcript(line.page, enrolment),
        beat_seconds=BEAT_SECONDS,
        still_reading=queries.law_of(enrolment.edition).course_type.still_reading.value,
        labels=labels,
    )


def _transcript(page: PageFacts, enrolment: Enrolment) -> Markup | None:
    if page.video is None or page.video.transcript is None:
        return None
    return _trusted(bilingual(page.video.transcript), enrolment)


def _trusted(html: str, enrolment: Enrolment) -> Markup:
    return as_markup(addressed_for(html, enrolment.key))


@bp.post(
    "/study/<enrolment_key>/pages/<page_key>/beats",
    access=needs(Permission.ENROLMENT_STUDY, on=resources.studied_page),
    keeps=None,
)
def beat(studied_page: StudiedPage) -> ResponseReturnValue:
    """An open page says that it is still there; the answer says what it has earned."""
    said, at = said_by(request.form), clock.now()
    seen = Seen(said.block, said.video_seconds)
    if said.opens:
        heard = services.sit_down(studied_page, ticket=said.ticket, seen=seen, by=current_user.identity, at=at)
    else:
        heard = services.hear(
            studied_page, ticket=said.ticket, beat=Beat(at, said.was_visible, said.had_sign), seen=seen
        )
    return jsonify(_told(heard))


def _told(heard: Heard) -> dict[str, Any]:
    return {
        "ticket": heard.ticket,
        "state": heard.state,
        "words": str(labels.STATES[heard.state]),
        "page": _live(heard.page_seconds, heard.allowance_seconds),
        "item": _live(heard.item_seconds, heard.needed_seconds),
        "item_complete": heard.is_item_complete,
        "test_open": heard.is_test_open,
    }


def _live(done_seconds: int, needed_seconds: int) -> dict[str, Any]:
    return {"done": min(done_seconds, needed_seconds) // 60, "text": labels.done_of(done_seconds, needed_seconds)}
