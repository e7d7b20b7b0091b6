# SPDX-License-Identifier: Apache-2.0
"""The shape of a law file: every datum is {value, cite, confirmed} and may carry a note."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from lms.manifests.shapes import Day, Identifier, Shape, ShortCode, Text, TextShape
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.ruleset import QuestionKind, Strength
from lms.rules.domain.validity import ValidityPolicy

LAW_FORMAT = 1
LONGEST_COURSE_MINUTES = 6_000

T = TypeVar("T")

Minutes = Annotated[int, Field(ge=1, le=LONGEST_COURSE_MINUTES)]
Number = Annotated[int, Field(ge=1, le=1_000)]
Percent = Annotated[int, Field(ge=1, le=100)]
Seconds = Annotated[int, Field(ge=10, le=7_200)]
Years = Annotated[int, Field(ge=1, le=50)]
Months = Annotated[int, Field(ge=0, le=60)]
Named = Annotated[T, Field(strict=False)]


class FactShape(Shape, Generic[T]):
    """A datum with its source."""

    value: T
    cite: Identifier
    confirmed: bool
    note: TextShape | None = None


class RoleShape(Shape):
    """A statutory role."""

    id: Identifier
    name: FactShape[TextShape]
    held_at: FactShape[TextShape]


class LegalItemShape(Shape):
    """A subject that the law demands."""

    id: Identifier
    name: FactShape[TextShape]
    minutes: FactShape[Minutes]


class DrawShape(Shape):
    """How many questions of a legal item go into each test."""

    legal_item: Identifier
    questions: Number


class TestShape(Shape):
    """The comprehension test."""

    __test__ = False

    questions: FactShape[Number]
    minutes: FactShape[Minutes]
    pass_percent: FactShape[Percent]
    kinds: FactShape[Annotated[list[Named[QuestionKind]], Field(min_length=1)]]
    draw: FactShape[Annotated[list[DrawShape], Field(min_length=1)]]


class RetestShape(Shape):
    """How often the test may be taken, and after how many days."""

    attempts: Annotated[int, Field(ge=1, le=20)]
    wait_days: Annotated[int, Field(ge=0, le=366)]


class ValidityShape(Shape):
    """How long a completion counts."""

    years: FactShape[Years]
    policy: FactShape[Named[ValidityPolicy]]


class StillReadingShape(Shape):
    """When a quiet page asks whether somebody is there."""

    ask_after_percent: Percent
    at_least_seconds: Seconds
    at_most_seconds: Seconds
    answer_within_seconds: Seconds


class CertificateShape(Shape):
    """What the certificate is called and says."""

    title: FactShape[TextShape]
    statement: FactShape[TextShape]
    article: FactShape[TextShape]
    notice: FactShape[TextShape]


class CourseTypeShape(Shape):
    """A course type complete enough to teach."""

    code: ShortCode
    name: FactShape[TextShape]
    roles: FactShape[Annotated[list[Identifier], Field(min_length=1)]]
    legal_items: Annotated[list[LegalItemShape], Field(min_length=1, max_length=30)]
    test: TestShape
    retest: FactShape[RetestShape]
    validity: ValidityShape
    renewal_window_months: FactShape[Months]
    modes: Annotated[list[FactShape[Named[Mode]]], Field(min_length=1)]
    least_identity: FactShape[Named[IdentityLevel]]
    devices: FactShape[Annotated[list[Literal["computer", "tablet", "phone"]], Field(min_length=1)]]
    test_languages: FactShape[Annotated[list[Literal["ja", "en"]], Field(min_length=1)]]
    still_reading: FactShape[StillReadingShape]
    certificate: CertificateShape


class OutlineShape(Shape):
    """A course type that is only named."""

    code: ShortCode
    name: FactShape[TextShape]
    roles: FactShape[Annotated[list[Identifier], Field(min_length=1)]]
    total_minutes: FactShape[Minutes | None]


class SpanShape(Shape):
    """Days from the first until the day before `until`; without `until` there is no end in sight."""

    start: Annotated[Day, Field(alias="from")]
    until: Day | None = None


class RequirementShape(Shape):
    """A role needs a course type."""

    id: Identifier
    role: Identifier
    course_type: ShortCode
    strength: FactShape[Named[Strength]]
    look_back_years: FactShape[Years]
    span: FactShape[SpanShape]


class RuleSetShape(Shape):
    """A whole law file."""

    format: Literal[1]
    scheme: Identifier
    version: Text
    written_on: Day
    fictitious: bool
    title: TextShape
    citations: Annotated[dict[Identifier, TextShape], Field(min_length=1)]
    roles: Annotated[list[RoleShape], Field(min_length=1)]
    course_types: list[CourseTypeShape]
    outlines: list[OutlineShape]
    requirements: list[RequirementShape]
