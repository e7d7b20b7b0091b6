# SPDX-License-Identifier: Apache-2.0
"""Reading a completion into the values a paper is composed of, as they stand at the moment of issue."""

from __future__ import annotations

import unicodedata
from datetime import date

from lms.accounts.models import Person
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
    """The holder as recorded now; a name no shipped font can print gives way to its Latin spelling."""
    name, birth_date = person.name, person.birth_date
    if name is None or birth_date is None:
        raise RuntimeError(f"person {person.key} has no name or no birth date")
    register = name.register if name.register and coverage.printed_as(name.register) is not None else ""
    typed = (register, name.kana, name.latin)
    return Holder(
        name=register,
        kana=name.kana,
        latin=name.latin,
        birth_date=birth_date,
        latin_first=not register,
        substitutions=tuple(_substitutions("".join(typed), name.from_day)),
    )


def _substitutions(text: str, agreed_on: date) -> list[Substitution]:
    """What is printed in place of forms the fonts lack: shown to the holder when the name was recorded."""
    stand_ins = ((sign.grapheme, sign.fallback or _plain(sign.grapheme)) for sign in coverage.missing(text))
    return [Substitution(typed, plain, agreed_on) for typed, plain in stand_ins if plain]


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
