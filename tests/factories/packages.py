# SPDX-License-Identifier: Apache-2.0
"""A small, faultless course package to damage, and the rule set it is checked by."""

from __future__ import annotations

from pathlib import Path

from lms.authoring.adapters.folder import check
from lms.manifests.findings import Finding
from lms.rules.domain.ruleset import RuleSet
from tests.factories.rulesets import DEMONSTRATION

COURSE = """\
format: 1
course: small
edition: "2026-1"
course_type: ST
scheme: demonstration
title: {ja: 小さな講習, en: A small course}
summary: {ja: 試すための講習です。, en: A course to try things out.}
audience: {ja: どなたでも, en: Anyone}
needs: {ja: 何も要りません, en: Nothing}
modules:
  - id: first
    legal_item: studying
    title: {ja: 一つ目, en: First}
    pages:
      - id: reading
        file: modules/first/01-reading
        title: {ja: 読む, en: Reading}
        minutes: 2
        sources:
          - cite: {ja: 架空の規程, en: fictitious rules}
            confirmed: true
        video:
          file: assets/film.mp4
          captions: {ja: assets/film.ja.vtt, en: assets/film.en.vtt}
          transcript: {ja: modules/first/film.ja.md, en: modules/first/film.en.md}
    questions: quiz/first.yaml
  - id: second
    legal_item: testing
    title: {ja: 二つ目, en: Second}
    pages:
      - id: answering
        file: modules/second/01-answering
        title: {ja: 答える, en: Answering}
        minutes: 2
        sources:
          - cite: {ja: 架空の規程, en: fictitious rules}
            confirmed: false
    questions: quiz/second.yaml
"""

SHEET = """\
questions:
  - id: {name}-01
    kind: true_false
    page: {page}
    text: {{ja: 正しい。, en: It is true.}}
    answer: true
    explanation: {{ja: 正しいからです。, en: Because it is.}}
    sources: [{{cite: {{ja: 架空の規程, en: fictitious rules}}, confirmed: true}}]
  - id: {name}-02
    kind: single_choice
    page: {page}
    text: {{ja: どれですか。, en: Which?}}
    options:
      - {{id: a, text: {{ja: これ, en: This}}}}
      - {{id: b, text: {{ja: それ, en: That}}}}
    answer: b
    explanation: {{ja: それだからです。, en: Because it is that.}}
    sources: [{{cite: {{ja: 架空の規程, en: fictitious rules}}, confirmed: true}}]
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\n<rect width="10" height="10"/>\n</svg>\n'
CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n始まります。\n"

FILES: dict[str, str | bytes] = {
    "course.yaml": COURSE,
    "modules/first/01-reading.ja.md": '## 読む\n\n本文です。\n\n![四角](assets/box.svg "図")\n\n[次](page:answering)\n',
    "modules/first/01-reading.en.md": '## Reading\n\nText.\n\n![A box](assets/box.svg "A box")\n',
    "modules/first/film.ja.md": "始まります。\n",
    "modules/first/film.en.md": "It begins.\n",
    "modules/second/01-answering.ja.md": "## 答える\n\n本文です。\n",
    "modules/second/01-answering.en.md": "## Answering\n\nText.\n",
    "quiz/first.yaml": SHEET.format(name="first", page="reading"),
    "quiz/second.yaml": SHEET.format(name="second", page="answering"),
    "assets/box.svg": SVG,
    "assets/film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(8),
    "assets/film.ja.vtt": CAPTIONS,
    "assets/film.en.vtt": CAPTIONS,
}


def demonstration_rules() -> RuleSet:
    """The shipped rule set of the demonstration scheme."""
    return DEMONSTRATION


def write_package(folder: Path, **over: str | bytes | None) -> Path:
    """A package in `folder`/small/2026-1; `over` replaces files by path, None leaves a file out."""
    root = folder / "small" / "2026-1"
    for path, content in {**FILES, **over}.items():
        if content is not None:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
    root.mkdir(parents=True, exist_ok=True)
    return root


def damaged(file: str, old: str, new: str) -> dict[str, str]:
    """One file of the package with a text in it replaced."""
    content = FILES[file]
    assert isinstance(content, str)
    assert old in content
    return {file: content.replace(old, new)}


def findings_in(root: Path) -> list[Finding]:
    """What the check says of the package."""
    return check(root, [demonstration_rules()])[1]


def codes_in(root: Path) -> list[tuple[str, int, str]]:
    """File, line and code of each finding."""
    return [(found.file, found.line, found.code) for found in findings_in(root)]
