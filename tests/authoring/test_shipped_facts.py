# SPDX-License-Identifier: Apache-2.0
"""The collections of facts: whole, marked, and the same in both languages."""

from __future__ import annotations

import re

import pytest

from tests.authoring.editions import FACTS, GENERAL, SOURCE, UNCONFIRMED, facts_of
from tests.authoring.figures import differences

SCHEMES = sorted(file.stem for file in FACTS.glob("*.yaml"))
LAST = {"C": 28, "A": 40, "B": 36, "D": 30, "E": 32, "F": 5}
KNOWN = [(scheme, number) for scheme in SCHEMES for number in facts_of(scheme)]
KANJI_NUMBER = re.compile(r"[一二三四五六七八九十]+(?:年|か月|日|時間|回|人|つの|万|割)")


def test_every_number_of_the_collection_is_there() -> None:
    expected = [f"{letter}{number:02}" for letter, last in LAST.items() for number in range(1, last + 1)]
    assert list(facts_of("technical-intern-training")) == expected


@pytest.mark.parametrize(("scheme", "number"), KNOWN)
def test_a_fact_says_the_same_in_both_languages_and_how_it_is_known(scheme: str, number: str) -> None:
    fact = facts_of(scheme)[number]
    assert differences(fact.words.ja, fact.words.en) == []
    assert fact.mark in {SOURCE, GENERAL, UNCONFIRMED}
    assert not KANJI_NUMBER.search(fact.words.ja.replace("二人乗り", ""))
    assert "懲役" not in fact.words.ja
