# SPDX-License-Identifier: Apache-2.0
"""Marking, and what to read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.domain.scoring import ItemScore, pages_to_revise, score
from tests.factories.questions import a_paper, a_single_choice, a_true_false

TWENTY = a_paper(*(a_true_false(number, answer=number % 2 == 0) for number in range(1, 21)))
CHOICES = st.one_of(st.none(), st.sampled_from(["true", "false", "a", "b", "c", ""]))


def answers_right(paper, count):
    """The right answer to the first `count` questions, a wrong one to the rest."""
    wrong = {"true": "false", "false": "true"}
    keys = [(asked.position, asked.question.key) for asked in paper.questions]
    return {position: key if position <= count else wrong[key] for position, key in keys}


@pytest.mark.parametrize(
    ("questions", "percent", "mark"),
    [(20, 80, 16), (20, 70, 14), (20, 100, 20), (20, 1, 1), (3, 80, 3), (7, 60, 5), (1, 50, 1), (10, 75, 8)],
)
def test_the_pass_mark_is_the_least_number_that_reaches_the_share(questions, percent, mark):
    paper = a_paper(*(a_true_false(number) for number in range(questions)), pass_percent=percent)
    assert paper.pass_mark == mark


@pytest.mark.parametrize(("right", "passed"), [(0, False), (15, False), (16, True), (17, True), (20, True)])
def test_sixteen_of_twenty_pass_at_eighty_per_cent(right, passed):
    result = score(TWENTY, answers_right(TWENTY, right))
    assert (result.right, result.out_of, result.pass_mark, result.passed) == (right, 20, 16, passed)


def test_a_question_left_open_is_wrong():
    paper = a_paper(a_true_false(1), a_true_false(2), pass_percent=100)
    assert score(paper, {1: "true"}).right == 1


def test_an_empty_paper_of_answers_scores_nothing():
    assert score(TWENTY, {}).right == 0


def test_answers_to_places_that_the_paper_does_not_have_count_nothing():
    paper = a_paper(a_true_false(1))
    assert score(paper, {2: "true", 0: "true", 21: "true"}).right == 0


@pytest.mark.parametrize(("choice", "right"), [("b", 1), ("a", 0), ("c", 0), ("true", 0), ("", 0)])
def test_a_single_choice_has_one_right_option(choice, right):
    assert score(a_paper(a_single_choice()), {1: choice}).right == right


def test_each_legal_item_is_counted_by_itself():
    paper = a_paper(
        a_true_false(1, legal_item="act"),
        a_true_false(2, legal_item="labour"),
        a_true_false(3, legal_item="act"),
    )
    assert score(paper, {1: "true", 2: "true", 3: "false"}).items == (ItemScore("act", 1, 2), ItemScore("labour", 1, 1))


def test_the_pages_of_wrong_answers_are_listed_once():
    paper = a_paper(
        a_true_false(1, page="one"),
        a_true_false(2, page="two"),
        a_true_false(3, page="one"),
        a_true_false(4, page="three"),
    )
    assert pages_to_revise(paper, {1: "false", 2: "true", 3: "false"}) == ("one", "three")


@given(st.dictionaries(st.integers(1, 20), CHOICES))
def test_the_items_add_up_to_the_whole(answers):
    result = score(TWENTY, {place: choice for place, choice in answers.items() if choice is not None})
    assert sum(item.right for item in result.items) == result.right
    assert sum(item.out_of for item in result.items) == result.out_of


@given(st.dictionaries(st.integers(1, 20), st.sampled_from(["true", "false"])), st.integers(1, 20))
def test_a_right_answer_more_never_lowers_the_score(answers, position):
    key = TWENTY.questions[position - 1].question.key
    assert score(TWENTY, {**answers, position: key}).right >= score(TWENTY, answers).right


def test_the_key_version_changes_with_a_key():
    assert a_paper(a_true_false(1, answer=True)).key_version != a_paper(a_true_false(1, answer=False)).key_version


def test_the_key_version_changes_with_the_order():
    one, two = a_true_false(1), a_true_false(2)
    assert a_paper(one, two).key_version != a_paper(two, one).key_version


def test_the_key_version_is_a_function_of_the_paper():
    assert a_paper(a_true_false(1)).key_version == a_paper(a_true_false(1)).key_version
