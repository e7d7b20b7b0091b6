# SPDX-License-Identifier: Apache-2.0
"""Whether this site may issue real certificates, and what a completion earns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from lms import config
from lms.audit import unaudited
from lms.certificates import queries
from lms.certificates.domain.issuing import FirstSteps, OpenSignOff, Readiness, paper_kind
from lms.certificates.domain.snapshot import PaperKind
from lms.certificates.services import keys, printing
from lms.courses import queries as course_queries
from lms.courses.models import Completion
from lms.rules import queries as rule_queries
from lms.rules.domain.levels import IdentityLevel, Mode, suffices
from lms.rules.domain.ruleset import CourseType, RuleSet

LOOK = "a look; nothing is written"
TAUGHT_IN = Mode.ON_DEMAND  # what concerns the other modes need not be signed off for what is taught here


@unaudited(LOOK)
def readiness(rules: RuleSet, course_type: str, mode: Mode, *, on: date, at: datetime) -> Readiness:
    """How far the site is for a course type given in a mode. Looks only.

    Errors: NotFound, when the rule set does not know the course type well enough to teach it.
    """
    issuer = queries.issuer_on(on)
    return Readiness(
        issuer_recorded=issuer is not None,
        notice_confirmed=issuer is not None and issuer.notice_confirmed,
        has_signing_key=keys.has_key(at),
        open_items=len(rule_queries.open_items(rules, course_type, mode)),
        rules_are_fictitious=rules.fictitious,
        fiction_is_allowed=_fiction_is_allowed(),
    )


@unaudited(LOOK)
def earned_kind(completion: Completion, *, on: date, at: datetime) -> PaperKind:
    """What a completion earns on this site today. Looks only."""
    rules, course_type = rules_of(completion)
    mode = Mode(completion.mode)
    found = readiness(rules, course_type.code, mode, on=on, at=at)
    return paper_kind(
        identity_suffices=suffices(IdentityLevel(completion.identity_level), course_type.least_identity.value),
        mode_is_allowed=course_type.allows(mode),
        obstacles=found.obstacles,
    )


@unaudited(LOOK)
def rules_of(completion: Completion) -> tuple[RuleSet, CourseType]:
    """The rules that decided a completion, not those of today."""
    rules = rule_queries.rule_set(completion.rule_set_digest)
    course_type = rules.course_type(completion.course_type)
    if course_type is None:
        raise RuntimeError(f"rule set {rules.digest} does not know {completion.course_type}")
    return rules, course_type


@unaudited(LOOK)
def first_steps(*, on: date, at: datetime) -> FirstSteps:
    """How far the site is on the way to its first real certificate."""
    version = queries.issuer_on(on)
    key = keys.active_key(at)
    return FirstSteps(
        issuer=None if version is None else printing.as_issuer(version),
        issuer_from=None if version is None else version.from_day,
        kid=None if key is None else key.kid.hex(),
        has_key=keys.has_key(at),
        sign_offs=tuple(open_sign_off(rules, course_type) for rules, course_type in _taught(on)),
        backlog=queries.backlog_count(),
    )


@unaudited(LOOK)
def open_sign_off(rules: RuleSet, course_type: CourseType) -> OpenSignOff:
    """What of a course type nobody has confirmed yet."""
    return OpenSignOff(rules, course_type, rule_queries.open_items(rules, course_type.code, TAUGHT_IN))


def _taught(on: date) -> list[tuple[RuleSet, CourseType]]:
    """The course types taught here, each by the rules its edition rests on; invented ones come last, or not at all."""
    found = dict(_rules_in_use(on))
    pairs = [pair for pair in found.values() if _fiction_is_allowed() or not pair[0].fictitious]
    return sorted(pairs, key=lambda pair: pair[0].fictitious)


def _rules_in_use(on: date) -> Iterator[tuple[tuple[str, str], tuple[RuleSet, CourseType]]]:
    for offer in course_queries.offers(on):
        law = course_queries.law_of(offer.edition)
        yield (law.ruleset.digest, law.course_type.code), (law.ruleset, law.course_type)
    for rules in rule_queries.current_all():
        for course_type in rules.course_types:
            yield (rules.digest, course_type.code), (rules, course_type)
    for digest, code in queries.rules_of_backlog():
        earlier = rule_queries.rule_set(digest)
        known = earlier.course_type(code)
        if known is not None:
            yield (digest, code), (earlier, known)


def _fiction_is_allowed() -> bool:
    settings = config.current()
    return settings.is_development or settings.is_demo
