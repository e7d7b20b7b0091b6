# SPDX-License-Identifier: Apache-2.0
"""What the browser may hold."""

from __future__ import annotations

from dataclasses import fields

from lms.quizzes.domain.papers import PaperQuestion, ShownQuestion, shown
from tests.factories.questions import a_paper, a_single_choice, a_true_false


def test_a_shown_question_has_no_room_for_what_gives_it_away():
    assert {field.name for field in fields(ShownQuestion)} == {"position", "kind", "text", "options"}


def test_a_shown_statement_tells_only_its_words():
    asked = a_paper(a_true_false(7, answer=False)).questions[0]
    told = repr(shown(asked))
    assert "statement 7" in told
    assert not any(word in told for word in ("because", "article", "page-7", "act-07", "False"))


def test_the_options_come_in_the_order_of_the_paper():
    question = a_single_choice()
    asked = PaperQuestion(1, question, ("c", "a", "b"), "digest")
    assert [option.id for option in shown(asked).options] == ["c", "a", "b"]


def test_the_order_of_the_options_does_not_follow_the_key():
    right_first = PaperQuestion(1, a_single_choice(answer="a"), ("a", "b", "c"), "digest")
    right_last = PaperQuestion(1, a_single_choice(answer="c"), ("a", "b", "c"), "digest")
    assert shown(right_first) == shown(right_last)
