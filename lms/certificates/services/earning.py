# SPDX-License-Identifier: Apache-2.0
"""Reading a completion into the values a paper is composed of, as they stand at the moment of issue."""

from __future__ import annotations

import unicodedata

from lms.accounts.domain.printed import Agreed, stand_ins
from lms.accounts.models import Person
from lms.accounts.queries import printed
from lms.accounts.queries.merging import surviving
from lms.audit import unaudited
from lms.certificates import notices, queries
from lms.certificates.domain.composing import Earned, words
from lms.certificates.domain.snapshot import (
    Course,
    Holder,
    IdentityCheck,
    Named,
    Substitution,
    TestResult,
)
from lms.certificates.services.readiness import rules_of
from lms.courses.models import Completion, Edition
from lms.documents import coverage
from lms.rules import queries as rule_queries
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.ruleset import CourseType


@unaudited("a look; nothing is written")
def earned_by(completion: Completion) -> Earned:
    """Everything a paper says of what the holder did, by the rules that decided the completion."""
    rules, course_type = rules_of(completion)
    previous = queries.last_before(completion)
    return Earned(
        holder=holder_of(surviving(completion.enrolment.person)),
        course=course_of(completion.enrolment.edition, course_type.code),
        rules=rules,
        course_type=course_type,
        signed=rule_queries.signed_items(rules.digest),
        completed_on=completion.completed_on,
        minutes=completion.minutes,
        test=test_of(course_type, passed=True),
        mode=mode_of(Mode(completion.mode)),
        identity=identity_of(IdentityLevel(completion.identity_level)),
        renews=None if previous is None else previous.number,
    )


@unaudited("a look; nothing is written")
def holder_of(person: Person) -> Holder:
    """The holder as recorded now; a name no shipped font can print prints as she chose, or in its Latin spelling."""
    name, birth_date = person.name, person.birth_date
    if name is None or birth_date is None:
        raise RuntimeError(f"person {person.key} has no name or no birth date")
    agreed = printed.agreed_of(person)
    register, substitutions = _register(name.register or "", agreed)
    return Holder(
        name=register,
        kana=name.kana,
        latin=name.latin,
        birth_date=birth_date,
        latin_first=not register,
        substitutions=(*substitutions, *_plain_letters(name.kana + name.latin)),
    )


def _register(typed: str, agreed: Agreed | None) -> tuple[str, list[Substitution]]:
    """The register name with what is printed for signs the fonts lack; empty where the Latin spelling takes its place.

    The day is that of the holder's choice; without one on record the plain character is shown to her, and no day said.
    """
    lacking = [(sign.grapheme, sign.fallback) for sign in coverage.missing(typed)]
    instead = stand_ins(lacking, None if agreed is None else agreed.chosen)
    if instead is None:
        return "", []
    chosen = {} if agreed is None else {sign: agreed.on for sign, _plain in agreed.chosen.pairs}
    return typed, [Substitution(sign, plain, chosen.get(sign)) for sign, plain in instead.items()]


def _plain_letters(text: str) -> list[Substitution]:
    """Marked letters of the other spellings that print without their marks; nobody is asked for that."""
    plain = ((sign.grapheme, sign.fallback or _plain(sign.grapheme)) for sign in coverage.missing(text))
    return [Substitution(typed, letter, None) for typed, letter in plain if letter]


def _plain(sign: str) -> str:
    """A marked letter without its marks, as residence cards write names."""
    letters = unicodedata.normalize("NFKD", sign)
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not coverage.missing(letter))


@unaudited("a look; nothing is written")
def course_of(edition: Edition, code: str) -> Course:
    """What was taught, by the immutable edition."""
    return Course(code=code, name=words(edition.title), edition=edition.label, content_hash=edition.content_hash)


@unaudited("a look; nothing is written")
def test_of(course_type: CourseType, *, passed: bool) -> TestResult:
    """The test as the rules wanted it; the score is nobody's business."""
    form = course_type.test
    return TestResult(passed=passed, questions=form.questions.value, pass_percent=form.pass_percent.value)


@unaudited("a look; nothing is written")
def mode_of(mode: Mode) -> Named:
    """How the course was given, in words."""
    return Named(mode.value, notices.words(notices.MODES[mode]))


@unaudited("a look; nothing is written")
def identity_of(level: IdentityLevel) -> IdentityCheck:
    """How identity was checked and by whom, in words."""
    method, checked_by = notices.words(notices.IDENTITY_METHODS[level]), notices.words(notices.CHECKED_BY[level])
    return IdentityCheck(level.value, method, checked_by)
