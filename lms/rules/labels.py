# SPDX-License-Identifier: Apache-2.0
"""The law in words: its enums, and its rules as sentences a learner understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.i18n import _, lazy, ngettext
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.ruleset import QuestionKind, Retest, Strength
from lms.rules.domain.validity import Validity, ValidityPolicy

STRENGTHS: Mapping[Strength, Any] = {
    Strength.MANDATORY: lazy("Mandatory"),
    Strength.RECOMMENDED: lazy("Recommended"),
}

MODES: Mapping[Mode, Any] = {
    Mode.ON_DEMAND: lazy("On demand (on this site, at any time)"),
    Mode.LIVE: lazy("Live online"),
    Mode.ROOM: lazy("In a classroom"),
}

IDENTITY_LEVELS: Mapping[IdentityLevel, Any] = {
    IdentityLevel.NONE: lazy("Identity not checked"),
    IdentityLevel.SELF_DECLARED: lazy("By the person's own declaration"),
    IdentityLevel.PASSWORD_AND_BIRTH_DATE: lazy("By password and birth date before the test"),
    IdentityLevel.DOCUMENT_CHECKED: lazy("By an identity document"),
    IdentityLevel.IN_PERSON: lazy("In person"),
}

VALIDITY_POLICIES: Mapping[ValidityPolicy, Any] = {
    ValidityPolicy.DAY_BEFORE: lazy("The last day is the day before the anniversary"),
    ValidityPolicy.ANNIVERSARY: lazy("The last day is the anniversary itself"),
}

QUESTION_KINDS: Mapping[QuestionKind, Any] = {
    QuestionKind.TRUE_FALSE: lazy("True or false"),
    QuestionKind.SINGLE_CHOICE: lazy("One answer of several"),
}

DEVICES: Mapping[str, Any] = {
    "computer": lazy("Computer"),
    "tablet": lazy("Tablet"),
    "phone": lazy("Smartphone"),
}

LANGUAGES: Mapping[str, Any] = {
    "ja": lazy("Japanese"),
    "en": lazy("English"),
}

REFUSALS: Mapping[str, Any] = {
    "rule-set-unknown": lazy("There is no such rule set."),
    "course-type-unknown": lazy("The rule set does not know the course type %(course_type)s."),
    "rule-set-faulty": lazy("The rule set has errors: %(first)s"),
    "rule-set-version-taken": lazy(
        "Another text is already kept as version %(version)s of %(scheme)s. Give the new text a version of its own."
    ),
    "rule-item-unknown": lazy("The rule set has no item %(item)s."),
    "rule-item-confirmed": lazy("The item %(item)s is already confirmed."),
}


def retest_rule(rule: Retest) -> str:
    """What may be done after a failed test."""
    if rule.whole_course_again:
        return _(
            "The test may be taken once. Whoever does not pass takes the whole course again, with a new enrolment."
        )
    times = ngettext("The test may be taken %(num)s time.", "The test may be taken up to %(num)s times.", rule.attempts)
    if not rule.wait_days:
        return times
    return ngettext(
        "%(times)s The next attempt opens after %(num)s day.",
        "%(times)s The next attempt opens after %(num)s days.",
        rule.wait_days,
        times=times,
    )


def validity_rule(rule: Validity) -> str:
    """How long a completion counts."""
    match rule.policy:
        case ValidityPolicy.DAY_BEFORE:
            return ngettext(
                "A completion counts for %(num)s year, through the day before the anniversary.",
                "A completion counts for %(num)s years, through the day before the anniversary.",
                rule.years,
            )
        case ValidityPolicy.ANNIVERSARY:
            return ngettext(
                "A completion counts for %(num)s year, through the anniversary.",
                "A completion counts for %(num)s years, through the anniversary.",
                rule.years,
            )
