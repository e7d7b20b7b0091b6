# SPDX-License-Identifier: Apache-2.0
"""Birth dates that are possible, and ages."""

from __future__ import annotations

from datetime import date

import pytest

from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.registration import BirthDateFault, Registration, age_on, birth_date_fault

TODAY = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (date(1975, 4, 1), None),
        (TODAY, None),
        (date(2026, 7, 11), BirthDateFault.IN_THE_FUTURE),
        (date(1900, 1, 1), None),
        (date(1899, 12, 31), BirthDateFault.TOO_EARLY),
        (date(1, 1, 1), BirthDateFault.TOO_EARLY),
    ],
)
def test_a_birth_date_lies_between_1900_and_today(day, fault):
    assert birth_date_fault(day, on=TODAY) is fault


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1975, 7, 10), TODAY, 51),
        (date(1975, 7, 11), TODAY, 50),
        (date(2000, 2, 29), date(2027, 2, 28), 26),
        (date(2000, 2, 29), date(2027, 3, 1), 27),
        (TODAY, TODAY, 0),
    ],
)
def test_an_age_is_counted_in_completed_years(born, on, age):
    assert age_on(born, on) == age


def test_a_registration_does_not_show_its_password_hash():
    registration = Registration("key", NameGiven(None, "ア", "A"), TODAY, "$argon2id$secret")
    assert "secret" not in repr(registration)
