# SPDX-License-Identifier: Apache-2.0
"""The questions of a package, compared with its pages and with the test form of the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.authoring.domain.faults import MANIFEST, Fault, Place, fault
from lms.courses.domain.manifest import CourseManifest
from lms.courses.domain.practice import Choice, Exercise
from lms.quizzes.domain.questions import Question, SingleChoice
from lms.rules.domain.ruleset import CourseType


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one file, in its order, and the module they belong to."""

    file: str
    module: int
    legal_item: str
    questions: tuple[Question, ...]


def exercise_of(question: Question) -> Exercise:
    """Make a question of a practice what its page shows."""
    options = question.options if isinstance(question, SingleChoice) else ()
    return Exercise(
        id=question.id,
        page=question.page,
        text=question.text,
        choices=tuple(Choice(option.id, option.text) for option in options),
        answer=question.key,
        explanation=question.explanation,
        sources=question.sources,
    )


def question_faults(sheets: Sequence[Sheet], manifest: CourseManifest) -> Iterator[Fault]:
    """Find what is wrong with single questions: ids, answers and the pages to revise."""
    items = {page.id: module.legal_item for module, page in manifest.pages()}
    seen: set[str] = set()
    for sheet in sheets:
        for number, question in enumerate(sheet.questions):
            place: Place = ("questions", number)
            if question.id in seen:
                yield fault(sheet.file, (*place, "id"), "duplicate-id", id=question.id)
            seen.add(question.id)
            yield from _page(sheet, place, question, items)
            if isinstance(question, SingleChoice):
                yield from _options(sheet.file, place, question)


def _page(sheet: Sheet, place: Place, question: Question, items: dict[str, str]) -> Iterator[Fault]:
    if question.page not in items:
        yield fault(sheet.file, (*place, "page"), "page-unknown", id=question.page)
    elif items[question.page] != sheet.legal_item:
        yield fault(sheet.file, (*place, "page"), "question-page-elsewhere", id=question.page)


def _options(file: str, place: Place, question: SingleChoice) -> Iterator[Fault]:
    ids = question.choices
    for position, identifier in enumerate(ids):
        if identifier in ids[:position]:
            yield fault(file, (*place, "options", position, "id"), "duplicate-id", id=identifier)
    if question.answer not in ids:
        yield fault(file, (*place, "answer"), "answer-unknown", answer=question.answer, known=", ".join(ids))


def bank_faults(sheets: Sequence[Sheet], course_type: CourseType) -> Iterator[Fault]:
    """Find kinds that the test form does not allow, and legal items with fewer questions than a test draws."""
    kinds = course_type.test.kinds.value
    for sheet in sheets:
        for number, question in enumerate(sheet.questions):
            if question.kind not in kinds:
                place: Place = ("questions", number, "kind")
                yield fault(sheet.file, place, "question-kind", kind=question.kind, known=", ".join(kinds))
    for item in course_type.legal_items:
        own = [sheet for sheet in sheets if sheet.legal_item == item.id]
        given, needed = sum(len(sheet.questions) for sheet in own), course_type.test.drawn_from(item.id)
        if own and given < needed:
            place = ("modules", own[0].module, "questions")
            yield fault(MANIFEST, place, "bank-too-small", id=item.id, given=given, needed=needed)
