# SPDX-License-Identifier: Apache-2.0
"""What a published edition is made from, and what it says of itself afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lms.courses.domain.manifest import CourseManifest, Source, StudyTime
from lms.courses.domain.practice import Exercise
from lms.courses.domain.progress import Needed
from lms.rules.domain.facts import Bilingual

# Pages are rendered before their edition exists, and before anybody studies them: publication puts the edition's key
# in the place of the one sign, showing a page the enrolment's key in the place of the other.
EDITION_SIGN = "@edition"
ENROLMENT_SIGN = "@enrolment"
ASSET_ADDRESS = f"/assets/{EDITION_SIGN}/{{path}}"
PAGE_ADDRESS = f"/study/{ENROLMENT_SIGN}/pages/{{page}}"


class PageContent(Protocol):
    """A page rendered to safe HTML in both languages."""

    @property
    def id(self) -> str:
        """The page's id in the manifest."""
        ...

    @property
    def html(self) -> Bilingual:
        """The page."""
        ...

    @property
    def transcript(self) -> Bilingual | None:
        """The words of its film, rendered likewise."""
        ...


class AssetContent(Protocol):
    """A picture, film or caption file, whose bytes already lie in the storage under their digest."""

    @property
    def path(self) -> str:
        """The path within the package."""
        ...

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        ...

    @property
    def media_type(self) -> str:
        """What it is served as."""
        ...


class Content(Protocol):
    """A whole package as it was checked."""

    @property
    def manifest(self) -> CourseManifest:
        """What its authors say of it."""
        ...

    @property
    def pages(self) -> Sequence[PageContent]:
        """Its pages."""
        ...

    @property
    def exercises(self) -> Mapping[str, Sequence[Exercise]]:
        """What is practised, by the id of the practice."""
        ...

    @property
    def assets(self) -> Sequence[AssetContent]:
        """Its pictures and films."""
        ...

    @property
    def digest(self) -> str:
        """The hash of its content."""
        ...

    @property
    def ruleset(self) -> str:
        """The digest of the rules it was checked by."""
        ...


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """Pages that belong together, in order."""

    id: str
    legal_item: str
    title: Bilingual
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """An edition as it was published. The law's minutes are copied into it: no later rule set changes what it owes."""

    title: Bilingual
    summary: Bilingual
    audience: Bilingual
    needs: Bilingual
    modules: tuple[ModuleFacts, ...]
    needed: tuple[Needed, ...]

    @property
    def needed_minutes(self) -> int:
        """The minutes that the law demands of the whole course."""
        return sum(subject.minutes for subject in self.needed)


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """A film on a page: paths within the edition, and what is said in it as HTML."""

    file: str
    captions: Bilingual
    transcript: Bilingual | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page without its text."""

    key: str
    module: str
    legal_item: str
    position: int
    title: Bilingual
    allowance_seconds: int
    sources: tuple[Source, ...]
    video: VideoFacts | None
    time: StudyTime | None = None
    is_practice: bool = False

    @property
    def minutes(self) -> int:
        """How much study time the page can earn."""
        return self.allowance_seconds // 60


def addressed(html: str, edition_key: str) -> str:
    """Fill the edition's key into the addresses of its pictures."""
    return html.replace(f'"/assets/{EDITION_SIGN}/', f'"/assets/{edition_key}/')


def addressed_for(html: str, enrolment_key: str) -> str:
    """Fill the enrolment's key into the links to other pages of the course."""
    return html.replace(f'"/study/{ENROLMENT_SIGN}/', f'"/study/{enrolment_key}/')
