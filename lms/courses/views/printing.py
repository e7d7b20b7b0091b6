# SPDX-License-Identifier: Apache-2.0
"""Paper for those who study: a module in one piece, and the checklists to take to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.access.permissions import Permission
from lms.courses import labels, queries, resources
from lms.courses.domain.contents import chapter_of
from lms.courses.domain.editions import addressed_for
from lms.courses.views import bp
from lms.errors import NotFound
from lms.i18n import current_locale
from lms.markup.extracts import callouts, for_print
from lms.markup.markdown import as_markup
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.courses.models import Enrolment

CHECKLIST = "checklist"


@bp.get(
    "/study/<enrolment_key>/modules/<module_key>/print",
    access=needs(Permission.ENROLMENT_STUDY, on=resources.enrolment),
)
def print_module(enrolment: Enrolment, module_key: str) -> ResponseReturnValue:
    """All pages of a module as one to print, its practice with the answers at the end."""
    study = queries.study_of(enrolment)
    chapter = chapter_of(study.chapters, module_key)
    if chapter is None:
        raise NotFound("page-unknown")
    if not chapter.is_open:
        flash(labels.waits_for(chapter), "info")
        return redirect(url_for("courses.study", enrolment_key=enrolment.key), 303)
    practised = {line.page.key: queries.exercises_of(enrolment.edition, line.page.key) for line in chapter.lines}
    return render_template(
        "courses/print_module.html",
        enrolment=enrolment,
        study=study,
        chapter=chapter,
        texts={key: as_markup(for_print(html)) for key, html in _texts(enrolment).items()},
        practised=practised,
        labels=labels,
    )


@bp.get("/study/<enrolment_key>/checklists", access=needs(Permission.ENROLMENT_STUDY, on=resources.enrolment))
def checklists(enrolment: Enrolment) -> ResponseReturnValue:
    """The checklists of all pages that are open to her, to print and take along."""
    study, texts = queries.study_of(enrolment), _texts(enrolment)
    lists = [
        (line.page, [as_markup(for_print(part)) for part in callouts(texts[line.page.key], CHECKLIST)])
        for chapter in study.chapters
        for line in chapter.lines
        if not line.is_locked
    ]
    return render_template(
        "courses/checklists.html",
        enrolment=enrolment,
        study=study,
        lists=[(page, parts) for page, parts in lists if parts],
        is_whole=all(chapter.is_open for chapter in study.chapters),
    )


def _texts(enrolment: Enrolment) -> dict[str, str]:
    texts = queries.texts_of(enrolment.edition, current_locale())
    return {key: addressed_for(html, enrolment.key) for key, html in texts.items()}
