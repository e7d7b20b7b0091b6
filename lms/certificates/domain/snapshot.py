# SPDX-License-Identifier: Apache-2.0
"""The snapshot of a certificate: everything that is printed, signed or answered, as it was on the day of issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from lms.certificates.domain import records

SCHEMA = 1


class PaperKind(StrEnum):
    """What the paper is: a certificate, a sample of one, or a record that may not be handed in."""

    CERTIFICATE = "certificate"
    SAMPLE = "sample"
    LEARNING_RECORD = "learning_record"


class SealKind(StrEnum):
    """How the issuer seals: a picture of the seal, room for a stamp, or a note that the seal is omitted."""

    IMAGE = "image"
    SPACE = "space"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Japanese and in English."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of the rules by its key, with the words that are printed for it."""

    key: str
    name: Words


@dataclass(frozen=True, slots=True)
class Issuer:
    """The training body as it named itself then."""

    version: str
    name: Words
    representative: Words
    notice: Words
    notice_confirmed: bool
    seal: SealKind
    seal_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Substitution:
    """A rare form that the fonts lack, what is printed for it, and when the holder chose that, if it is on record."""

    typed: str
    printed: str
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """The holder as on the resident register; with `latin_first` the Latin spelling and the Western year lead."""

    name: str
    kana: str
    latin: str
    birth_date: date
    latin_first: bool = False
    substitutions: tuple[Substitution, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What was taught: the course and the immutable edition of it."""

    code: str
    name: Words
    edition: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class CourseType:
    """What the law asks for: the course type, the roles it serves, the article that asks, the notice that names it."""

    key: str
    name: Words
    roles: tuple[Named, ...]
    article: Words
    article_confirmed: bool
    notice: Words | None = None
    notice_confirmed: bool = False
    statement: Words | None = None
    """The sentence of the certificate, as the rule set has it; certificates before it was kept have none."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The minutes of study credited for one legal item."""

    legal_item: str
    name: Words
    minutes: int


@dataclass(frozen=True, slots=True)
class TestResult:
    """The comprehension test as far as it is anybody's business."""

    passed: bool
    questions: int
    pass_percent: int


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """How it was made sure who studied, and by whom."""

    level: str
    method: Words
    by: Words


@dataclass(frozen=True, slots=True)
class Validity:
    """The rule the last day was computed by."""

    years: int
    policy: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules that decided: scheme, label and hash of the text."""

    scheme: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Template:
    """What made the paper: the template with its fonts, and the compiler."""

    version: str
    compiler: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Which key signed; one made for development is named on the paper."""

    kid: str
    is_development: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole; `verifier` is the address printed for whoever checks without a camera."""

    kind: PaperKind
    certificate_id: str
    number: str | None
    title: Words
    issuer: Issuer
    holder: Holder
    course: Course
    course_type: CourseType
    completed_on: date
    valid_through: date
    issued_on: date
    issued_at: datetime
    mode: Named
    identity: IdentityCheck
    credits: tuple[Credit, ...]
    test: TestResult
    validity: Validity
    rule_set: RuleSet
    template: Template
    signature: Signature
    verifier: str
    status_index: int | None = None
    renews: str | None = None
    replaces: str | None = None
    schema: int = SCHEMA

    @property
    def minutes(self) -> int:
        """All credited minutes together."""
        return sum(credit.minutes for credit in self.credits)

    @property
    def is_sample(self) -> bool:
        """Whether this is no certificate but shows what one looks like."""
        return self.kind is PaperKind.SAMPLE


def to_json(snapshot: Snapshot) -> dict[str, object]:
    """Write the snapshot as the JSON object that is stored, hashed and attached to the paper."""
    return cast(dict[str, object], records.to_plain(snapshot))


def from_json(found: Mapping[str, object]) -> Snapshot:
    """Read a stored snapshot back; exactly what was written is accepted.

    Errors: records.BadRecord names the place that does not fit.
    """
    if found.get("schema") != SCHEMA:
        raise records.BadRecord(f"schema: {found.get('schema')!r} is not {SCHEMA}")
    return records.from_plain(Snapshot, found)
