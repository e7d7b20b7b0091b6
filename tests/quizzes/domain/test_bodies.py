# SPDX-License-Identifier: Apache-2.0
"""Questions on their way into the database and out again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain.manifest import Source
from lms.quizzes.domain.bodies import body_of, digest_of, question_of
from lms.quizzes.domain.questions import Option, SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual
from tests.factories.questions import a_single_choice, a_true_false, both

WORDS = st.builds(Bilingual, ja=st.text(min_size=1), en=st.text(min_size=1))
SOURCES = st.lists(st.builds(Source, cite=WORDS, confirmed=st.booleans()), max_size=3).map(tuple)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
STATEMENTS = st.builds(
    TrueFalse, id=IDS, legal_item=IDS, page=IDS, text=WORDS, answer=st.booleans(), explanation=WORDS, sources=SOURCES
)
CHOICES = st.builds(
    SingleChoice,
    id=IDS,
    legal_item=IDS,
    page=IDS,
    text=WORDS,
    options=st.lists(st.builds(Option, id=IDS, text=WORDS), min_size=2, max_size=5).map(tuple),
    answer=IDS,
    explanation=WORDS,
    sources=SOURCES,
)


@given(st.one_of(STATEMENTS, CHOICES))
def test_a_question_comes_back_as_it_went_in(question):
    stored = json.loads(json.dumps(body_of(question)))
    assert question_of(question.id, question.kind.value, question.legal_item, stored) == question


@pytest.mark.parametrize(
    "other",
    [
        a_true_false(1, answer=False),
        a_true_false(1, text=both("other")),
        a_true_false(1, explanation=both("other")),
        a_true_false(1, page="other"),
        a_true_false(1, legal_item="other"),
        a_true_false(1, id="other"),
        a_true_false(1, sources=()),
        a_single_choice(1),
    ],
)
def test_any_change_makes_another_version(other):
    assert digest_of(other) != digest_of(a_true_false(1))


def test_the_digest_is_the_same_for_ever():
    assert digest_of(a_true_false(1)) == "6713dcb4960a989ea88f4b421c88b865f70b4c568548b460070b19df3bfdd158"


def test_a_stored_key_that_is_neither_true_nor_false_is_refused():
    body = {**body_of(a_true_false()), "answer": "yes"}
    with pytest.raises(ValueError, match="neither"):
        question_of("act-01", "true_false", "act", body)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="essay"):
        question_of("act-01", "essay", "act", body_of(a_true_false()))
