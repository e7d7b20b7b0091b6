# SPDX-License-Identifier: Apache-2.0
"""What is practised at the end of a module: questions that show their answer, count for nothing and store nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

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


class WordsTold(TypedDict):
    """The same words in both languages."""

    ja: str
    en: str


class ChoiceTold(TypedDict):
    """One of the answers."""

    id: str
    text: WordsTold


class SourceTold(TypedDict):
    """What an exercise rests on."""

    cite: WordsTold
    confirmed: bool


class ExerciseTold(TypedDict):
    """An exercise as it is stored."""

    id: str
    page: str
    text: WordsTold
    choices: list[ChoiceTold]
    answer: str
    explanation: WordsTold
    sources: list[SourceTold]


def told_of(exercise: Exercise) -> ExerciseTold:
    """Write an exercise as it is stored: a mapping that JSON can hold."""
    return {
        "id": exercise.id,
        "page": exercise.page,
        "text": _told(exercise.text),
        "choices": [{"id": choice.id, "text": _told(choice.text)} for choice in exercise.choices],
        "answer": exercise.answer,
        "explanation": _told(exercise.explanation),
        "sources": [{"cite": _told(source.cite), "confirmed": source.confirmed} for source in exercise.sources],
    }


def _told(text: Bilingual) -> WordsTold:
    return {"ja": text.ja, "en": text.en}


def exercise_of(told: ExerciseTold) -> Exercise:
    """Read an exercise as it was stored."""
    return Exercise(
        id=told["id"],
        page=told["page"],
        text=Bilingual(**told["text"]),
        choices=tuple(Choice(one["id"], Bilingual(**one["text"])) for one in told["choices"]),
        answer=told["answer"],
        explanation=Bilingual(**told["explanation"]),
        sources=tuple(Source(Bilingual(**one["cite"]), one["confirmed"]) for one in told["sources"]),
    )
