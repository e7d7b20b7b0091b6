# SPDX-License-Identifier: Apache-2.0
"""The telephone note in three fields."""

from __future__ import annotations

import pytest

from lms.access.identity import Role
from tests.factories.accounts import make_account

SAID = {
    "caller": "Herself, gave number and birth date",
    "matter": "Cannot find the test.\nSupport code read out.",
    "outcome": "Two subjects lack minutes; explained.",
}


@pytest.fixture
def calls(app):
    with app.app_context():
        return f"/people/{make_account().person.key}/calls"


def test_an_officer_notes_a_call_and_finds_it_again(as_, calls):
    officer = as_(Role.OFFICER)
    page = officer.follow(officer.submit(calls, **SAID))
    assert "Herself, gave number and birth date" in page.words
    assert "Cannot find the test. Support code read out." in page.words


@pytest.mark.parametrize("field", SAID)
@pytest.mark.parametrize("typed", ["", "   ", "x" * 1001, "turned \u202e round"])
def test_each_field_says_what_is_wrong_and_keeps_the_others(as_, calls, field, typed):
    page = as_(Role.OFFICER).submit(calls, status=422, **{**SAID, field: typed})
    assert len(page.find("p", class_="field-error")) == 1


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.OPERATOR])
def test_nobody_else_reads_them(as_, calls, role):
    as_(role).get(calls, status=404)
