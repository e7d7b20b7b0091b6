# SPDX-License-Identifier: Apache-2.0
"""Who must take which course on a given day. "Mandatory" is an answer, never a column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.rules.domain.ruleset import Requirement, RuleSet, Strength


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a role must or should do on a day; without a requirement nothing is asked of it."""

    role: str
    on: date
    requirement: Requirement | None

    @property
    def is_mandatory(self) -> bool:
        """Whether the law demands a course."""
        return self.strength is Strength.MANDATORY

    @property
    def is_recommended(self) -> bool:
        """Whether a course is advised, but not demanded."""
        return self.strength is Strength.RECOMMENDED

    @property
    def strength(self) -> Strength | None:
        """How strongly a course is asked for; None when it is not."""
        return None if self.requirement is None else self.requirement.strength.value


def in_force(ruleset: RuleSet, role: str, on: date) -> tuple[Requirement, ...]:
    """List the requirements on a role that apply on a day, mandatory ones first."""
    found = [row for row in ruleset.requirements if row.role == role and row.span.value.contains(on)]
    return tuple(sorted(found, key=lambda row: row.strength.value is not Strength.MANDATORY))


def obligation(ruleset: RuleSet, role: str, on: date) -> Obligation:
    """Say what the scheme asks of a role on a day: the strongest requirement in force, or nothing."""
    return Obligation(role, on, next(iter(in_force(ruleset, role, on)), None))


def asking_for(ruleset: RuleSet, course_type: str, on: date) -> tuple[Requirement, ...]:
    """List the requirements in force on a day that this course type satisfies, mandatory ones first."""
    found = [row for row in ruleset.requirements if row.course_type == course_type and row.span.value.contains(on)]
    return tuple(sorted(found, key=lambda row: row.strength.value is not Strength.MANDATORY))
