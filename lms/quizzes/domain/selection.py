# SPDX-License-Identifier: Apache-2.0
"""The draw of a paper: so many questions of each legal item, chosen and ordered by a seed.

Places come from SHA-256 of seed and question, not from a random generator: the same seed gives the same paper in every
version of Python, whatever the order in which the bank was read.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.quizzes.domain.questions import Question, TrueFalse
from lms.rules.domain.ruleset import Draw, QuestionKind, TestForm

SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """As much of a question as the draw needs: its id and the legal item it belongs to."""

    id: str
    legal_item: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """A legal item of which the bank has fewer questions than a paper needs."""

    legal_item: str
    needed: int
    available: int


class BankTooSmallError(ValueError):
    """A paper was asked of a bank that cannot fill it."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        """Say which legal items lack questions."""
        super().__init__(", ".join(f"{one.legal_item}: {one.available} of {one.needed}" for one in shortages))
        self.shortages = tuple(shortages)


def draw(bank: Iterable[BankQuestion], parts: Sequence[Draw], seed: str) -> tuple[str, ...]:
    """Choose the questions of a paper, exactly as many of each legal item as `parts` says, in the order asked.

    Errors: BankTooSmallError.
    """
    questions = tuple(bank)
    missing = shortages(questions, parts)
    if missing:
        raise BankTooSmallError(missing)
    chosen = [question_id for part in parts for question_id in _first(questions, part, seed)]
    return tuple(sorted(chosen, key=lambda question_id: _place(seed, "order", question_id)))


def shortages(bank: Iterable[BankQuestion], parts: Sequence[Draw]) -> tuple[Shortage, ...]:
    """List the legal items of which the bank has too few questions."""
    counts = Counter(question.legal_item for question in bank)
    return tuple(
        Shortage(part.legal_item, part.questions, counts[part.legal_item])
        for part in parts
        if counts[part.legal_item] < part.questions
    )


def foreign_kinds(kinds: Iterable[QuestionKind], form: TestForm) -> frozenset[QuestionKind]:
    """Find the kinds of question in a bank that the test form does not allow."""
    return frozenset(kinds) - frozenset(form.kinds.value)


def option_order(question: Question, seed: str) -> tuple[str, ...]:
    """Order the answers of a question; true and false always keep their places."""
    if isinstance(question, TrueFalse):
        return question.choices
    return tuple(sorted(question.choices, key=lambda choice: _place(seed, "option", question.id, choice)))


def _first(questions: Sequence[BankQuestion], part: Draw, seed: str) -> Sequence[str]:
    of_item = {question.id for question in questions if question.legal_item == part.legal_item}
    return sorted(of_item, key=lambda question_id: _place(seed, "draw", question_id))[: part.questions]


def _place(*words: str) -> bytes:
    return hashlib.sha256("\0".join(words).encode()).digest()
