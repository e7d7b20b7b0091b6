# SPDX-License-Identifier: Apache-2.0
"""Rule sets in the database. Call these inside an application context; they commit what they make."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from lms.access.identity import SITE, Identity
from lms.db import transaction
from lms.rules import queries, services
from lms.rules.domain.levels import Mode
from lms.rules.domain.ruleset import RuleSet
from tests.factories.rulesets import LAW

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
OFFICER = Identity(person_key="officer000000000")
DEMONSTRATION_TEXT = (LAW / "demonstration" / "2026-1.yaml").read_text(encoding="utf-8")
TECHNICAL_TEXT = (LAW / "technical-intern-training" / "2026-12.yaml").read_text(encoding="utf-8")
_numbers = count(1)


def law_text(*replacements: tuple[str, str], text: str = DEMONSTRATION_TEXT, version: str | None = None) -> str:
    """The shipped demonstration rules with words replaced, under a version of their own."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return text.replace('version: "2026-1"', f'version: "{version or f"test-{next(_numbers)}"}"')


def make_rule_set(text: str = DEMONSTRATION_TEXT, at: datetime = AT) -> RuleSet:
    """An imported rule set."""
    with transaction():
        return services.import_rule_set(text, by=SITE, at=at)


def sign_off_all(ruleset: RuleSet, course_type: str = "ST", mode: Mode = Mode.ON_DEMAND) -> None:
    """Everything that keeps real certificates of a course type from being issued, signed off."""
    with transaction():
        for fact in queries.open_items(ruleset, course_type, mode):
            services.sign_off(
                ruleset.digest, item=fact.path, document="letter 1", confirmed_on=date(2026, 7, 1), by=OFFICER, at=AT
            )
