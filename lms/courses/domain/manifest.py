# SPDX-License-Identifier: Apache-2.0
"""What an edition of a course consists of, as its course.yaml states it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.rules.domain.facts import Bilingual

MANIFEST_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Source:
    """What a page or a question rests on, and whether an expert has checked it.

    `fact` is its number in the collection of facts that a scheme's courses are written from.
    """

    cite: Bilingual
    confirmed: bool
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Video:
    """A film on a page; captions and transcript are paths within the package, one for each language."""

    file: str
    captions: Bilingual
    transcript: Bilingual


@dataclass(frozen=True, slots=True)
class StudyTime:
    """Why a page has its minutes: so much to read it, so much for its cases, exercises and checklists."""

    reading: int
    working: int

    @property
    def minutes(self) -> int:
        """Both together."""
        return self.reading + self.working


@dataclass(frozen=True, slots=True)
class PageManifest:
    """A page: `file` is the path within the package without `.ja.md` or `.en.md`."""

    id: str
    file: str
    title: Bilingual
    minutes: int
    sources: tuple[Source, ...]
    video: Video | None = None
    time: StudyTime | None = None


@dataclass(frozen=True, slots=True)
class PracticeManifest:
    """The page at the end of a module on which one tries out what was read; its questions are in no test."""

    id: str
    file: str
    title: Bilingual
    minutes: int


@dataclass(frozen=True, slots=True)
class Module:
    """Pages that belong to one legal item, the file of their questions, and what is practised at the end."""

    id: str
    legal_item: str
    title: Bilingual
    pages: tuple[PageManifest, ...]
    questions: str
    practice: PracticeManifest | None = None

    @property
    def minutes(self) -> int:
        """The study time of the module, its practice included."""
        practising = self.practice.minutes if self.practice is not None else 0
        return sum(page.minutes for page in self.pages) + practising

    @property
    def page_ids(self) -> tuple[str, ...]:
        """The ids of its pages in the order of study, the practice last."""
        ids = tuple(page.id for page in self.pages)
        return (*ids, self.practice.id) if self.practice is not None else ids


@dataclass(frozen=True, slots=True)
class CourseManifest:
    """An edition as its authors describe it; hours and pass mark are the rule set's, not theirs."""

    format: int
    course: str
    edition: str
    course_type: str
    scheme: str
    title: Bilingual
    summary: Bilingual
    audience: Bilingual
    needs: Bilingual
    modules: tuple[Module, ...]

    def pages(self) -> Iterator[tuple[Module, PageManifest]]:
        """Go through every page of text with its module, in the order of study."""
        for module in self.modules:
            for page in module.pages:
                yield module, page

    def page(self, page_id: str) -> PageManifest | None:
        """Find the page with this id."""
        return next((page for _, page in self.pages() if page.id == page_id), None)

    def has_page(self, page_id: str) -> bool:
        """Whether a page or a practice has this id."""
        return any(page_id in module.page_ids for module in self.modules)

    def minutes_by_item(self) -> dict[str, int]:
        """Add up the study time that the pages give to each legal item, in the order of study."""
        minutes: dict[str, int] = {}
        for module in self.modules:
            minutes[module.legal_item] = minutes.get(module.legal_item, 0) + module.minutes
        return minutes
