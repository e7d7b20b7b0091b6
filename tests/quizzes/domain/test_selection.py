# SPDX-License-Identifier: Apache-2.0
"""The draw of a paper."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.domain.selection import (
    BankQuestion,
    BankTooSmallError,
    Shortage,
    draw,
    foreign_kinds,
    option_order,
    shortages,
)
from lms.rules.domain.ruleset import Draw, QuestionKind
from tests.factories.questions import a_single_choice, a_true_false
from tests.factories.rulesets import TECHNICAL

ITEMS = ("act", "immigration", "labour", "duties")
SEEDS = st.text(min_size=1, max_size=40)


@st.composite
def banks(make: st.DrawFn) -> tuple[list[BankQuestion], list[Draw]]:
    """A bank, and parts of a paper that it can fill."""
    bank, parts = [], []
    for item in make(st.lists(st.sampled_from(ITEMS), min_size=1, unique=True)):
        available = make(st.integers(1, 12))
        bank += [BankQuestion(f"{item}-{number:02}", item) for number in range(available)]
        parts.append(Draw(item, make(st.integers(0, available))))
    return bank, parts


@given(banks(), SEEDS)
def test_a_paper_has_exactly_as_many_questions_of_each_item_as_asked(case, seed):
    bank, parts = case
    item_of = {question.id: question.legal_item for question in bank}
    counts = Counter(item_of[question_id] for question_id in draw(bank, parts, seed))
    assert counts == Counter({part.legal_item: part.questions for part in parts if part.questions})


@given(banks(), SEEDS)
def test_no_question_comes_twice(case, seed):
    bank, parts = case
    drawn = draw(bank, parts, seed)
    assert len(set(drawn)) == len(drawn)


@given(banks(), SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_paper_whatever_the_order_of_the_bank(case, seed, shuffler: random.Random):
    bank, parts = case
    shuffled = bank[:]
    shuffler.shuffle(shuffled)
    assert draw(shuffled, parts, seed) == draw(bank, parts, seed)


def test_every_question_of_the_bank_is_reached():
    bank = [BankQuestion(f"{item}-{number}", item) for item in ITEMS for number in range(10)]
    parts = [Draw(item, 5) for item in ITEMS]
    reached = {question_id for seed in range(60) for question_id in draw(bank, parts, str(seed))}
    assert reached == {question.id for question in bank}


def test_every_question_is_drawn_about_equally_often():
    bank = [BankQuestion(f"q{number}", "act") for number in range(10)]
    counts = Counter(question_id for seed in range(4000) for question_id in draw(bank, [Draw("act", 5)], str(seed)))
    assert all(1850 < count < 2150 for count in counts.values())


def test_every_question_comes_to_every_place():
    bank = [BankQuestion(f"q{number}", "act") for number in range(6)]
    places = {
        (position, question_id)
        for seed in range(400)
        for position, question_id in enumerate(draw(bank, [Draw("act", 6)], str(seed)))
    }
    assert len(places) == 36


def test_another_seed_gives_another_paper():
    bank = [BankQuestion(f"q{number}", "act") for number in range(40)]
    papers = {draw(bank, [Draw("act", 20)], str(seed)) for seed in range(50)}
    assert len(papers) == 50


def test_the_draw_is_the_same_for_ever():
    bank = [BankQuestion(f"q{number}", "act") for number in range(8)]
    assert draw(bank, [Draw("act", 4)], "a seed") == ("q4", "q3", "q5", "q6")


def test_a_bank_that_cannot_fill_the_paper_is_refused_with_what_is_missing():
    bank = [BankQuestion("q1", "act"), BankQuestion("q2", "labour")]
    with pytest.raises(BankTooSmallError) as refusal:
        draw(bank, [Draw("act", 2), Draw("labour", 1), Draw("duties", 3)], "seed")
    assert refusal.value.shortages == (Shortage("act", 2, 1), Shortage("duties", 3, 0))
    assert str(refusal.value) == "act: 1 of 2, duties: 0 of 3"


def test_a_sufficient_bank_has_no_shortages():
    assert shortages([BankQuestion("q1", "act")], [Draw("act", 1)]) == ()


@pytest.mark.parametrize(
    ("kinds", "foreign"),
    [
        ([], set()),
        (["true_false"], set()),
        (["true_false", "single_choice"], {"single_choice"}),
    ],
)
def test_kinds_that_the_test_form_does_not_allow_are_found(kinds, foreign):
    form = TECHNICAL.course_types[0].test
    assert foreign_kinds([QuestionKind(kind) for kind in kinds], form) == foreign


@given(SEEDS)
def test_true_and_false_keep_their_places(seed):
    assert option_order(a_true_false(), seed) == ("true", "false")


@given(SEEDS, st.integers(2, 6))
def test_options_are_reordered_and_none_is_lost(seed, count):
    question = a_single_choice(options="abcdef"[:count])
    order = option_order(question, seed)
    assert sorted(order) == list("abcdef"[:count])
    assert option_order(question, seed) == order


def test_every_option_comes_to_every_place():
    question = a_single_choice(options="abcd")
    places = {place for seed in range(300) for place in enumerate(option_order(question, str(seed)))}
    assert len(places) == 16
