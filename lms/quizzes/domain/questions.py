# SPDX-License-Identifier: Apache-2.0
"""Questions as plain values. An answer is always a short text: the id of the option chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lms.courses.domain.manifest import Source
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import QuestionKind

TRUE = "true"
FALSE = "false"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a single-choice question offers."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """A statement that is right or wrong; the answers are `true` and `false`."""

    kind: ClassVar[QuestionKind] = QuestionKind.TRUE_FALSE

    id: str
    legal_item: str
    page: str
    text: Bilingual
    answer: bool
    explanation: Bilingual
    sources: tuple[Source, ...]

    @property
    def key(self) -> str:
        """The right answer."""
        return TRUE if self.answer else FALSE

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers that may be given, in the order of the package."""
        return (TRUE, FALSE)

    def is_correct(self, answer: str | None) -> bool:
        """Say whether this is the right answer; no answer is wrong."""
        return answer == self.key


@dataclass(frozen=True, slots=True)
class SingleChoice:
    """A question with one right option; the answers are the options' ids."""

    kind: ClassVar[QuestionKind] = QuestionKind.SINGLE_CHOICE

    id: str
    legal_item: str
    page: str
    text: Bilingual
    options: tuple[Option, ...]
    answer: str
    explanation: Bilingual
    sources: tuple[Source, ...]

    @property
    def key(self) -> str:
        """The right answer."""
        return self.answer

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers that may be given, in the order of the package."""
        return tuple(option.id for option in self.options)

    def is_correct(self, answer: str | None) -> bool:
        """Say whether this is the right answer; no answer is wrong."""
        return answer == self.key


Question = TrueFalse | SingleChoice
