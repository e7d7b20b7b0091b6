# SPDX-License-Identifier: Apache-2.0
"""What is practised at the end of a module: questions that show their answer, count for nothing and store nothing."""

from __future__ import annotations

from dataclasses import dataclass

from lms.courses.domain.manifest import Source
from lms.rules.domain.facts import Bilingual


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that are offered."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question to try oneself; without choices it is a statement, and the answers are `true` and `false`."""

    id: str
    page: str
    text: Bilingual
    choices: tuple[Choice, ...]
    answer: str
    explanation: Bilingual
    sources: tuple[Source, ...]
