# SPDX-License-Identifier: Apache-2.0
"""Values for the pages of the test, in the language that the rules allow for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lms.i18n import current_locale
from lms.periods import TOKYO
from lms.quizzes import queries
from lms.quizzes.domain.attempts import seconds_left
from lms.quizzes.domain.journal import NOTHING_YET, Clash, Entry
from lms.quizzes.domain.papers import ShownQuestion
from lms.quizzes.domain.questions import Question
from lms.quizzes.labels import choice_words
from lms.rules.domain.ruleset import CourseType

if TYPE_CHECKING:
    from lms.quizzes.models import Attempt


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A question on the page: its words, its answers, the one that stands, and a clash with another page."""

    position: int
    kind: str
    text: str
    options: tuple[tuple[str, str], ...]
    chosen: str | None
    revision: int
    saved_at: str | None
    clash: Clash | None


@dataclass(frozen=True, slots=True)
class Clock:
    """What the timer of a page needs: seconds by the server's clock, and the end as people say it."""

    seconds_left: int
    ends_at: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """How a subject came out."""

    name: str
    right: int
    out_of: int


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """A question after the marking."""

    position: int
    text: str
    is_right: bool
    given: str | None
    right: str | None
    why: str
    sources: tuple[str, ...]


def test_language(course_type: CourseType) -> str:
    """The reader's language where the test may be taken in it, else the first that the rules name."""
    allowed = course_type.test_languages.value
    spoken = current_locale()
    return spoken if spoken in allowed else allowed[0]


def paper_rows(attempt: Attempt, language: str, clashes: Mapping[int, Clash]) -> tuple[PaperRow, ...]:
    """The questions of a running test with the answers that stand."""
    standing = queries.answers_of(attempt)
    return tuple(
        _paper_row(asked, language, standing.get(asked.position), clashes.get(asked.position))
        for asked in queries.paper_of(attempt)
    )


def _paper_row(asked: ShownQuestion, language: str, standing: Entry | None, clash: Clash | None) -> PaperRow:
    return PaperRow(
        position=asked.position,
        kind=asked.kind.value,
        text=asked.text[language],
        options=tuple((option.id, option.text[language]) for option in asked.options),
        chosen=None if standing is None else standing.choice,
        revision=NOTHING_YET if standing is None else standing.revision,
        saved_at=None if standing is None else time_of_day(standing.at),
        clash=clash,
    )


def clock_of(attempt: Attempt, at: datetime) -> Clock:
    """The timer of an attempt at this moment."""
    return Clock(seconds_left(attempt.deadline, at), time_of_day(attempt.deadline))


def item_rows(result: queries.Result, course_type: CourseType) -> tuple[ItemRow, ...]:
    """The subjects of the law with their right answers, in the order of study."""
    names = {item.id: item.name.value for item in course_type.legal_items}
    scored = {item.legal_item: item for item in result.score.items}
    return tuple(
        ItemRow(names[item][current_locale()], scored[item].right, scored[item].out_of)
        for item in names
        if item in scored
    )


def explained_rows(result: queries.Result) -> tuple[ExplainedRow, ...]:
    """Every question with her answer, the right one, why, and on what that rests."""
    return tuple(_explained_row(one) for one in result.explained)


def _explained_row(one: queries.Explained) -> ExplainedRow:
    question: Question = one.asked.question
    language = current_locale()
    return ExplainedRow(
        position=one.asked.position,
        text=question.text[language],
        is_right=one.is_right,
        given=choice_words(question, one.given),
        right=choice_words(question, question.key),
        why=question.explanation[language],
        sources=tuple(source.cite[language] for source in question.sources),
    )


def receipt(entry: Entry, deadline: datetime, at: datetime) -> dict[str, Any]:
    """What the script of the page is told when an answer is stored."""
    return {**_entry(entry), "seconds_left": seconds_left(deadline, at)}


def clash_told(clash: Clash, deadline: datetime, at: datetime) -> dict[str, Any]:
    """What the script of the page is told when another page was faster: the answer that stands, and its own back."""
    return {
        "error": "answer-changed-elsewhere",
        "stored": _entry(clash.standing) if clash.standing else None,
        "yours": clash.yours,
        "seconds_left": seconds_left(deadline, at),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "choice": entry.choice,
        "revision": entry.revision,
        "saved_at": time_of_day(entry.at),
    }


def time_of_day(moment: datetime) -> str:
    """The time in Tokyo, as the clock on the wall shows it."""
    return f"{moment.astimezone(TOKYO):%H:%M}"
