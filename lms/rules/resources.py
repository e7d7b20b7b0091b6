# SPDX-License-Identifier: Apache-2.0
"""URL key to rule set."""

from lms.errors import NotFound
from lms.rules import queries
from lms.rules.domain.ruleset import RuleSet


def rule_set(digest: str) -> RuleSet | None:
    """The rule set with this digest."""
    try:
        return queries.rule_set(digest)
    except NotFound:
        return None
