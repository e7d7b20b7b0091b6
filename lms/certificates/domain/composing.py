# SPDX-License-Identifier: Apache-2.0
"""Composing a snapshot: a completion, the rules that decided it and the issuer of the day become one value."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.certificates.domain.payload import Payload, fit_names
from lms.certificates.domain.snapshot import (
    Course,
    CourseType,
    Credit,
    Holder,
    IdentityCheck,
    Issuer,
    Named,
    PaperKind,
    RuleSet,
    Signature,
    Snapshot,
    Template,
    TestResult,
    Validity,
    Words,
)
from lms.rules.domain import ruleset, validity
from lms.rules.domain.facts import Bilingual, Fact


@dataclass(frozen=True, slots=True)
class Earned:
    """What the holder did, in the versions of that moment; `signed` are the rule items an officer confirmed."""

    holder: Holder
    course: Course
    rules: ruleset.RuleSet
    course_type: ruleset.CourseType
    signed: Container[str]
    completed_on: date
    minutes: Mapping[str, int]
    test: TestResult
    mode: Named
    identity: IdentityCheck
    renews: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper is and how it is found and signed."""

    kind: PaperKind
    certificate_id: str
    number: str | None
    status_index: int | None
    issued_at: datetime
    issued_on: date
    issuer: Issuer
    template: Template
    signature: Signature
    verifier: str


def compose(earned: Earned, paper: Paper) -> Snapshot:
    """Write down everything that is printed; the last day follows the policy of the rule set."""
    known = earned.course_type
    return Snapshot(
        kind=paper.kind,
        certificate_id=paper.certificate_id,
        number=paper.number,
        title=words(known.certificate.title.value),
        issuer=paper.issuer,
        holder=earned.holder,
        course=earned.course,
        course_type=_course_type(earned),
        completed_on=earned.completed_on,
        valid_through=validity.valid_through(earned.completed_on, known.validity),
        issued_on=paper.issued_on,
        issued_at=paper.issued_at.replace(microsecond=0),
        mode=earned.mode,
        identity=earned.identity,
        credits=_credits(earned),
        test=earned.test,
        validity=Validity(known.validity.years, known.validity.policy.value),
        rule_set=RuleSet(earned.rules.scheme, earned.rules.version, earned.rules.digest),
        template=paper.template,
        signature=paper.signature,
        verifier=paper.verifier,
        status_index=paper.status_index,
        renews=earned.renews,
    )


def payload_of(snapshot: Snapshot) -> Payload:
    """Take from a snapshot what the code says under its signature; without kanji the Latin spelling is the name."""
    holder = snapshot.holder
    names = fit_names(holder.name or holder.latin, holder.kana)
    return Payload(
        certificate_id=snapshot.certificate_id,
        name=names.name,
        kana=names.kana,
        birth_date=holder.birth_date,
        course=snapshot.course_type.key,
        edition=snapshot.course.edition,
        completed_on=snapshot.completed_on,
        valid_through=snapshot.valid_through,
        status_index=snapshot.status_index,
        is_sample=snapshot.is_sample,
        name_is_cut=names.name_is_cut,
        kana_is_cut=names.kana_is_cut,
    )


def words(text: Bilingual | Mapping[str, str]) -> Words:
    """Copy a text in both languages out of the rules or a stored row."""
    return Words(text["ja"], text["en"])


def _course_type(earned: Earned) -> CourseType:
    known = earned.course_type
    article, notice = known.certificate.article, known.certificate.notice
    return CourseType(
        key=known.code,
        name=words(known.name.value),
        roles=tuple(_named_role(earned.rules, role) for role in known.roles.value),
        article=words(article.value),
        article_confirmed=_is_confirmed(article, earned),
        notice=words(notice.value),
        notice_confirmed=_is_confirmed(notice, earned),
        statement=words(known.certificate.statement.value),
    )


def _is_confirmed(fact: Fact[Bilingual], earned: Earned) -> bool:
    return fact.confirmed or fact.path in earned.signed


def _named_role(rules: ruleset.RuleSet, role_id: str) -> Named:
    role = rules.role(role_id)
    if role is None:
        raise ValueError(f"the rule set has no role {role_id}")
    return Named(role_id, words(role.name.value))


def _credits(earned: Earned) -> tuple[Credit, ...]:
    """List the minutes in the order of the law; an item the rules no longer name cannot be on the paper."""
    return tuple(
        Credit(item.id, words(item.name.value), earned.minutes[item.id])
        for item in earned.course_type.legal_items
        if item.id in earned.minutes
    )
