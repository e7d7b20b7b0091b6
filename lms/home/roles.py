# SPDX-License-Identifier: Apache-2.0
"""Which course does my role need: every role of the law on a day, what is asked of it, and where it is taught."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lms.courses import queries as course_queries
from lms.courses.domain.offers import Stated, stated
from lms.rules import queries as rule_queries
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.requirements import Obligation, obligation
from lms.rules.domain.ruleset import Role, RuleSet


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """A role and the course it needs on a day; `course_key` is None where that course is not taught here."""

    role: str
    name: Bilingual
    held_at: Bilingual
    is_mandatory: bool
    years: int
    course: Bilingual
    course_key: str | None
    basis: Stated


@dataclass(frozen=True, slots=True)
class SchemeNeeds:
    """The roles of one scheme, mandatory ones first."""

    title: Bilingual
    is_fictitious: bool
    roles: tuple[RoleNeed, ...]


def needs_on(on: date) -> list[SchemeNeeds]:
    """What every scheme asks of its roles on a day; invented schemes come last."""
    taught = {(offer.course.scheme, offer.course.course_type): offer.course.key for offer in course_queries.offers(on)}
    schemes = sorted(rule_queries.current_all(), key=lambda rules: rules.fictitious)
    found = [SchemeNeeds(rules.title, rules.fictitious, _roles(rules, taught, on)) for rules in schemes]
    return [scheme for scheme in found if scheme.roles]


def _roles(rules: RuleSet, taught: dict[tuple[str, str], str], on: date) -> tuple[RoleNeed, ...]:
    signed = rule_queries.signed_items(rules.digest)
    rows = [_need(rules, role, asked, taught, signed) for role, asked in _asked(rules, on)]
    return tuple(sorted(rows, key=lambda row: (not row.is_mandatory, row.course_key is None)))


def _asked(rules: RuleSet, on: date) -> Iterator[tuple[Role, Obligation]]:
    for role in rules.roles:
        asked = obligation(rules, role.id, on)
        if asked.requirement is not None:
            yield role, asked


def _need(
    rules: RuleSet, role: Role, asked: Obligation, taught: dict[tuple[str, str], str], signed: frozenset[str]
) -> RoleNeed:
    requirement = asked.requirement
    if requirement is None:
        raise ValueError(f"nothing is asked of {role.id}")
    return RoleNeed(
        role=role.id,
        name=role.name.value,
        held_at=role.held_at.value,
        is_mandatory=asked.is_mandatory,
        years=requirement.look_back_years.value,
        course=rules.course_type_name(requirement.course_type)
        or Bilingual(requirement.course_type, requirement.course_type),
        course_key=taught.get((rules.scheme, requirement.course_type)),
        basis=stated(requirement.strength, signed),
    )
