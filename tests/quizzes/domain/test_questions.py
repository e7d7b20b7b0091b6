# SPDX-License-Identifier: Apache-2.0
"""What counts as the right answer."""

from __future__ import annotations

import pytest

from lms.courses.domain.manifest import Source
from lms.quizzes.domain.questions import Option, SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import QuestionKind

WORDS = Bilingual("文", "words")
SOURCES = (Source(WORDS, confirmed=True),)


def statement(*, answer: bool) -> TrueFalse:
    return TrueFalse("q-1", "act", "purpose", WORDS, answer, WORDS, SOURCES)


def choice(answer: str) -> SingleChoice:
    options = tuple(Option(name, WORDS) for name in ("a", "b", "c"))
    return SingleChoice("q-2", "act", "purpose", WORDS, options, answer, WORDS, SOURCES)


@pytest.mark.parametrize(
    ("answer", "given", "right"),
    [
        (True, "true", True),
        (True, "false", False),
        (False, "false", True),
        (False, "true", False),
        (True, None, False),
        (False, None, False),
        (True, "True", False),
        (True, "", False),
    ],
)
def test_a_statement_is_answered_with_true_or_false(answer: bool, given: str | None, right: bool) -> None:
    assert statement(answer=answer).is_correct(given) is right


@pytest.mark.parametrize(("given", "right"), [("b", True), ("a", False), ("B", False), (None, False), ("", False)])
def test_a_choice_is_answered_with_the_id_of_an_option(given: str | None, right: bool) -> None:
    assert choice("b").is_correct(given) is right


def test_exactly_one_choice_of_each_question_is_right() -> None:
    for question in (statement(answer=True), statement(answer=False), choice("c")):
        assert [given for given in question.choices if question.is_correct(given)] == [question.key]


def test_each_question_knows_its_kind() -> None:
    assert statement(answer=True).kind is QuestionKind.TRUE_FALSE
    assert choice("a").kind is QuestionKind.SINGLE_CHOICE
