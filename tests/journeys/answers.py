# SPDX-License-Identifier: Apache-2.0
"""The right answers of a shipped course, by the words of the question in each language."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent.parent


def right_answers(course: str, edition: str = "2026-1") -> dict[str, str]:
    """Question text (either language, single spaces) to the choice that is right."""
    found = {}
    for path in sorted((ROOT / "content/courses" / course / edition / "quiz").glob("*.yaml")):
        for question in YAML(typ="safe").load(path)["questions"]:
            answer = question["answer"]
            key = str(answer).lower() if isinstance(answer, bool) else answer
            for text in question["text"].values():
                found[" ".join(text.split())] = key
    return found
