# SPDX-License-Identifier: Apache-2.0
"""Findings read alike in a terminal, in JSON and in two languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from lms import i18n
from lms.manifests import labels
from lms.manifests.catalogue import CATALOGUE, Level
from lms.manifests.findings import Finding, finding, has_errors

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"%\((\w+)\)s")


@pytest.fixture
def speaking() -> Flask:
    app = Flask("lms", root_path=str(ROOT / "lms"))
    i18n.init_app(app)
    return app


def test_a_finding_reads_as_file_line_and_words() -> None:
    found = finding("course.yaml", 7, "number-too-small", key="minutes", limit=1)
    assert str(found) == "course.yaml:7: “minutes” is too small, expected 1 or more"


def test_findings_sort_by_file_and_line() -> None:
    rows = [finding("b", 1, "page-empty"), finding("a", 10, "page-empty"), finding("a", 9, "yaml-empty")]
    assert [(found.file, found.line) for found in sorted(rows)] == [("a", 9), ("a", 10), ("b", 1)]


def test_the_same_finding_twice_is_one() -> None:
    assert len({finding("a", 1, "file-missing", path="b"), finding("a", 1, "file-missing", path="b")}) == 1


def test_a_code_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no words"):
        Finding("a", 1, "nonsense")


def test_only_errors_refuse() -> None:
    warning = finding("a", 1, "file-unused", path="b")
    assert warning.level is Level.WARNING
    assert not has_errors([warning])
    assert has_errors([warning, finding("a", 1, "yaml-empty")])


def test_a_value_with_percent_signs_stays_as_it_is() -> None:
    assert finding("a", 1, "file-missing", path="50%(x)s").what == "there is no file “50%(x)s”"


def test_a_finding_is_told_in_the_language_being_spoken(speaking: Flask) -> None:
    found = finding("course.yaml", 7, "number-too-small", key="minutes", limit=1)
    with speaking.app_context(), i18n.speaking("en"):
        assert labels.line_of(found) == str(found)
    with speaking.app_context(), i18n.speaking("ja"):
        assert labels.line_of(found) == "course.yaml:7: 「minutes」の値が小さすぎます。正しい形：1以上"


def test_json_keeps_the_code_and_speaks_the_language(speaking: Flask) -> None:
    with speaking.app_context(), i18n.speaking("en"):
        assert labels.as_data(finding("a", 1, "yaml-empty")) == {
            "file": "a",
            "line": 1,
            "level": "error",
            "code": "yaml-empty",
            "what": "the file is empty",
            "expected": "the entries that the format names",
        }


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_finding_has_a_translation_with_the_same_places(speaking: Flask, code: str) -> None:
    words = CATALOGUE[code]
    with speaking.app_context(), i18n.speaking("ja"):
        for msgid in (words.what, words.expected):
            translated = i18n._(msgid)
            assert translated != msgid
            assert sorted(set(PLACE.findall(translated))) == sorted(set(PLACE.findall(msgid)))


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_finding_is_explained_to_authors(code: str) -> None:
    documents = "".join((ROOT / "docs" / name).read_text() for name in ("authoring.md", "law.md"))
    assert f"`{code}`" in documents


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_finding_is_used(code: str) -> None:
    sources = [path for path in (ROOT / "lms").rglob("*.py") if path.name != "catalogue.py"]
    assert any(f'"{code}"' in path.read_text() for path in sources)
