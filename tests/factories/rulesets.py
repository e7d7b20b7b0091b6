# SPDX-License-Identifier: Apache-2.0
"""The shipped rule sets as values."""

from __future__ import annotations

from pathlib import Path

from lms.rules.adapters.rulesets import read_ruleset
from lms.rules.domain.ruleset import RuleSet

LAW = Path(__file__).parents[2] / "content" / "law"


def shipped(name: str) -> RuleSet:
    """A rule set of this repository."""
    ruleset, findings = read_ruleset((LAW / name).read_bytes(), name)
    assert ruleset is not None, findings
    return ruleset


TECHNICAL = shipped("technical-intern-training/2026-12.yaml")
TECHNICAL_BEFORE = shipped("technical-intern-training/2026-11.yaml")  # three of its courses are only named
DEMONSTRATION = shipped("demonstration/2026-1.yaml")
