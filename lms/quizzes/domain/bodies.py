# SPDX-License-Identifier: Apache-2.0
"""Questions as they are stored: a mapping that JSON can hold, and the digest that names its version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import NotRequired, TypedDict

from lms.courses.domain.manifest import Source
from lms.quizzes.domain.questions import FALSE, TRUE, Option, Question, SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import QuestionKind


class Words(TypedDict):
    """The same words in both languages."""

    ja: str
    en: str


class SourceBody(TypedDict):
    """What a question rests on."""

    cite: Words
    confirmed: bool


class OptionBody(TypedDict):
    """One of the answers offered."""

    id: str
    text: Words


class QuestionBody(TypedDict):
    """A question without its id, legal item and kind, which are columns."""

    page: str
    text: Words
    options: NotRequired[list[OptionBody]]
    answer: str
    explanation: Words
    sources: list[SourceBody]


def body_of(question: Question) -> QuestionBody:
    """Write a question as it is stored."""
    body: QuestionBody = {
        "page": question.page,
        "text": _words(question.text),
        "answer": question.key,
        "explanation": _words(question.explanation),
        "sources": [{"cite": _words(source.cite), "confirmed": source.confirmed} for source in question.sources],
    }
    if isinstance(question, SingleChoice):
        body["options"] = [{"id": option.id, "text": _words(option.text)} for option in question.options]
    return body


def question_of(question_id: str, kind: str, legal_item: str, body: QuestionBody) -> Question:
    """Read a question as it was stored."""
    return _READERS[QuestionKind(kind)](question_id, legal_item, body)


def digest_of(question: Question) -> str:
    """Name this version of the question: SHA-256 of everything in it, its key included."""
    whole = [question.id, question.kind.value, question.legal_item, body_of(question)]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _true_false(question_id: str, legal_item: str, body: QuestionBody) -> TrueFalse:
    if body["answer"] not in {TRUE, FALSE}:
        raise ValueError(f"the key of {question_id} is neither true nor false")
    return TrueFalse(
        id=question_id,
        legal_item=legal_item,
        page=body["page"],
        text=_bilingual(body["text"]),
        answer=body["answer"] == TRUE,
        explanation=_bilingual(body["explanation"]),
        sources=_sources(body),
    )


def _single_choice(question_id: str, legal_item: str, body: QuestionBody) -> SingleChoice:
    return SingleChoice(
        id=question_id,
        legal_item=legal_item,
        page=body["page"],
        text=_bilingual(body["text"]),
        options=tuple(Option(option["id"], _bilingual(option["text"])) for option in body["options"]),
        answer=body["answer"],
        explanation=_bilingual(body["explanation"]),
        sources=_sources(body),
    )


_READERS: dict[QuestionKind, Callable[[str, str, QuestionBody], Question]] = {
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SINGLE_CHOICE: _single_choice,
}


def _sources(body: QuestionBody) -> tuple[Source, ...]:
    return tuple(Source(_bilingual(source["cite"]), source["confirmed"]) for source in body["sources"])


def _words(text: Bilingual) -> Words:
    return {"ja": text.ja, "en": text.en}


def _bilingual(words: Words) -> Bilingual:
    return Bilingual(words["ja"], words["en"])
