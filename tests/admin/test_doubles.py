# SPDX-License-Identifier: Apache-2.0
"""The officer's pages about one person found twice."""

from __future__ import annotations

from datetime import date

import pytest

from lms.access.identity import Role
from lms.accounts.domain.names import NameGiven
from tests.factories.accounts import make_account

TWICE = {"name": NameGiven("渡辺 節子", "ワタナベ セツコ", "WATANABE SETSUKO"), "birth_date": date(1968, 2, 29)}


@pytest.fixture
def records(app):
    with app.app_context():
        return [(person.key, person.learner_number) for person in (make_account(**TWICE).person for _ in range(2))]


@pytest.fixture
def page(records):
    return f"/people/doubles/{records[0][0]}/{records[1][0]}"


def test_an_officer_compares_decides_and_undoes(as_, records, page):
    officer = as_(Role.OFFICER)
    listed = officer.get("/people/doubles")
    assert all(number in listed.words for _key, number in records)
    done = officer.follow(officer.submit(page, decision="keep_first", reason="She has both numbers."))
    assert f"She goes on under {records[0][1]}" in done.words
    assert "Nothing to decide" in officer.get("/people/doubles").words
    assert "belong to another one" in officer.get(f"/people/{records[1][0]}").words
    again = officer.follow(officer.submit(page, reason="It was her sister."))
    assert "One person, who goes on under" in again.words


def test_two_people_are_not_asked_about_again(as_, page):
    officer = as_(Role.OFFICER)
    officer.submit(page, decision="apart", reason="Two people at two companies.")
    assert "Nothing to decide" in officer.get("/people/doubles").words


@pytest.mark.parametrize("given", [{}, {"decision": "apart"}, {"reason": "call"}, {"decision": "apart", "reason": " "}])
def test_a_decision_needs_its_reason(as_, page, given):
    answer = as_(Role.OFFICER).submit(page, status=422, **given)
    assert "Please" in answer.words


def test_the_persons_page_names_the_other_record(as_, records):
    assert "Perhaps found twice" in as_(Role.OFFICER).get(f"/people/{records[0][0]}").words


@pytest.mark.parametrize("role", [Role.LEARNER, Role.OPERATOR, Role.AUTHOR])
def test_nobody_else_learns_of_a_match(as_, page, role):
    somebody = as_(role)
    somebody.get("/people/doubles", status=403)
    somebody.get(page, status=404)


def test_one_record_is_no_pair(as_, records):
    officer = as_(Role.OFFICER)
    officer.get(f"/people/doubles/{records[0][0]}/{records[0][0]}", status=404)
    officer.get(f"/people/doubles/{records[0][0]}/unknown", status=404)
