# SPDX-License-Identifier: Apache-2.0
"""A course package that was read and found whole: what an import makes an edition of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.courses.domain.manifest import CourseManifest
from lms.courses.domain.practice import Exercise
from lms.quizzes.domain.questions import Question
from lms.rules.domain.facts import Bilingual


@dataclass(frozen=True, slots=True)
class PackagePage:
    """A page rendered to safe HTML in both languages."""

    id: str
    legal_item: str
    html: Bilingual
    characters: tuple[int, int]
    transcript: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture, film or caption file of the package; `path` is relative to its root."""

    path: str
    digest: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Package:
    """A whole package: `digest` is the content hash, `ruleset` the digest of the rules it was checked by.

    `questions` are the bank of the test; `exercises`, by the id of their practice, are never in it.
    """

    manifest: CourseManifest
    pages: tuple[PackagePage, ...]
    questions: tuple[Question, ...]
    assets: tuple[Asset, ...]
    digest: str
    ruleset: str
    exercises: Mapping[str, tuple[Exercise, ...]] = field(default_factory=dict)

    def page(self, page_id: str) -> PackagePage | None:
        """Find the rendered page with this id."""
        return next((page for page in self.pages if page.id == page_id), None)

    def asset(self, path: str) -> Asset | None:
        """Find the asset at this path."""
        return next((asset for asset in self.assets if asset.path == path), None)


def content_digest(files: Iterable[tuple[str, str]]) -> str:
    """Hash (path, SHA-256 of bytes) pairs: SHA-256 over the sorted lines `path NUL digest`."""
    whole = hashlib.sha256()
    for path, digest in sorted(files):
        whole.update(f"{path}\0{digest}\n".encode())
    return whole.hexdigest()
