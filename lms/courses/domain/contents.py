# SPDX-License-Identifier: Apache-2.0
"""The table of contents as one person meets it: what is done, what is open, what opens later, where she goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.courses.domain.editions import EditionFacts, ModuleFacts, PageFacts
from lms.courses.domain.progress import SECONDS_A_MINUTE, ItemProgress, Progress


class PageState(StrEnum):
    """How a page stands."""

    DONE = "done"
    STARTED = "started"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Line:
    """A page in the table of contents."""

    page: PageFacts
    credited_seconds: int
    state: PageState

    @property
    def is_locked(self) -> bool:
        """Whether the page may not be studied yet."""
        return self.state is PageState.LOCKED

    @property
    def is_done(self) -> bool:
        """Whether the page has earned all its minutes."""
        return self.state is PageState.DONE

    @property
    def credited_minutes(self) -> int:
        """The whole minutes that the page has earned."""
        return self.credited_seconds // SECONDS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The pages before and after a page, in the order of study."""

    previous: Line | None
    next: Line | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A module in the table of contents, with the subject that it belongs to."""

    module: ModuleFacts
    item: ItemProgress
    waits_for: ItemProgress | None
    lines: tuple[Line, ...]

    @property
    def is_open(self) -> bool:
        """Whether its pages may be studied now."""
        return self.waits_for is None


def contents(
    edition: EditionFacts, pages: Sequence[PageFacts], credited: Mapping[str, int], progress: Progress
) -> tuple[Chapter, ...]:
    """Set out the modules and pages with their states; `credited` holds seconds by page."""
    by_key = {page.key: page for page in pages}
    chapters = []
    for module in edition.modules:
        item, waits_for = progress.item(module.legal_item), progress.waits_for(module.legal_item)
        if item is None:
            raise ValueError(f"the module {module.id} belongs to no subject of the course")
        lines = tuple(_line(by_key[key], credited.get(key, 0), waits_for is None) for key in module.pages)
        chapters.append(Chapter(module, item, waits_for, lines))
    return tuple(chapters)


def _line(page: PageFacts, credited_seconds: int, is_open: bool) -> Line:
    return Line(page, credited_seconds, _state(page, credited_seconds, is_open))


def _state(page: PageFacts, credited_seconds: int, is_open: bool) -> PageState:
    if not is_open:
        return PageState.LOCKED
    if credited_seconds >= page.allowance_seconds:
        return PageState.DONE
    return PageState.STARTED if credited_seconds else PageState.OPEN


def line_of(chapters: Sequence[Chapter], page_key: str) -> tuple[Chapter, Line] | None:
    """Find a page in the table of contents, with its chapter."""
    return next(
        ((chapter, line) for chapter in chapters for line in chapter.lines if line.page.key == page_key),
        None,
    )


def chapter_of(chapters: Sequence[Chapter], module: str) -> Chapter | None:
    """Find a module in the table of contents."""
    return next((chapter for chapter in chapters if chapter.module.id == module), None)


def neighbours(chapters: Sequence[Chapter], page_key: str) -> Neighbours:
    """Find what comes before and after a page of the course."""
    lines = [line for chapter in chapters for line in chapter.lines]
    place = next(number for number, line in enumerate(lines) if line.page.key == page_key)
    return Neighbours(
        previous=lines[place - 1] if place else None,
        next=lines[place + 1] if place + 1 < len(lines) else None,
    )


def where_to_go_on(chapters: Sequence[Chapter], place: str | None) -> PageFacts:
    """Name the page to continue with.

    It is the page where she stopped, for she may have stopped in the middle of it; once that page has all its
    minutes, the next open page that can still earn some, and when there is none, the page where she stopped.
    """
    lines = [line for chapter in chapters for line in chapter.lines]
    stopped = next((number for number, line in enumerate(lines) if line.page.key == place), 0)
    if not lines[stopped].is_done:
        return lines[stopped].page
    later = [*lines[stopped:], *lines[:stopped]]
    return next((line.page for line in later if not line.is_done and not line.is_locked), lines[stopped].page)
