# SPDX-License-Identifier: Apache-2.0
"""The courses and laws of this repository pass their own check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.authoring.adapters.folder import check
from lms.rules.adapters.rulesets import read_rulesets
from tests.authoring.editions import CONTENT, EXAMPLES, package_in, roots

PACKAGES = [*roots(), *roots(EXAMPLES)]


def test_there_are_courses_to_check() -> None:
    assert PACKAGES


def test_the_laws_have_no_finding() -> None:
    rulesets, findings = read_rulesets(CONTENT / "law")
    assert findings == []
    assert {ruleset.scheme for ruleset in rulesets} >= {"demonstration", "technical-intern-training"}


def test_the_documented_example_is_a_faultless_package(tmp_path: Path) -> None:
    text = (CONTENT.parent / "docs" / "authoring.md").read_text()
    files = re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    root = tmp_path / "fire-drill" / "2026-1"
    for path, content in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    package, findings = check(root, read_rulesets(CONTENT / "law")[0])
    assert findings == []
    assert package is not None
    assert [page.id for page in package.pages] == ["first-minute", "way-out"]


@pytest.mark.parametrize("root", PACKAGES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_nothing_of_a_shipped_course_is_lost_by_cleaning(root: Path) -> None:
    """What the last gate takes out is a mistake of ours, as the check found nothing to refuse."""
    for page in package_in(root).pages:
        for html in page.html.values():
            assert html.count("<img ") == html.count(' src="/courses/') == html.count("<figure")
            assert html.count("<a ") == html.count("<a href=")
            assert html.count("<table>") == html.count("table-scroll")
