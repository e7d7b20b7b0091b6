# SPDX-License-Identifier: Apache-2.0
"""What the law demands of a course, compared with what its manifest gives."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from lms.authoring.domain.faults import MANIFEST, Fault, Place, fault
from lms.courses.domain.manifest import CourseManifest, Module, PageManifest, PracticeManifest
from lms.rules.domain.ruleset import CourseType, RuleSet, newest

# A careful adult reads 250 to 650 Japanese characters a minute; the tables and figures of a page take a while on top.
QUICKEST_READING = 650
SLOWEST_READING = 250
MINUTES_ON_TOP = 2


def naming_faults(manifest: CourseManifest, rulesets: Sequence[RuleSet]) -> list[Fault]:
    """Find out whether the scheme and the course type that the manifest names exist and can be taught."""
    ruleset = newest(rulesets, manifest.scheme)
    if ruleset is None:
        schemes = ", ".join(sorted({known.scheme for known in rulesets})) or "-"
        return [fault(MANIFEST, ("scheme",), "scheme-unknown", id=manifest.scheme, known=schemes)]
    if ruleset.course_type(manifest.course_type) is not None:
        return []
    outlined = ruleset.course_type_name(manifest.course_type) is not None
    code = "course-type-not-teachable" if outlined else "course-type-unknown"
    codes = ", ".join(known.code for known in ruleset.course_types) or "-"
    return [fault(MANIFEST, ("course_type",), code, id=manifest.course_type, known=codes)]


def hours_faults(manifest: CourseManifest, course_type: CourseType) -> Iterator[Fault]:
    """Compare the pages' minutes with the law's, legal item by legal item."""
    known = ", ".join(item.id for item in course_type.legal_items)
    for number, module in enumerate(manifest.modules):
        if course_type.legal_item(module.legal_item) is None:
            place: Place = ("modules", number, "legal_item")
            yield fault(MANIFEST, place, "legal-item-unknown", id=module.legal_item, known=known)
    given = manifest.minutes_by_item()
    for item in course_type.legal_items:
        needed = item.minutes.value
        if item.id not in given:
            yield fault(MANIFEST, ("modules",), "legal-item-missing", id=item.id, needed=needed)
        elif given[item.id] < needed:
            place = ("modules", _first_module(manifest, item.id), "pages")
            yield fault(MANIFEST, place, "minutes-too-few", id=item.id, given=given[item.id], needed=needed)


def _first_module(manifest: CourseManifest, legal_item: str) -> int:
    return next(n for n, module in enumerate(manifest.modules) if module.legal_item == legal_item)


def repeated_ids(manifest: CourseManifest) -> Iterator[Fault]:
    """Find module ids, page ids and files that the manifest uses twice."""
    modules = [(module.id, ("modules", n, "id")) for n, module in enumerate(manifest.modules)]
    pages: list[tuple[str, Place]] = [(page.id, (*place, "id")) for place, _, page in placed_pages(manifest)]
    pages += [(practice.id, (*place, "id")) for place, practice in placed_practices(manifest)]
    page_files = [(page.file, (*place, "file")) for place, _, page in placed_pages(manifest)]
    sheets: list[tuple[str, Place]] = [
        (module.questions, ("modules", n, "questions")) for n, module in enumerate(manifest.modules)
    ]
    sheets += [(practice.file, (*place, "file")) for place, practice in placed_practices(manifest)]
    for family in (modules, pages):
        for identifier, place in _again(family):
            yield fault(MANIFEST, place, "duplicate-id", id=identifier)
    for family in (page_files, sheets):
        for path, place in _again(family):
            yield fault(MANIFEST, place, "file-used-twice", path=path)


def placed_pages(manifest: CourseManifest) -> Iterator[tuple[Place, Module, PageManifest]]:
    """Go through every page with its place in course.yaml and its module."""
    for number, module in enumerate(manifest.modules):
        for position, page in enumerate(module.pages):
            yield ("modules", number, "pages", position), module, page


def placed_practices(manifest: CourseManifest) -> Iterator[tuple[Place, PracticeManifest]]:
    """Go through the practices with their places in course.yaml."""
    for number, module in enumerate(manifest.modules):
        if module.practice is not None:
            yield ("modules", number, "practice"), module.practice


def time_faults(place: Place, page: PageManifest, characters: int) -> Iterator[Fault]:
    """Find out whether a page's minutes are explained, and by a reading time that suits its Japanese text."""
    if page.time is None:
        return
    if page.time.minutes != page.minutes:
        yield fault(MANIFEST, (*place, "time"), "time-sum", given=page.time.minutes, needed=page.minutes)
    least, most = math.ceil(characters / QUICKEST_READING), characters // SLOWEST_READING + MINUTES_ON_TOP
    if not least <= page.time.reading <= most:
        values = {"given": page.time.reading, "characters": characters, "least": least, "most": most}
        yield fault(MANIFEST, (*place, "time", "reading"), "reading-time", **values)


def _again(family: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    seen: set[str] = set()
    for name, place in family:
        if name in seen:
            yield name, place
        seen.add(name)
