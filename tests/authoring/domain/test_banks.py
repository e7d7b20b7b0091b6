# SPDX-License-Identifier: Apache-2.0
"""The bank of questions, compared with the test form of the law."""

from __future__ import annotations

from lms.authoring.domain.questions import Sheet, bank_faults
from lms.courses.domain.manifest import Source
from lms.quizzes.domain.questions import Option, Question, SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import CourseType
from tests.factories.rulesets import TECHNICAL

WORDS = Bilingual("文", "words")
SOURCES = (Source(WORDS, confirmed=True),)


def statements(legal_item: str, number: int) -> tuple[Question, ...]:
    names = (f"{legal_item}-{n}" for n in range(number))
    return tuple(TrueFalse(name, legal_item, "page", WORDS, True, WORDS, SOURCES) for name in names)


def faults(*sheets: Sheet) -> list[tuple[str, tuple[str | int, ...], str]]:
    course_type = TECHNICAL.course_type("TM")
    assert isinstance(course_type, CourseType)
    return [(found.file, found.place, found.code) for found in bank_faults(sheets, course_type)]


def test_as_many_questions_as_a_test_draws_are_enough() -> None:
    assert faults(Sheet("quiz/act.yaml", 0, "act", statements("act", 5))) == []


def test_fewer_questions_than_a_test_draws_are_told_at_the_module() -> None:
    sheet = Sheet("quiz/act.yaml", 2, "act", statements("act", 4))
    assert faults(sheet) == [("course.yaml", ("modules", 2, "questions"), "bank-too-small")]


def test_questions_of_one_legal_item_count_over_several_files() -> None:
    one, other = (Sheet(f"quiz/{n}.yaml", n, "act", statements("act", 3)) for n in (0, 1))
    assert faults(one, other) == []


def test_a_kind_that_the_test_form_does_not_allow_is_told_at_the_question() -> None:
    options = (Option("a", WORDS), Option("b", WORDS))
    choice = SingleChoice("x", "act", "page", WORDS, options, "a", WORDS, SOURCES)
    sheet = Sheet("quiz/act.yaml", 0, "act", (*statements("act", 5), choice))
    assert faults(sheet) == [("quiz/act.yaml", ("questions", 5, "kind"), "question-kind")]
