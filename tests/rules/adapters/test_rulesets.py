# SPDX-License-Identifier: Apache-2.0
"""A law file is read whole or refused; what does not fit together is told with its line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lms.rules.adapters.rulesets import read_ruleset, read_rulesets
from lms.rules.domain.ruleset import newest
from tests.factories.rulesets import DEMONSTRATION, LAW, TECHNICAL

TEXT = (LAW / "demonstration" / "2026-1.yaml").read_text()


def line_of(text: str, part: str) -> int:
    assert part in text
    return text[: text.index(part)].count("\n") + 1


def codes(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in read_ruleset(text.encode(), "law.yaml")[1]]


def test_the_digest_is_that_of_the_text_whatever_its_line_ends() -> None:
    expected = hashlib.sha256(TEXT.encode()).hexdigest()
    for data in (TEXT.encode(), TEXT.replace("\n", "\r\n").encode()):
        ruleset, _ = read_ruleset(data, "law.yaml")
        assert ruleset is not None
        assert ruleset.digest == expected == DEMONSTRATION.digest


@pytest.mark.parametrize(
    ("old", "new", "at", "code"),
    [
        ("format: 1", "format: 2", "format: 2", "value-unknown"),
        ("fictitious: true", "fictitious: maybe", "fictitious: maybe", "not-yes-or-no"),
        ("written_on: 2026-11-23", "written_on: soon", "written_on: soon", "not-a-date"),
        ("pass_percent: {value: 75", "pass_percent: {value: 101", "pass_percent", "number-too-large"),
        ("minutes: {value: 5, cite", "minutes: {value: '5', cite", "minutes: {value: '5'", "not-whole-number"),
        ("attempts: 3", "attempts: 0", "attempts: 0", "number-too-small"),
        ("value: day_before", "value: some_day", "value: some_day", "value-unknown"),
        ("value: on_demand", "value: by_post", "value: by_post", "value-unknown"),
        ("value: password_and_birth_date", "value: trust", "value: trust", "value-unknown"),
        ("[true_false, single_choice]", "[essay]", "[essay]", "value-unknown"),
        (
            ", cite: rules-3, confirmed: true}\n      minutes",
            ", cite: rules-3}\n      minutes",
            "questions: {value: 4",
            "key-missing",
        ),
        (
            "cite: notice-1\n        confirmed",
            "cite: notice-9\n        confirmed",
            "title:\n        value: {ja: 受講",
            "cite-unknown",
        ),
        ("legal_item: testing, questions: 2", "legal_item: testing, questions: 3", "draw:", "draw-sum"),
        ("legal_item: testing, questions: 2", "legal_item: resting, questions: 2", "draw:", "draw-unknown-item"),
        ("legal_item: testing, questions: 2", "legal_item: resting, questions: 2", "draw:", "draw-missing-item"),
        ("legal_item: testing, questions: 2", "legal_item: studying, questions: 2", "draw:", "duplicate-id"),
        ("- id: testing", "- id: studying", "- id: testing", "duplicate-id"),
        ("role: visitor", "role: ghost", "- id: visitor-recommended", "role-unknown"),
        ("roles: {value: [visitor]", "roles: {value: [ghost]", "roles: {value: [ghost]", "role-unknown"),
        ("course_type: ST", "course_type: ZZ", "- id: visitor-recommended", "requirement-course-type"),
        ("{from: 2026-04-01}", "{from: 2026-04-01, until: 2026-04-01}", "span:", "span-backwards"),
        (
            '第5条, en: "Demonstration Course Rules (fictitious)',
            '第5条, en: "Demonstration Course Rules',
            "modes:",
            "cite-not-fictitious",
        ),
        ("code: ST", "code: st", "code: st", "not-a-code"),
        ("outlines: []", "outlines: []\nextra: 1", "extra: 1", "key-unknown"),
    ],
)
def test_a_damaged_law_is_refused_at_the_line(old: str, new: str, at: str, code: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new)
    ruleset, findings = read_ruleset(text.encode(), "law.yaml")
    assert ruleset is None
    where = line_of(text, at) if at in text else line_of(TEXT, at)
    near = [found.line - where for found in findings if found.code == code]
    assert any(0 <= distance <= 2 for distance in near), findings


def test_an_unused_citation_is_only_a_warning() -> None:
    text = TEXT.replace("citations:\n", "citations:\n  spare: {ja: 予備（架空）, en: spare (fictitious)}\n")
    ruleset, findings = read_ruleset(text.encode(), "law.yaml")
    assert ruleset is not None
    assert [(found.line, found.code) for found in findings] == [(line_of(text, "spare:"), "cite-unused")]


def test_two_demands_at_the_same_time_contradict_each_other() -> None:
    row = TEXT[TEXT.index("  - id: visitor-recommended") :]
    again = row.replace("visitor-recommended", "visitor-mandatory").replace("2026-04-01", "2030-04-01")
    _, found = read_ruleset((TEXT + again).encode(), "law.yaml")
    assert [one.code for one in found] == ["requirement-overlap"]
    assert "visitor-recommended" in str(found[0])


def test_demands_one_after_the_other_do_not_contradict() -> None:
    row = TEXT[TEXT.index("  - id: visitor-recommended") :]
    text = TEXT.replace("{from: 2026-04-01}", "{from: 2026-04-01, until: 2030-04-01}")
    again = row.replace("visitor-recommended", "visitor-later").replace("2026-04-01", "2030-04-01")
    assert codes(text + again) == []


def test_a_law_that_is_no_text_or_no_yaml_is_refused() -> None:
    assert [found.code for found in read_ruleset(b"\xff", "law.yaml")[1]] == ["not-utf-8"]
    assert codes("a: [") == [(1, "yaml-syntax")]
    assert codes("[]")[0][1] == "not-a-mapping"


def test_the_newest_rule_set_of_a_scheme_is_chosen() -> None:
    text = TEXT.replace("2026-11-23", "2027-01-05").replace('version: "2026-1"', 'version: "2027-1"')
    later, _ = read_ruleset(text.encode(), "law.yaml")
    assert later is not None
    assert newest([later, DEMONSTRATION, TECHNICAL], "demonstration") is later
    assert newest([DEMONSTRATION, TECHNICAL], "technical-intern-training") is TECHNICAL
    assert newest([TECHNICAL], "demonstration") is None


def test_a_folder_of_laws_is_read_with_all_findings(tmp_path: Path) -> None:
    for name, text in (("a/1.yaml", TEXT), ("b/1.yaml", "a: ["), ("b/2.yaml", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    rulesets, findings = read_rulesets(tmp_path)
    assert rulesets == [DEMONSTRATION]
    assert [(found.file, found.code) for found in findings] == [
        (str(tmp_path / "b/1.yaml"), "yaml-syntax"),
        (str(tmp_path / "b/2.yaml"), "yaml-empty"),
    ]
