# SPDX-License-Identifier: Apache-2.0
"""The shipped editions and the facts that they are written from, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lms.authoring.adapters.folder import check
from lms.authoring.domain.package import Package
from lms.manifests.findings import Finding
from lms.manifests.shapes import FactNumber, Shape, shaped
from lms.manifests.yaml_text import read
from lms.rules.adapters.rulesets import read_rulesets
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import CourseType, RuleSet, newest
from tests.authoring.figures import Number, figures

CONTENT = Path(__file__).parents[2] / "content"
COURSES = CONTENT / "courses"
EXAMPLES = CONTENT / "examples"
FACTS = CONTENT / "facts"
SOURCE, GENERAL, UNCONFIRMED = "source", "general", "unconfirmed"
# These were written before the facts were numbered and practices existed; they stay as they are.
BEFORE = frozenset({"short-tour/2026-1", "training-manager/2026-1"})


class FactShape(Shape):
    """A fact in own words, and how it is known."""

    ja: str
    en: str
    mark: str


class FactsShape(Shape):
    """A file of facts."""

    scheme: str
    facts: dict[FactNumber, FactShape]


@dataclass(frozen=True)
class KnownFact:
    """A fact of the collection."""

    number: str
    words: Bilingual
    mark: str

    @property
    def numbers(self) -> frozenset[Number]:
        """The numbers that it states."""
        return figures(self.words.ja, "ja").digits


def roots(folder: Path = COURSES) -> list[Path]:
    """The folders of all shipped editions."""
    return sorted(manifest.parent for manifest in folder.glob("*/*/course.yaml"))


def name_of(root: Path) -> str:
    """An edition as people call it."""
    return f"{root.parent.name}/{root.name}"


@cache
def laws() -> tuple[RuleSet, ...]:
    """The shipped rule sets."""
    return tuple(read_rulesets(CONTENT / "law")[0])


@cache
def checked(root: Path) -> tuple[Package | None, tuple[Finding, ...]]:
    """An edition as the check reads it."""
    package, findings = check(root, laws())
    return package, tuple(findings)


def package_in(root: Path) -> Package:
    """An edition without errors."""
    package, findings = checked(root)
    assert package is not None, "\n".join(map(str, findings[:10]))
    return package


def course_type_of(package: Package) -> CourseType:
    """What the newest rules ask of an edition."""
    ruleset = newest(laws(), package.manifest.scheme)
    course_type = ruleset.course_type(package.manifest.course_type) if ruleset else None
    assert course_type is not None
    return course_type


@cache
def facts_of(scheme: str) -> dict[str, KnownFact]:
    """The facts of a scheme by their numbers."""
    file = FACTS / f"{scheme}.yaml"
    document, findings = read(file.read_text(encoding="utf-8"), file.name)
    assert document is not None, findings
    shape, findings = shaped(FactsShape, document)
    assert shape is not None, findings
    assert shape.scheme == scheme
    return {number: KnownFact(number, Bilingual(fact.ja, fact.en), fact.mark) for number, fact in shape.facts.items()}
