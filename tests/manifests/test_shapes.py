# SPDX-License-Identifier: Apache-2.0
"""Shapes tell every error at once, in words that an author understands."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field

from lms.manifests.findings import Finding
from lms.manifests.shapes import Day, Identifier, InnerPath, Shape, ShortCode, Text, TextShape, shaped
from lms.manifests.yaml_text import read


class Circle(Shape):
    kind: Literal["circle"]
    radius: Annotated[int, Field(ge=1, le=9)]


class Square(Shape):
    kind: Literal["square"]
    side: int
    name: TextShape


class Drawing(Shape):
    id: Identifier
    code: ShortCode = "TM"
    day: Day = date(2026, 1, 1)
    path: InnerPath = "assets/a.svg"
    words: Text = "x"
    shown: bool = True
    parts: list[Annotated[Circle | Square, Field(discriminator="kind")]] = Field(default_factory=list, max_length=3)


def findings(text: str) -> list[Finding]:
    document, faults = read(text, "a.yaml")
    assert document is not None
    assert faults == []
    return shaped(Drawing, document)[1]


def test_a_whole_drawing_becomes_a_value() -> None:
    text = "id: my-drawing\nday: 2027-02-28\nparts: [{kind: circle, radius: 3}]"
    document, _ = read(text, "a.yaml")
    assert document is not None
    drawing, found = shaped(Drawing, document)
    assert found == []
    assert drawing == Drawing(id="my-drawing", day="2027-02-28", parts=[{"kind": "circle", "radius": 3}])


KNOWN = "id, code, day, path, words, shown, parts"


@pytest.mark.parametrize(
    ("text", "line", "code", "values"),
    [
        ("day: 2026-01-01", 1, "key-missing", {"key": "id"}),
        ("id: a\ncolour: 1", 2, "key-unknown", {"key": "colour", "known": KNOWN}),
        ("id: A b", 1, "not-an-id", {"key": "id"}),
        ("id: a--b", 1, "not-an-id", {"key": "id"}),
        ("id: 7", 1, "not-text", {"key": "id"}),
        ("id: " + "a" * 61, 1, "text-too-long", {"key": "id", "limit": "60"}),
        ("id: a\ncode: tm", 2, "not-a-code", {"key": "code"}),
        ("id: a\nday: 2026-02-30", 2, "not-a-date", {"key": "day"}),
        ("id: a\nday: 20260230", 2, "not-a-date", {"key": "day"}),
        ("id: a\npath: ../b", 2, "path-outside", {"path": "../b"}),
        ("id: a\nwords: '  '", 2, "text-empty", {"key": "words"}),
        ("id: a\nwords: 123456", 2, "not-text", {"key": "words"}),
        ("id: a\nshown: 'true'", 2, "not-yes-or-no", {"key": "shown"}),
        ("id: a\nparts: x", 2, "not-a-list", {"key": "parts"}),
        ("id: a\nparts: [1]", 2, "not-a-mapping", {"key": "parts[1]"}),
        ("id: a\nparts:\n- kind: circle\n  radius: 10", 4, "number-too-large", {"key": "radius", "limit": "9"}),
        ("id: a\nparts:\n- kind: circle\n  radius: 0", 4, "number-too-small", {"key": "radius", "limit": "1"}),
        ("id: a\nparts:\n- kind: circle\n  radius: 1.5", 4, "not-whole-number", {"key": "radius"}),
        ("id: a\nparts:\n- kind: star", 3, "value-unknown", {"key": "parts[1]", "known": "'circle', 'square'"}),
        ("id: a\nparts:\n- side: 3", 3, "kind-missing", {"key": "parts[1]"}),
        ("id: a\nparts:\n- kind: square\n  side: 1\n  name: {ja: x}", 5, "key-missing", {"key": "en"}),
        (
            "id: a\nparts:\n- kind: circle\n  radius: 1\n  side: 1",
            5,
            "key-unknown",
            {"key": "side", "known": "kind, radius"},
        ),
        ("[1]", 1, "not-a-mapping", {"key": "a.yaml"}),
    ],
)
def test_an_error_names_its_line_and_what_was_expected(text: str, line: int, code: str, values: dict[str, str]) -> None:
    assert [(found.line, found.code, dict(found.values)) for found in findings(text)] == [(line, code, values)]


def test_lists_have_bounds() -> None:
    text = "id: a\nparts:" + "\n- {kind: circle, radius: 1}" * 4
    assert [(found.code, dict(found.values)["limit"]) for found in findings(text)] == [("list-too-long", "3")]


def test_all_errors_are_told_at_once() -> None:
    text = "id: A\nday: x\nshown: 1\nparts: [{kind: circle}, {kind: square, side: x}]\nextra: 1"
    assert sorted((found.line, found.code) for found in findings(text)) == [
        (1, "not-an-id"),
        (2, "not-a-date"),
        (3, "not-yes-or-no"),
        (4, "key-missing"),
        (4, "key-missing"),
        (4, "not-whole-number"),
        (5, "key-unknown"),
    ]


@pytest.mark.parametrize("path", ["/a", "a/../b", "./a", "a//b", "a\\b", "C:/a", "https://a", "a/", ""])
def test_a_path_stays_within_the_package(path: str) -> None:
    assert [found.code for found in findings(f"id: a\npath: '{path}'")] == ["path-outside"]
