# SPDX-License-Identifier: Apache-2.0
"""What a course is for: which roles the law asks for it on a day, on what authority, and whether that was confirmed."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from lms.periods import Span
from lms.rules.domain.facts import Bilingual, Fact
from lms.rules.domain.requirements import asking_for
from lms.rules.domain.ruleset import CourseType, Requirement, RuleSet, Strength


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law asks of one role on a day."""

    role: str
    name: Bilingual
    is_mandatory: bool
    look_back_years: int
    span: Span
    citations: tuple[Bilingual, ...]
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law asks of several roles alike."""

    names: tuple[Bilingual, ...]
    is_mandatory: bool
    look_back_years: int
    span: Span
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A datum of the law as pages show it: the value, its source, whether anybody has confirmed it."""

    value: object
    citation: Bilingual
    is_confirmed: bool
    note: Bilingual | None


def is_confirmed(fact: Fact[object], signed: Container[str]) -> bool:
    """Whether a datum was confirmed, in the rule set itself or by an officer's sign-off."""
    return fact.confirmed or fact.path in signed


def stated(fact: Fact[object], signed: Container[str]) -> Stated:
    """Put a datum in the form in which pages show it."""
    return Stated(fact.value, fact.citation, is_confirmed(fact, signed), fact.note)


def asked_of(ruleset: RuleSet, course_type: str, on: date, signed: Container[str]) -> tuple[Asked, ...]:
    """List the roles that the law asks for this course on a day, mandatory ones first."""
    return tuple(
        _asked(ruleset, requirement, signed)
        for requirement in asking_for(ruleset, course_type, on)
        if ruleset.role(requirement.role) is not None
    )


def duties_of(asked: Iterable[Asked]) -> tuple[Duty, ...]:
    """Put the roles together of which the same is asked, in their order."""
    alike: dict[tuple[bool, int, Span], list[Asked]] = {}
    for one in asked:
        alike.setdefault((one.is_mandatory, one.look_back_years, one.span), []).append(one)
    return tuple(
        Duty(tuple(one.name for one in ones), *same, is_confirmed=all(one.is_confirmed for one in ones))
        for same, ones in alike.items()
    )


def _asked(ruleset: RuleSet, requirement: Requirement, signed: Container[str]) -> Asked:
    role = ruleset.role(requirement.role)
    if role is None:
        raise ValueError(f"the rule set has no role {requirement.role}")
    return Asked(
        role=role.id,
        name=role.name.value,
        is_mandatory=requirement.strength.value is Strength.MANDATORY,
        look_back_years=requirement.look_back_years.value,
        span=requirement.span.value,
        # what names the course first, then what says that it is asked for
        citations=tuple(dict.fromkeys((requirement.look_back_years.citation, requirement.strength.citation))),
        is_confirmed=all(is_confirmed(fact, signed) for fact in requirement.facts),
    )


def rank_of(ruleset: RuleSet, course_type: str) -> int:
    """Say at which place the rules name a course type; one that they no longer name comes last."""
    codes = [known.code for known in ruleset.course_types]
    return codes.index(course_type) if course_type in codes else len(codes)


def roles_of(ruleset: RuleSet, course_type: CourseType) -> tuple[tuple[str, Bilingual], ...]:
    """List the roles that may be named at enrolment, in the order of the rule set."""
    admitted = course_type.roles.value
    return tuple((role.id, role.name.value) for role in ruleset.roles if role.id in admitted)
