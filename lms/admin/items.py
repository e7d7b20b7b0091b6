# SPDX-License-Identifier: Apache-2.0
"""The data of a rule set in words, as an officer reads them before signing one off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.i18n import _, bilingual, lazy
from lms.rules import labels
from lms.rules.domain.facts import Bilingual, Fact
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.ruleset import CourseType, Retest, RuleSet, StillReading
from lms.rules.domain.validity import ValidityPolicy

NAMES: Mapping[str, Any] = {
    "name": lazy("Name of the course"),
    "roles": lazy("Roles that the course is for"),
    "test.questions": lazy("Questions in the test"),
    "test.minutes": lazy("Minutes for the test"),
    "test.pass_percent": lazy("Pass mark in per cent"),
    "test.kinds": lazy("Kinds of question"),
    "test.draw": lazy("Questions drawn from each subject"),
    "retest": lazy("What may be done after a failed test"),
    "validity.years": lazy("Years that a completion counts"),
    "validity.policy": lazy("How the last day is found"),
    "renewal_window_months": lazy("Months before the last day in which renewal is open"),
    "least_identity": lazy("Least identity check"),
    "devices": lazy("Devices that may be used"),
    "test_languages": lazy("Languages of the test"),
    "still_reading": lazy("When a quiet page asks whether somebody is there"),
    "certificate.title": lazy("Title of the certificate"),
    "certificate.statement": lazy("What the certificate states"),
    "certificate.article": lazy("Article named on the certificate"),
    "certificate.notice": lazy("What the designation notice says of the course"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One datum to sign off: what it is, what it says, where it comes from, what is doubtful about it."""

    path: str
    label: str
    value: str
    citation: str
    note: str | None


def items_of(rules: RuleSet, course_type: CourseType, facts: tuple[Fact[object], ...]) -> list[Item]:
    """The data in words, in the order of the rule set."""
    return [
        Item(
            path=fact.path,
            label=_label(course_type, fact.path),
            value=_value(rules, course_type, fact.value),
            citation=bilingual(fact.citation),
            note=bilingual(fact.note) if fact.note is not None else None,
        )
        for fact in facts
    ]


def _label(course_type: CourseType, path: str) -> str:
    own = path.removeprefix(f"course_types.{course_type.code}.")
    if path.startswith("roles."):
        return _("Name of a role, as certificates print it")
    if own in NAMES:
        return str(NAMES[own])
    kind, _dot, rest = own.partition(".")
    if kind == "modes":
        return _("Way of studying that is allowed")
    if kind == "legal_items":
        return _label_of_subject(course_type, rest)
    return path


def _label_of_subject(course_type: CourseType, rest: str) -> str:
    item_id, _dot, what = rest.partition(".")
    if what == "name":
        return _("Name of a subject")
    return _("Least study time of “%(subject)s” in minutes", subject=subject_name(course_type, item_id))


def subject_name(course_type: CourseType, item_id: str) -> str:
    """A subject of the law by its name."""
    item = course_type.legal_item(item_id)
    return item_id if item is None else bilingual(item.name.value)


def _value(rules: RuleSet, course_type: CourseType, value: object) -> str:
    match value:
        case Bilingual():
            return f"{value.ja} / {value.en}"
        case Mode():
            return str(labels.MODES[value])
        case IdentityLevel():
            return str(labels.IDENTITY_LEVELS[value])
        case ValidityPolicy():
            return str(labels.VALIDITY_POLICIES[value])
        case Retest():
            return labels.retest_rule(value)
        case StillReading():
            return _still_reading(value)
        case tuple():
            return _(", ").join(_part(rules, course_type, part) for part in value)
        case _:
            return str(value)


def _part(rules: RuleSet, course_type: CourseType, part: Any) -> str:
    """One of several: a subject with its questions, a kind of question, a role, a device, a language."""
    if hasattr(part, "legal_item"):
        subject = subject_name(course_type, part.legal_item)
        return _("%(subject)s: %(questions)s", subject=subject, questions=part.questions)
    if part in labels.QUESTION_KINDS:
        return str(labels.QUESTION_KINDS[part])
    role = rules.role(part)
    if role is not None:
        return bilingual(role.name.value)
    words = labels.DEVICES.get(part) or labels.LANGUAGES.get(part)
    return str(words or part)


def _still_reading(rule: StillReading) -> str:
    return _(
        "After %(percent)s %% of the page's minutes without a sign of life, at least %(least)s and at most %(most)s"
        " minutes; an answer within %(answer)s minutes loses nothing",
        percent=rule.ask_after_percent,
        least=rule.at_least_seconds // 60,
        most=rule.at_most_seconds // 60,
        answer=rule.answer_within_seconds // 60,
    )
