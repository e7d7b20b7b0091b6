# SPDX-License-Identifier: Apache-2.0
"""Answers from a page that was left open: refused, booked to nobody, and kept for the learner whose test it is.

They are stored only when she says so herself, signed in, while her test runs, and only where she has not answered
otherwise since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_login import current_user

from lms.accounts.domain.keeping import Kept
from lms.accounts.queries import keeping
from lms.drafts.typed import Typed, TypedKind
from lms.errors import Invalid
from lms.quizzes import queries
from lms.quizzes.domain.journal import Given, Verdict, judge
from lms.quizzes.forms import PaperForm, answer_sent
from lms.quizzes.labels import TRUE_FALSE
from lms.web.forms import json_sent
from lms.web.keeping import made_for

if TYPE_CHECKING:
    from lms.quizzes.models import Attempt
    from lms.quizzes.views.presenting import PaperRow

_FIELD = re.compile(r"answer-([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Offer:
    """The answers that may still be stored, and how they read."""

    kept: Kept
    given: tuple[Given, ...]
    words: tuple[tuple[int, str], ...]


def one_answer() -> Typed | None:
    """What the route of a single answer keeps."""
    values: Mapping[str, Any] = request.view_args or {}
    try:
        return _typed([answer_sent(values["position"], json_sent())])
    except Invalid:
        return None


def whole_paper() -> Typed | None:
    """What the route of the whole paper keeps."""
    try:
        return _typed(PaperForm().given(request.form))
    except Invalid:
        return None


def offer_for(attempt: Attempt, rows: Iterable[PaperRow], *, at: datetime) -> Offer | None:
    """What is kept of this test for the learner signed in, as far as it may still be stored."""
    path = url_for("quizzes.take", attempt_key=attempt.key)
    kept = keeping.answers_kept_on(current_user.person_key, path, at=at)
    if kept is None:
        return None
    given = tuple(one for one in _given(dict(kept.fields)) if _is_open(attempt, one))
    shown = {row.position: row for row in rows}
    words = tuple((one.position, _words(shown[one.position], one.choice)) for one in given if one.position in shown)
    return Offer(kept, given, words) if given else None


def _typed(given: Iterable[Given]) -> Typed:
    key = (request.view_args or {})["attempt_key"]
    fields = [
        pair
        for one in given
        for pair in ((f"answer-{one.position}", one.choice), (f"based-on-{one.position}", str(one.based_on)))
    ]
    page = url_for("quizzes.take", attempt_key=key)
    return Typed(page, tuple(fields), made_for() or "", TypedKind.ANSWERS)


def _given(fields: Mapping[str, str]) -> list[Given]:
    found = []
    for name, choice in fields.items():
        if place := _FIELD.fullmatch(name):
            found.append(Given(int(place[1]), choice, int(fields[f"based-on-{place[1]}"])))
    return sorted(found, key=lambda one: one.position)


def _is_open(attempt: Attempt, given: Given) -> bool:
    place = queries.place_of(attempt.id, given.position)
    if place is None or given.choice not in place.choices:
        return False
    return judge(place.standing, given) is Verdict.STORE


def _words(row: PaperRow, choice: str) -> str:
    return dict(row.options).get(choice) or str(TRUE_FALSE.get(choice, choice))
