# SPDX-License-Identifier: Apache-2.0
"""What paper a completion earns, and what still stands between a training body and its first real certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.certificates.domain.snapshot import Issuer, PaperKind
from lms.rules.domain.facts import Fact
from lms.rules.domain.ruleset import CourseType, RuleSet


class Obstacle(StrEnum):
    """Something that must be settled before this site may issue real certificates."""

    ISSUER_NOT_RECORDED = "issuer_not_recorded"
    NOTICE_NOT_CONFIRMED = "notice_not_confirmed"
    NO_SIGNING_KEY = "no_signing_key"
    RULES_NOT_SIGNED_OFF = "rules_not_signed_off"
    FICTITIOUS_RULES = "fictitious_rules"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the site is, for one course type and mode; `open_items` counts the facts nobody has signed off."""

    issuer_recorded: bool
    notice_confirmed: bool
    has_signing_key: bool
    open_items: int
    rules_are_fictitious: bool = False
    fiction_is_allowed: bool = False

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """List what is missing, in the order in which an officer settles it."""
        missing = (
            (Obstacle.ISSUER_NOT_RECORDED, not self.issuer_recorded),
            (Obstacle.NOTICE_NOT_CONFIRMED, self.issuer_recorded and not self.notice_confirmed),
            (Obstacle.NO_SIGNING_KEY, not self.has_signing_key),
            (Obstacle.RULES_NOT_SIGNED_OFF, self.open_items > 0),
            (Obstacle.FICTITIOUS_RULES, self.rules_are_fictitious and not self.fiction_is_allowed),
        )
        return tuple(obstacle for obstacle, stands in missing if stands)


@dataclass(frozen=True, slots=True)
class OpenSignOff:
    """A course type that is taught here, and what of it nobody has confirmed yet."""

    rules: RuleSet
    course_type: CourseType
    facts: tuple[Fact[object], ...]

    @property
    def is_done(self) -> bool:
        """Whether everything is confirmed."""
        return not self.facts


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The checklist of a new site; `backlog` counts completions that have only a sample."""

    issuer: Issuer | None
    issuer_from: date | None
    kid: str | None
    has_key: bool
    sign_offs: tuple[OpenSignOff, ...]
    backlog: int

    @property
    def is_done(self) -> bool:
        """Whether real certificates are issued and nobody waits for one."""
        settled = self.issuer is not None and self.issuer.notice_confirmed and self.has_key
        return settled and all(part.is_done for part in self.sign_offs) and not self.backlog


def paper_kind(*, identity_suffices: bool, mode_is_allowed: bool, obstacles: Sequence[Obstacle]) -> PaperKind:
    """Decide what a completion earns.

    Below the least identity level, or in a mode the rules do not know, it is a record for the learner alone, however
    ready the site is. Otherwise it is a certificate where nothing is missing, and a sample until then.
    """
    if not (identity_suffices and mode_is_allowed):
        return PaperKind.LEARNING_RECORD
    return PaperKind.SAMPLE if obstacles else PaperKind.CERTIFICATE


class Reason(StrEnum):
    """Why an event was recorded; the public page shows none of them, but one decides what it may lead to."""

    COMPLETED = "completed"
    ISSUER_CORRECTION = "issuer_correction"
    NAME_CHANGE = "name_change"
    OTHER = "other"


def reveals_successor(reason: str) -> bool:
    """Say whether the old certificate may lead to its successor.

    Only where the issuer corrected its own mistake: a name change never leads from the old name to the new.
    """
    return reason == Reason.ISSUER_CORRECTION
