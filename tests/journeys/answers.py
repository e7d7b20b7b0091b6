# SPDX-License-Identifier: Apache-2.0
"""The right answers of a shipped course, by the words of the question in each language."""

from __future__ import annotations

from ruamel.yaml import YAML

from lms.cli.content import COURSES, newest_editions


def right_answers(course: str) -> dict[str, str]:
    """Question text (either language, single spaces) of the newest edition, which sites import, to the right choice."""
    found = {}
    root = next(root for root in newest_editions(COURSES) if root.parent.name == course)
    for path in sorted((root / "quiz").glob("*.yaml")):
        for question in YAML(typ="safe").load(path)["questions"]:
            answer = question["answer"]
            key = str(answer).lower() if isinstance(answer, bool) else answer
            for text in question["text"].values():
                found[" ".join(text.split())] = key
    return found
