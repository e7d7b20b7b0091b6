# SPDX-License-Identifier: Apache-2.0
"""Marking: right answers counted by legal item, against the pass mark, and what to read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.quizzes.domain.papers import Paper, PaperQuestion

Answers = Mapping[int, str]
"""The answers that stand, by position; a position without an answer was left open."""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """How a legal item came out."""

    legal_item: str
    right: int
    out_of: int


@dataclass(frozen=True, slots=True)
class Score:
    """How a paper came out, in all and by legal item in the order of first appearance."""

    right: int
    out_of: int
    pass_mark: int
    items: tuple[ItemScore, ...]

    @property
    def passed(self) -> bool:
        """Whether the pass mark was reached."""
        return self.right >= self.pass_mark


def score(paper: Paper, answers: Answers) -> Score:
    """Mark a paper; a question left open counts as wrong."""
    verdicts = [(asked, is_right(asked, answers)) for asked in paper.questions]
    items = dict.fromkeys(asked.question.legal_item for asked in paper.questions)
    return Score(
        right=sum(right for _, right in verdicts),
        out_of=len(paper.questions),
        pass_mark=paper.pass_mark,
        items=tuple(_item_score(item, verdicts) for item in items),
    )


def is_right(asked: PaperQuestion, answers: Answers) -> bool:
    """Say whether the answer that stands at this place is the right one."""
    return asked.question.is_correct(answers.get(asked.position))


def pages_to_revise(paper: Paper, answers: Answers) -> tuple[str, ...]:
    """List the pages behind the wrong answers, each once, in the order of the paper."""
    wrong = (asked.question.page for asked in paper.questions if not is_right(asked, answers))
    return tuple(dict.fromkeys(wrong))


def _item_score(legal_item: str, verdicts: Iterable[tuple[PaperQuestion, bool]]) -> ItemScore:
    of_item = [right for asked, right in verdicts if asked.question.legal_item == legal_item]
    return ItemScore(legal_item, sum(of_item), len(of_item))
