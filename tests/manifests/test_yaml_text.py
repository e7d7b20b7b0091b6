# SPDX-License-Identifier: Apache-2.0
"""YAML is read strictly, with lines, and no text can be larger than it looks."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.manifests.yaml_text import DEEPEST, LARGEST_CHARACTERS, MOST_NODES, Value, read, text_of


def value_of(text: str) -> Value:
    document, findings = read(text, "a.yaml")
    assert findings == []
    assert document is not None
    return document.value


def codes(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in read(text, "a.yaml")[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: -3", {"a": -3}),
        ("a: 1.50", {"a": 1.5}),
        ("a: '1'", {"a": "1"}),
        ("a: true", {"a": True}),
        ("a: no", {"a": "no"}),
        ("a: NO", {"a": "NO"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 2027-04-01", {"a": "2027-04-01"}),
        ("a: 2026-1", {"a": "2026-1"}),
        ("a: 0777", {"a": "0777"}),
        ("a: 0x10", {"a": "0x10"}),
        ("a: " + "9" * 5_000, {"a": "9" * 5_000}),
        ("a: .inf", {"a": ".inf"}),
        ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ("a: ''", {"a": ""}),
        ("a: |\n  二\n  三\n", {"a": "二\n三\n"}),
        ("[1, [2], {a: b}]", [1, [2], {"a": "b"}]),
        ("- a: 1\n  b: [x, y]\n- c", [{"a": 1, "b": ["x", "y"]}, "c"]),
        ("一つ: 値", {"一つ": "値"}),
        ('"1": a', {"1": "a"}),
        ("true: a", {"true": "a"}),
    ],
)
def test_values_are_those_of_yaml_1_2_and_dates_stay_text(text: str, value: Value) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "yaml-empty")]),
        ("# nothing", [(1, "yaml-empty")]),
        ("a: 1\nb: 2\na: 3", [(3, "yaml-duplicate-key")]),
        ("x: {a: 1, a: 2}\nx: {a: 1}", [(1, "yaml-duplicate-key"), (2, "yaml-duplicate-key")]),
        ("a: &b [1]\nc: *b", [(1, "yaml-alias")]),
        ("a: *b", [(1, "yaml-alias")]),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", [(2, "yaml-tag")]),
        ("a: !!str 1", [(1, "yaml-tag")]),
        ("a: 1\n---\nb: 2", [(2, "yaml-several-documents")]),
        ("? [a]\n: 1", [(1, "yaml-key-not-text")]),
        ("[" * 20_000, [(1, "yaml-too-deep")]),
        ("{a: " * 20_000, [(1, "yaml-too-deep")]),
        ("- " * 2_000 + "a", [(1, "yaml-too-deep")]),
        ("a: [1, 2\nb: 3", [(2, "yaml-syntax")]),
        ("a: b: c", [(1, "yaml-syntax")]),
        ("\ta: 1", [(1, "yaml-syntax")]),
        ("a: 'x", [(1, "yaml-syntax")]),
        ("a: \x00", [(1, "yaml-syntax")]),
        ("a: \ud800", [(1, "yaml-syntax")]),
        ("[" + "1," * (MOST_NODES + 1) + "]", [(1, "yaml-too-many")]),
        ("#" * (LARGEST_CHARACTERS + 1), [(1, "file-too-large")]),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, found: list[tuple[int, str]]) -> None:
    assert codes(text) == found


def test_a_text_that_would_unfold_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    began = time.perf_counter()
    assert codes(bomb) == [(1, "yaml-alias")]
    assert time.perf_counter() - began < 1


def test_lists_may_lie_in_each_other_up_to_the_limit() -> None:
    assert codes("[" * DEEPEST + "]" * DEEPEST) == []
    assert codes("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == [(1, "yaml-too-deep")]


def test_every_part_knows_its_line() -> None:
    document, _ = read("a: 1\nb:\n  - x: 1\n    y: [p,\n      q]\n  - z\n", "a.yaml")
    assert document is not None
    lines = {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 0, "y"): 4, ("b", 0, "y", 1): 5, ("b", 1): 6}
    assert {trail: document.line(trail) for trail in lines} == lines
    assert document.line(("b", 0, "missing", "deeper")) == 3
    assert document.line(("missing",)) == 1


def test_of_two_equal_keys_the_first_one_counts() -> None:
    document, _ = read("a: 1\nb: {c: 2}\nb: {c: 3, d: 4}", "a.yaml")
    assert document is not None
    assert document.value == {"a": 1, "b": {"c": 2}}


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff"), max_size=8
)
PLAIN: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(WORDS, part, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), PLAIN, min_size=1))
def test_what_was_written_is_what_is_read(value: dict[str, Value]) -> None:
    # JSON is YAML written by somebody else
    assert value_of(json.dumps(value, ensure_ascii=False)) == value


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"a\n\xff", (2, "not-utf-8")),
        ("a\n\nb\u202ec".encode(), (3, "control-character")),
        (b"a\x1b[31m", (1, "control-character")),
        ("a\ue000".encode(), (1, "control-character")),
        ("a\u2066b".encode(), (1, "control-character")),
    ],
)
def test_text_that_hides_something_is_refused(data: bytes, found: tuple[int, str]) -> None:
    text, findings = text_of(data, "a.md")
    assert text is None
    assert [(one.line, one.code) for one in findings] == [found]


def test_text_of_any_system_is_read_alike() -> None:
    assert text_of("\ufeffa\r\nb\rc\n".encode(), "a.md") == ("a\nb\nc\n", [])


def test_rare_characters_and_variation_sequences_are_kept() -> None:
    text = "邉󠄁 𠮷 﨑\tが"
    assert text_of(text.encode(), "a.md") == (text, [])
