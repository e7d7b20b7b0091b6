# SPDX-License-Identifier: Apache-2.0
"""Questions and papers as plain values."""

from __future__ import annotations

from typing import Any

from lms.courses.domain.manifest import Source
from lms.quizzes.domain.bodies import digest_of
from lms.quizzes.domain.papers import Paper, PaperQuestion
from lms.quizzes.domain.questions import Option, Question, SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual


def both(text: str) -> Bilingual:
    """The same words in both languages, told apart."""
    return Bilingual(f"{text}（日）", f"{text} (en)")


def a_true_false(number: int = 1, **over: Any) -> TrueFalse:
    """A statement of the legal item `act` that is true."""
    facts: dict[str, Any] = {
        "id": f"act-{number:02}",
        "legal_item": "act",
        "page": f"page-{number}",
        "text": both(f"statement {number}"),
        "answer": True,
        "explanation": both(f"because {number}"),
        "sources": (Source(both(f"article {number}"), confirmed=True),),
    }
    return TrueFalse(**{**facts, **over})


def a_single_choice(number: int = 1, *, options: str = "abc", **over: Any) -> SingleChoice:
    """A question with the options a, b, c, of which b is right."""
    facts: dict[str, Any] = {
        "id": f"act-{number:02}",
        "legal_item": "act",
        "page": f"page-{number}",
        "text": both(f"question {number}"),
        "options": tuple(Option(letter, both(f"option {letter}")) for letter in options),
        "answer": "b",
        "explanation": both(f"because {number}"),
        "sources": (Source(both(f"article {number}"), confirmed=True),),
    }
    return SingleChoice(**{**facts, **over})


def a_paper(*questions: Question, pass_percent: int = 80) -> Paper:
    """A paper of these questions in this order."""
    asked = (
        PaperQuestion(position, question, question.choices, digest_of(question))
        for position, question in enumerate(questions, start=1)
    )
    return Paper(tuple(asked), pass_percent)
