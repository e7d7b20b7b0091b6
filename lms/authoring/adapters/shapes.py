# SPDX-License-Identifier: Apache-2.0
"""The shapes of course.yaml and of the question files, and the values they become."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lms.courses.domain.manifest import (
    CourseManifest,
    Module,
    PageManifest,
    PracticeManifest,
    Source,
    StudyTime,
    Video,
)
from lms.manifests.shapes import FactNumber, Identifier, InnerPath, Shape, ShortCode, TextShape
from lms.quizzes.domain.questions import Option, Question, SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual

LONGEST_PAGE_MINUTES = 60
MOST_MODULES = 60
MOST_PAGES = 100
MOST_QUESTIONS = 500
MOST_OPTIONS = 8


class PathsShape(Shape):
    """A file for each language."""

    ja: InnerPath
    en: InnerPath


class SourceShape(Shape):
    """What a page or question rests on."""

    cite: TextShape
    confirmed: bool
    fact: FactNumber | None = None


class VideoShape(Shape):
    """A film with captions and transcript."""

    file: InnerPath
    captions: PathsShape
    transcript: PathsShape


Sources = Annotated[list[SourceShape], Field(min_length=1, max_length=30)]


class TimeShape(Shape):
    """How a page's minutes divide."""

    reading: Annotated[int, Field(ge=0, le=LONGEST_PAGE_MINUTES)]
    working: Annotated[int, Field(ge=0, le=LONGEST_PAGE_MINUTES)]


class PageShape(Shape):
    """A page of a module."""

    id: Identifier
    file: InnerPath
    title: TextShape
    minutes: Annotated[int, Field(ge=1, le=LONGEST_PAGE_MINUTES)]
    time: TimeShape | None = None
    sources: Sources
    video: VideoShape | None = None


class PracticeShape(Shape):
    """The practice at the end of a module."""

    id: Identifier
    file: InnerPath
    title: TextShape
    minutes: Annotated[int, Field(ge=1, le=LONGEST_PAGE_MINUTES)]


class ModuleShape(Shape):
    """Pages of one legal item."""

    id: Identifier
    legal_item: Identifier
    title: TextShape
    pages: Annotated[list[PageShape], Field(min_length=1, max_length=MOST_PAGES)]
    questions: InnerPath
    practice: PracticeShape | None = None


class CourseShape(Shape):
    """The whole of course.yaml."""

    format: Literal[1]
    course: Identifier
    edition: Identifier
    course_type: ShortCode
    scheme: Identifier
    title: TextShape
    summary: TextShape
    audience: TextShape
    needs: TextShape
    modules: Annotated[list[ModuleShape], Field(min_length=1, max_length=MOST_MODULES)]


class OptionShape(Shape):
    """One of the answers offered."""

    id: Identifier
    text: TextShape


class TrueFalseShape(Shape):
    """A statement that is right or wrong."""

    id: Identifier
    kind: Literal["true_false"]
    page: Identifier
    text: TextShape
    answer: bool
    explanation: TextShape
    sources: Sources


class SingleChoiceShape(Shape):
    """A question with one right option."""

    id: Identifier
    kind: Literal["single_choice"]
    page: Identifier
    text: TextShape
    options: Annotated[list[OptionShape], Field(min_length=2, max_length=MOST_OPTIONS)]
    answer: Identifier
    explanation: TextShape
    sources: Sources


QuestionShape = Annotated[TrueFalseShape | SingleChoiceShape, Field(discriminator="kind")]


class SheetShape(Shape):
    """A question file."""

    questions: Annotated[list[QuestionShape], Field(min_length=1, max_length=MOST_QUESTIONS)]


def manifest_of(shape: CourseShape) -> CourseManifest:
    """The manifest as a value of the domain."""
    return CourseManifest(
        format=shape.format,
        course=shape.course,
        edition=shape.edition,
        course_type=shape.course_type,
        scheme=shape.scheme,
        title=_both(shape.title),
        summary=_both(shape.summary),
        audience=_both(shape.audience),
        needs=_both(shape.needs),
        modules=tuple(_module(module) for module in shape.modules),
    )


def _module(shape: ModuleShape) -> Module:
    pages = tuple(_page(page) for page in shape.pages)
    practice = _practice(shape.practice) if shape.practice is not None else None
    return Module(shape.id, shape.legal_item, _both(shape.title), pages, shape.questions, practice)


def _practice(shape: PracticeShape) -> PracticeManifest:
    return PracticeManifest(shape.id, shape.file, _both(shape.title), shape.minutes)


def _page(shape: PageShape) -> PageManifest:
    video = _video(shape.video) if shape.video is not None else None
    time = StudyTime(shape.time.reading, shape.time.working) if shape.time is not None else None
    return PageManifest(shape.id, shape.file, _both(shape.title), shape.minutes, _sources(shape.sources), video, time)


def _video(shape: VideoShape) -> Video:
    return Video(shape.file, _both(shape.captions), _both(shape.transcript))


def questions_of(shape: SheetShape, legal_item: str) -> tuple[Question, ...]:
    """The questions of a file as values of the domain."""
    return tuple(_question(question, legal_item) for question in shape.questions)


def _question(shape: TrueFalseShape | SingleChoiceShape, legal_item: str) -> Question:
    text, explanation, sources = _both(shape.text), _both(shape.explanation), _sources(shape.sources)
    if isinstance(shape, TrueFalseShape):
        return TrueFalse(shape.id, legal_item, shape.page, text, shape.answer, explanation, sources)
    options = tuple(Option(option.id, _both(option.text)) for option in shape.options)
    return SingleChoice(shape.id, legal_item, shape.page, text, options, shape.answer, explanation, sources)


def _sources(shapes: list[SourceShape]) -> tuple[Source, ...]:
    return tuple(Source(_both(shape.cite), shape.confirmed, shape.fact) for shape in shapes)


def _both(shape: TextShape | PathsShape) -> Bilingual:
    return Bilingual(shape.ja, shape.en)
