# SPDX-License-Identifier: Apache-2.0
"""The answer journal, by table and by random histories of several pages."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.domain.journal import NOTHING_YET, Entry, Given, Verdict, judge

AT = datetime(2026, 7, 10, tzinfo=UTC)


def standing(choice, revision):
    return Entry(1, choice, revision, AT)


@pytest.mark.parametrize(
    ("stands", "choice", "based_on", "verdict"),
    [
        (None, "true", 0, Verdict.STORE),
        (None, "true", 1, Verdict.CLASH),
        (standing("true", 1), "false", 1, Verdict.STORE),
        (standing("true", 1), "false", 0, Verdict.CLASH),
        (standing("true", 1), "false", 2, Verdict.CLASH),
        (standing("true", 1), "true", 1, Verdict.ACKNOWLEDGE),
        (standing("true", 1), "true", 0, Verdict.ACKNOWLEDGE),
        (standing("true", 5), "true", 2, Verdict.ACKNOWLEDGE),
        (standing("false", 5), "true", 4, Verdict.CLASH),
        (standing("false", 5), "true", 5, Verdict.STORE),
    ],
)
def test_what_becomes_of_an_answer(stands, choice, based_on, verdict):
    assert judge(stands, Given(1, choice, based_on)) is verdict


@dataclass
class Page:
    """A page that is open somewhere: what it last saw."""

    seen: int = NOTHING_YET
    lost: list = field(default_factory=list)


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["a", "b", "c"]), st.booleans(), st.booleans()), max_size=40
)


@given(STEPS)
def test_no_page_replaces_an_answer_that_it_has_not_seen(steps):
    """Steps are: which page, what it chooses, whether the receipt arrives, whether it reads the page anew before."""
    journal, pages = [], [Page(), Page(), Page()]
    for number, choice, receipt_arrives, reads_anew in steps:
        page = pages[number]
        if reads_anew:
            page.seen = len(journal)
        stands = standing(journal[-1], len(journal)) if journal else None
        verdict = judge(stands, Given(1, choice, page.seen))
        if verdict is Verdict.STORE:
            assert page.seen == len(journal)
            journal.append(choice)
        if verdict is Verdict.CLASH:
            assert journal[-1:] != [choice]
        if receipt_arrives:
            page.seen = len(journal)
    assert all(one != other for one, other in itertools.pairwise(journal))


@given(STEPS)
def test_repeating_whatever_was_sent_changes_nothing(steps):
    journal = []
    for _, choice, _, _ in steps:
        stands = standing(journal[-1], len(journal)) if journal else None
        given_twice = Given(1, choice, len(journal))
        if judge(stands, given_twice) is Verdict.STORE:
            journal.append(choice)
        assert judge(standing(journal[-1], len(journal)), given_twice) is Verdict.ACKNOWLEDGE
