# SPDX-License-Identifier: Apache-2.0
"""A rule set: one immutable version of a scheme's rules. Every datum in it is a `Fact`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.periods import Span
from lms.rules.domain.facts import Bilingual, Fact
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.validity import Validity, ValidityPolicy


class QuestionKind(StrEnum):
    """Kinds of question that a test form may allow."""

    TRUE_FALSE = "true_false"
    SINGLE_CHOICE = "single_choice"


class Strength(StrEnum):
    """How strongly the law asks a role to take a course."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True)
class Role:
    """A statutory role, such as the technical intern training manager."""

    id: str
    name: Fact[Bilingual]
    held_at: Fact[Bilingual]


@dataclass(frozen=True, slots=True)
class LegalItem:
    """A subject that the law demands, with its least minutes."""

    id: str
    name: Fact[Bilingual]
    minutes: Fact[int]


@dataclass(frozen=True, slots=True)
class Draw:
    """How many questions of a legal item go into each test."""

    legal_item: str
    questions: int


@dataclass(frozen=True, slots=True)
class TestForm:
    """The comprehension test as the rules want it."""

    __test__ = False  # not a test case, whatever a test runner thinks of its name

    questions: Fact[int]
    minutes: Fact[int]
    pass_percent: Fact[int]
    kinds: Fact[tuple[QuestionKind, ...]]
    draw: Fact[tuple[Draw, ...]]

    @property
    def pass_mark(self) -> int:
        """The least number of right answers that passes."""
        return -(-self.questions.value * self.pass_percent.value // 100)

    def drawn_from(self, legal_item: str) -> int:
        """Count the questions drawn from this legal item."""
        return sum(part.questions for part in self.draw.value if part.legal_item == legal_item)


@dataclass(frozen=True, slots=True)
class Retest:
    """How often the test may be taken within one enrolment; after the last failure the whole course is repeated."""

    attempts: int
    wait_days: int

    @property
    def whole_course_again(self) -> bool:
        """Whether the first failure already means taking the whole course again."""
        return self.attempts == 1


@dataclass(frozen=True, slots=True)
class StillReading:
    """When a quiet page asks whether somebody is there.

    Asked after `ask_after_percent` of the page's minutes without a sign of life, within the two limits;
    an answer within `answer_within_seconds` loses nothing.
    """

    ask_after_percent: int
    at_least_seconds: int
    at_most_seconds: int
    answer_within_seconds: int

    def ask_after_seconds(self, page_minutes: int) -> int:
        """Say how long a page of so many minutes may be quiet before the question is asked."""
        fitting = page_minutes * 60 * self.ask_after_percent // 100
        return min(max(fitting, self.at_least_seconds), self.at_most_seconds)


@dataclass(frozen=True, slots=True)
class CertificateWording:
    """What the certificate of a course type is called and says."""

    title: Fact[Bilingual]
    statement: Fact[Bilingual]
    article: Fact[Bilingual]
    notice: Fact[Bilingual]


@dataclass(frozen=True, slots=True)
class CourseType:
    """What the law requires of a course, complete enough to teach, test and certify it."""

    code: str
    name: Fact[Bilingual]
    roles: Fact[tuple[str, ...]]
    certificate: CertificateWording
    legal_items: tuple[LegalItem, ...]
    test: TestForm
    retest: Fact[Retest]
    validity_years: Fact[int]
    validity_policy: Fact[ValidityPolicy]
    renewal_window_months: Fact[int]
    modes: tuple[Fact[Mode], ...]
    least_identity: Fact[IdentityLevel]
    devices: Fact[tuple[str, ...]]
    test_languages: Fact[tuple[str, ...]]
    still_reading: Fact[StillReading]

    @property
    def validity(self) -> Validity:
        """How long a completion counts."""
        return Validity(self.validity_years.value, self.validity_policy.value)

    @property
    def total_minutes(self) -> int:
        """The least minutes of the whole course."""
        return sum(item.minutes.value for item in self.legal_items)

    def legal_item(self, item_id: str) -> LegalItem | None:
        """Find the legal item with this id."""
        return next((item for item in self.legal_items if item.id == item_id), None)

    def allows(self, mode: Mode) -> bool:
        """Say whether the course may be given in this mode."""
        return any(fact.value is mode for fact in self.modes)

    @property
    def facts(self) -> tuple[Fact[object], ...]:
        """Every datum of the course type, in the order in which an officer reads them."""
        items = [fact for item in self.legal_items for fact in (item.name, item.minutes)]
        test, wording = self.test, self.certificate
        return (
            *(self.name, self.roles, *items),
            *(test.questions, test.minutes, test.pass_percent, test.kinds, test.draw, self.retest),
            *(self.validity_years, self.validity_policy, self.renewal_window_months),
            *(*self.modes, self.least_identity, self.devices, self.test_languages, self.still_reading),
            *(wording.title, wording.statement, wording.article, wording.notice),
        )


@dataclass(frozen=True, slots=True)
class CourseTypeOutline:
    """A course type that the rule set names but does not know well enough to teach."""

    code: str
    name: Fact[Bilingual]
    roles: Fact[tuple[str, ...]]
    total_minutes: Fact[int | None]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A role needs a course type: how strongly, how recent, in which span of days."""

    id: str
    role: str
    course_type: str
    strength: Fact[Strength]
    look_back_years: Fact[int]
    span: Fact[Span]

    @property
    def facts(self) -> tuple[Fact[object], ...]:
        """Every datum of the requirement."""
        return (self.strength, self.look_back_years, self.span)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of a scheme's rules; `digest` is the SHA-256 of its text and names it for ever."""

    scheme: str
    title: Bilingual
    version: str
    written_on: date
    digest: str
    fictitious: bool
    roles: tuple[Role, ...]
    course_types: tuple[CourseType, ...]
    outlines: tuple[CourseTypeOutline, ...]
    requirements: tuple[Requirement, ...]

    def course_type(self, code: str) -> CourseType | None:
        """Find the course type with this short code, if the rule set knows it well enough to teach it."""
        return next((found for found in self.course_types if found.code == code), None)

    def course_type_name(self, code: str) -> Bilingual | None:
        """Name a course type, whether it can be taught or is only outlined."""
        known: tuple[CourseType | CourseTypeOutline, ...] = (*self.course_types, *self.outlines)
        return next((found.name.value for found in known if found.code == code), None)

    def role(self, role_id: str) -> Role | None:
        """Find the role with this id."""
        return next((found for found in self.roles if found.id == role_id), None)

    def facts_behind(self, course_type: CourseType) -> tuple[Fact[object], ...]:
        """Every datum that a certificate of the course type rests on: its own, and the names of the roles it prints."""
        served = [self.role(role_id) for role_id in course_type.roles.value]
        return (*course_type.facts, *(role.name for role in served if role is not None))


def newest(rulesets: Iterable[RuleSet], scheme: str) -> RuleSet | None:
    """Choose the rule set of a scheme that was written last."""
    own = [ruleset for ruleset in rulesets if ruleset.scheme == scheme]
    return max(own, key=lambda ruleset: (ruleset.written_on, ruleset.version), default=None)


def unconfirmed(
    ruleset: RuleSet, course_type: CourseType, *, mode: Mode | None = None, signed: Container[str] = ()
) -> tuple[Fact[object], ...]:
    """List the facts behind a course type that need a sign-off before a real certificate may be issued.

    `signed` holds the paths already signed off for this rule set. With `mode`, the other modes' facts do not count:
    a course given in a room needs no opinion about lessons on demand.
    """
    other_modes = {fact.path for fact in course_type.modes if mode is not None and fact.value is not mode}
    return tuple(
        fact
        for fact in ruleset.facts_behind(course_type)
        if not fact.confirmed and fact.path not in signed and fact.path not in other_modes
    )
