# SPDX-License-Identifier: Apache-2.0
"""Who must take which course, on which day, by the shipped rule set."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.rules.domain.requirements import asking_for, in_force, obligation
from lms.rules.domain.ruleset import Strength
from tests.factories.rulesets import DEMONSTRATION, TECHNICAL

MANDATORY = ("supervisor", "designated-external-director", "external-auditor", "training-manager")
RECOMMENDED = ("audit-staff", "technical-instructor", "living-guidance-instructor")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("role", "course_type"),
    [
        ("supervisor", "SV"),
        ("designated-external-director", "SV"),
        ("external-auditor", "SV"),
        ("audit-staff", "SV"),
        ("training-manager", "TM"),
        ("technical-instructor", "TI"),
        ("living-guidance-instructor", "LG"),
    ],
)
def test_each_role_has_its_course_and_looks_back_three_years(role: str, course_type: str) -> None:
    requirement = obligation(TECHNICAL, role, TODAY).requirement
    assert requirement is not None
    assert (requirement.course_type, requirement.look_back_years.value) == (course_type, 3)


@pytest.mark.parametrize("role", MANDATORY)
@pytest.mark.parametrize(
    ("on", "strength"),
    [
        (date(2017, 10, 31), None),
        (date(2017, 11, 1), Strength.RECOMMENDED),
        (date(2020, 3, 31), Strength.RECOMMENDED),
        (date(2020, 4, 1), Strength.MANDATORY),
        (TODAY, Strength.MANDATORY),
    ],
)
def test_the_course_is_mandatory_since_the_transition_ended(role: str, on: date, strength: Strength | None) -> None:
    found = obligation(TECHNICAL, role, on)
    assert found.strength is strength
    assert found.is_mandatory == (strength is Strength.MANDATORY)
    assert found.is_recommended == (strength is Strength.RECOMMENDED)


@pytest.mark.parametrize("role", RECOMMENDED)
def test_the_course_is_only_recommended_for_these_roles(role: str) -> None:
    assert obligation(TECHNICAL, role, TODAY).is_recommended


@pytest.mark.parametrize("role", ["visitor", "nobody"])
def test_a_role_of_another_scheme_owes_nothing(role: str) -> None:
    found = obligation(TECHNICAL, role, TODAY)
    assert (found.requirement, found.strength) == (None, None)
    assert not found.is_mandatory
    assert not found.is_recommended


def test_nothing_is_mandatory_in_a_fictitious_scheme() -> None:
    assert obligation(DEMONSTRATION, "visitor", TODAY).is_recommended


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.sampled_from(MANDATORY + RECOMMENDED))
def test_the_obligation_is_the_strongest_requirement_in_force(on: date, role: str) -> None:
    rows = in_force(TECHNICAL, role, on)
    assert all(row.span.value.contains(on) for row in rows)
    found = obligation(TECHNICAL, role, on)
    assert found.requirement == (rows[0] if rows else None)
    assert found.is_mandatory == any(row.strength.value is Strength.MANDATORY for row in rows)


def test_a_course_type_knows_the_roles_that_need_it_mandatory_first() -> None:
    rows = asking_for(TECHNICAL, "SV", TODAY)
    assert {row.role for row in rows} == {*MANDATORY[:3], "audit-staff"}
    assert rows[-1].role == "audit-staff"
    assert [row.role for row in asking_for(TECHNICAL, "TM", TODAY)] == ["training-manager"]
