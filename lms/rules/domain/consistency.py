# SPDX-License-Identifier: Apache-2.0
"""What a rule set may not say, although each of its data alone is well formed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lms.rules.domain.ruleset import CourseType, CourseTypeOutline, Requirement, RuleSet


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Data that do not fit together; `path` names the datum to look at, as in `Fact.path`."""

    path: str
    code: str
    values: tuple[tuple[str, str], ...] = ()


def contradictions(ruleset: RuleSet) -> tuple[Contradiction, ...]:
    """Find all data of a rule set that do not fit together."""
    return (
        *_repeated(ruleset),
        *(found for course_type in ruleset.course_types for found in _draw(course_type)),
        *_unknown_roles(ruleset),
        *_unknown_course_types(ruleset),
        *_overlapping(ruleset),
        *_not_fictitious(ruleset),
    )


def _repeated(ruleset: RuleSet) -> Iterator[Contradiction]:
    courses: tuple[CourseType | CourseTypeOutline, ...] = (*ruleset.course_types, *ruleset.outlines)
    families = [
        ("roles", [role.id for role in ruleset.roles]),
        ("course_types", [course.code for course in courses]),
        ("requirements", [requirement.id for requirement in ruleset.requirements]),
        *(
            (f"course_types.{known.code}.legal_items", [i.id for i in known.legal_items])
            for known in ruleset.course_types
        ),
        *((f"course_types.{known.code}.modes", [m.value.value for m in known.modes]) for known in ruleset.course_types),
    ]
    for path, ids in families:
        for repeated in (identifier for identifier, times in Counter(ids).items() if times > 1):
            yield Contradiction(f"{path}.{repeated}", "duplicate-id", (("id", repeated),))


def _draw(course_type: CourseType) -> Iterator[Contradiction]:
    draw, form = course_type.test.draw, course_type.test
    items = [item.id for item in course_type.legal_items]
    named = [part.legal_item for part in draw.value]
    for unknown in (item for item in named if item not in items):
        yield Contradiction(draw.path, "draw-unknown-item", (("id", unknown),))
    for missing in (item for item in items if item not in named):
        yield Contradiction(draw.path, "draw-missing-item", (("id", missing),))
    for repeated in (item for item, times in Counter(named).items() if times > 1):
        yield Contradiction(draw.path, "duplicate-id", (("id", repeated),))
    total = sum(part.questions for part in draw.value)
    if total != form.questions.value:
        values = (("questions", str(form.questions.value)), ("sum", str(total)))
        yield Contradiction(draw.path, "draw-sum", values)


def _unknown_roles(ruleset: RuleSet) -> Iterator[Contradiction]:
    known = {role.id for role in ruleset.roles}
    courses: tuple[CourseType | CourseTypeOutline, ...] = (*ruleset.course_types, *ruleset.outlines)
    for course in courses:
        for role in (role for role in course.roles.value if role not in known):
            yield Contradiction(course.roles.path, "role-unknown", (("id", role),))
    for requirement in (row for row in ruleset.requirements if row.role not in known):
        yield Contradiction(f"requirements.{requirement.id}", "role-unknown", (("id", requirement.role),))


def _unknown_course_types(ruleset: RuleSet) -> Iterator[Contradiction]:
    for row in ruleset.requirements:
        if ruleset.course_type_name(row.course_type) is None:
            yield Contradiction(f"requirements.{row.id}", "requirement-course-type", (("id", row.course_type),))


def _overlapping(ruleset: RuleSet) -> Iterator[Contradiction]:
    for position, row in enumerate(ruleset.requirements):
        for other in ruleset.requirements[:position]:
            if _same_demand(row, other) and row.span.value.overlaps(other.span.value):
                yield Contradiction(row.span.path, "requirement-overlap", (("other", other.id),))


def _same_demand(row: Requirement, other: Requirement) -> bool:
    return (row.role, row.course_type) == (other.role, other.course_type)


def _not_fictitious(ruleset: RuleSet) -> Iterator[Contradiction]:
    """Somebody who reads a citation of an invented law must see that it is one."""
    for course_type in ruleset.course_types if ruleset.fictitious else ():
        for fact in course_type.facts:
            if "fictitious" not in fact.citation.en:
                yield Contradiction(fact.path, "cite-not-fictitious", (("id", fact.citation.en),))
