# SPDX-License-Identifier: Apache-2.0
"""Identity levels have an order, and each mode reaches one of them."""

from __future__ import annotations

import pytest

from lms.rules.domain.levels import IdentityLevel, Mode, reached_by, suffices


def test_levels_go_from_nothing_to_a_meeting() -> None:
    assert [level.value for level in sorted(IdentityLevel, key=lambda level: level.rank)] == [
        "none",
        "self_declared",
        "password_and_birth_date",
        "document_checked",
        "in_person",
    ]


@pytest.mark.parametrize(
    ("mode", "level"),
    [
        (Mode.ON_DEMAND, IdentityLevel.PASSWORD_AND_BIRTH_DATE),
        (Mode.LIVE, IdentityLevel.DOCUMENT_CHECKED),
        (Mode.ROOM, IdentityLevel.IN_PERSON),
    ],
)
def test_what_a_mode_reaches(mode: Mode, level: IdentityLevel) -> None:
    assert reached_by(mode) is level


def test_every_mode_reaches_a_level() -> None:
    assert {mode: reached_by(mode) for mode in Mode}.keys() == set(Mode)


@pytest.mark.parametrize("least", IdentityLevel)
@pytest.mark.parametrize("level", IdentityLevel)
def test_a_level_suffices_for_itself_and_for_weaker_ones(level: IdentityLevel, least: IdentityLevel) -> None:
    assert suffices(level, least) == (level.rank >= least.rank)


def test_study_on_demand_does_not_reach_what_a_document_proves() -> None:
    assert not suffices(reached_by(Mode.ON_DEMAND), IdentityLevel.DOCUMENT_CHECKED)
