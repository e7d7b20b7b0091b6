# SPDX-License-Identifier: Apache-2.0
"""The paper of one attempt: whole for marking, and without anything that gives an answer away for the browser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lms.quizzes.domain.questions import Option, Question, SingleChoice
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import QuestionKind


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question at its place on a paper, with the order of its answers and the digest of its version."""

    position: int
    question: Question
    option_order: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of one attempt in their order, keys included, and the share that passes."""

    questions: tuple[PaperQuestion, ...]
    pass_percent: int

    @property
    def pass_mark(self) -> int:
        """The least number of right answers that passes."""
        return -(-len(self.questions) * self.pass_percent // 100)

    @property
    def key_version(self) -> str:
        """The SHA-256 of the question versions, keys included: what an attempt was marked by."""
        lines = (f"{asked.position} {asked.digest}\n" for asked in self.questions)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """As much of a question as the browser may hold while the test runs: no key, no explanation, no source, no id."""

    position: int
    kind: QuestionKind
    text: Bilingual
    options: tuple[Option, ...]


def shown(asked: PaperQuestion) -> ShownQuestion:
    """Take everything off a question that only the server may know."""
    question = asked.question
    options = {option.id: option for option in question.options} if isinstance(question, SingleChoice) else {}
    in_order = tuple(options[option_id] for option_id in asked.option_order) if options else ()
    return ShownQuestion(asked.position, question.kind, question.text, in_order)
