# SPDX-License-Identifier: Apache-2.0
"""What the law demands of a course, compared with what its manifest gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lms.authoring.domain.faults import MANIFEST, Fault, Place, fault
from lms.courses.domain.manifest import CourseManifest, Module, PageManifest
from lms.rules.domain.ruleset import CourseType, RuleSet, newest


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
    pages = [(page.id, (*place, "id")) for place, _, page in placed_pages(manifest)]
    page_files = [(page.file, (*place, "file")) for place, _, page in placed_pages(manifest)]
    banks = [(module.questions, ("modules", n, "questions")) for n, module in enumerate(manifest.modules)]
    for family in (modules, pages):
        for identifier, place in _again(family):
            yield fault(MANIFEST, place, "duplicate-id", id=identifier)
    for family in (page_files, banks):
        for path, place in _again(family):
            yield fault(MANIFEST, place, "file-used-twice", path=path)


def placed_pages(manifest: CourseManifest) -> Iterator[tuple[Place, Module, PageManifest]]:
    """Go through every page with its place in course.yaml and its module."""
    for number, module in enumerate(manifest.modules):
        for position, page in enumerate(module.pages):
            yield ("modules", number, "pages", position), module, page


def _again(family: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    seen: set[str] = set()
    for name, place in family:
        if name in seen:
            yield name, place
        seen.add(name)
