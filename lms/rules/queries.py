# SPDX-License-Identifier: Apache-2.0
"""Reading the law: rule sets as values, and what an officer has signed off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from lms.db import db
from lms.errors import NotFound
from lms.rules.adapters.rulesets import read_ruleset
from lms.rules.domain.facts import Fact
from lms.rules.domain.levels import Mode
from lms.rules.domain.ruleset import RuleSet, unconfirmed
from lms.rules.models import RuleSetText, SignOff

MOST_KEPT = 64


def rule_set(digest: str) -> RuleSet:
    """The rule set with this digest.

    Errors: NotFound.
    """
    known = _kept.get(digest)
    if known is None:
        text = db.session.scalar(select(RuleSetText.text).where(RuleSetText.digest == digest))
        if text is None:
            raise NotFound("rule-set-unknown")
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        known = _kept[digest] = _read(text)
    return known


# A text never changes and its digest names it, so a value that was read once is right for ever.
_kept: dict[str, RuleSet] = {}


def _read(text: str) -> RuleSet:
    found, findings = read_ruleset(text.encode(), "stored rule set")
    if found is None:
        raise RuntimeError(f"a stored rule set cannot be read any more: {findings[0]}")
    return found


def digest_of(scheme: str, version: str) -> str | None:
    """The digest of a scheme's version, if it was imported."""
    return db.session.scalar(
        select(RuleSetText.digest).where(RuleSetText.scheme == scheme, RuleSetText.version == version)
    )


def current(scheme: str) -> RuleSet | None:
    """The rule set of a scheme that was written last."""
    digest = db.session.scalar(
        select(RuleSetText.digest)
        .where(RuleSetText.scheme == scheme)
        .order_by(RuleSetText.written_on.desc(), RuleSetText.version.desc())
        .limit(1)
    )
    return None if digest is None else rule_set(digest)


def current_all() -> tuple[RuleSet, ...]:
    """The current rule set of every scheme, in the order in which the schemes were first imported."""
    rows = db.session.execute(
        select(RuleSetText.scheme, RuleSetText.digest).order_by(
            RuleSetText.written_on, RuleSetText.version, RuleSetText.id
        )
    )
    newest = {row.scheme: row.digest for row in rows}
    return tuple(rule_set(digest) for digest in newest.values())


def signed_items(digest: str) -> frozenset[str]:
    """The paths of the data that were signed off for a rule set."""
    statement = select(SignOff.item).join(RuleSetText).where(RuleSetText.digest == digest)
    return frozenset(db.session.scalars(statement))


def sign_offs(digest: str) -> Sequence[SignOff]:
    """The sign-offs of a rule set, oldest first."""
    statement = select(SignOff).join(RuleSetText).where(RuleSetText.digest == digest).order_by(SignOff.id)
    return db.session.scalars(statement).all()


def open_items(ruleset: RuleSet, course_type: str, mode: Mode) -> tuple[Fact[object], ...]:
    """What an officer must still sign off before real certificates of a course type, given in this mode, are issued.

    Errors: NotFound, when the rule set does not know the course type well enough to teach it.
    """
    found = ruleset.course_type(course_type)
    if found is None:
        raise NotFound("course-type-unknown", course_type=course_type)
    return unconfirmed(ruleset, found, mode=mode, signed=signed_items(ruleset.digest))


def facts_of(ruleset: RuleSet) -> Iterator[Fact[object]]:
    """Every datum of a rule set, in the order of its text."""
    for role in ruleset.roles:
        yield from (role.name, role.held_at)
    for course_type in ruleset.course_types:
        yield from course_type.facts
    for outline in ruleset.outlines:
        yield from (outline.name, outline.roles, outline.total_minutes)
    for requirement in ruleset.requirements:
        yield from requirement.facts
