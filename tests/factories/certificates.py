# SPDX-License-Identifier: Apache-2.0
"""Completions and certificates through the services. Call them inside an application context; they commit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from lms.access.identity import SITE, Identity
from lms.accounts.models import Person
from lms.certificates import services
from lms.certificates.domain.issuers import IssuerGiven
from lms.certificates.domain.snapshot import SealKind, Words
from lms.certificates.models import Certificate, CertificateEvent, IssuerVersion
from lms.courses.models import Completion, Edition
from lms.db import db, transaction
from lms.periods import tokyo_day
from lms.rules import queries as rules
from lms.rules import services as rule_services
from lms.rules.domain.levels import Mode
from tests.factories.quizzes import AT, make_attempt, make_edition, make_enrolment, make_marked

OFFICER = Identity(person_key="officer000000001", name="officer")
ALL_RIGHT = 4


def make_completion(person: Person | None = None, edition: Edition | None = None, *, at: datetime = AT) -> Completion:
    """A course of four minutes, studied and passed at this moment."""
    enrolment = make_enrolment(edition, person, at=at)
    make_marked(make_attempt(enrolment, at=at), ALL_RIGHT, at=at)
    completion = enrolment.completion
    assert completion is not None
    return completion


def an_issuer(**over: Any) -> IssuerGiven:
    """What an officer enters for an obviously invented training body."""
    given: dict[str, Any] = {
        "name": Words("みほん講習財団", "Mihon Training Foundation"),
        "representative": Words("代表理事　見本　太郎", "Taro Mihon, Representative Director"),
        "notice": Words("令和八年告示第〇号により指定", "designated by Public Notice No. 0 of 2026"),
        "notice_confirmed": True,
        "seal": SealKind.OMITTED,
        "seal_digest": None,
        "from_day": date(2020, 4, 1),
    }
    return IssuerGiven(**{**given, **over})


def make_issuer(*, at: datetime = AT, **over: Any) -> IssuerVersion:
    """A recorded issuer."""
    with transaction():
        return services.record_issuer(an_issuer(**over), by=OFFICER, at=at)


def sign_off_everything(at: datetime = AT) -> None:
    """Sign off every open item of every rule set."""
    with transaction():
        for ruleset in rules.current_all():
            for course_type in ruleset.course_types:
                for fact in rules.open_items(ruleset, course_type.code, Mode.ON_DEMAND):
                    rule_services.sign_off(
                        ruleset.digest,
                        item=fact.path,
                        document="試験用の文書",
                        confirmed_on=at.date(),
                        by=OFFICER,
                        at=at,
                    )


def make_ready(at: datetime = AT) -> None:
    """Settle everything that stands before the first real certificate."""
    make_issuer(at=at)
    sign_off_everything(at)


def issue(completion: Completion, at: datetime | None = None) -> Certificate | None:
    """What the job does."""
    moment = at or completion.completed_at + timedelta(minutes=1)
    with transaction():
        return services.issue(completion, at=moment, on=tokyo_day(moment))


def make_certificate(*, sample: bool = False, at: datetime = AT, **over: Any) -> Certificate:
    """A real certificate, or a sample of a site that is not ready. `over`: person, edition."""
    edition = over.pop("edition", None) or make_edition(at=at)
    completion = make_completion(edition=edition, at=at, **over)
    if not sample:
        make_ready(at)
    certificate = issue(completion)
    assert certificate is not None
    assert certificate.sample is sample
    return certificate


def make_event(certificate: Certificate, kind: str, on: date, *, reason: str = "other", at: datetime = AT) -> None:
    """An event as a later act will record it."""
    with transaction():
        db.session.add(
            CertificateEvent(
                certificate_id=certificate.id, kind=kind, effective_on=on, recorded_at=at, reason=reason, note="",
                recorded_by=SITE.person_key,
            )
        )  # fmt: skip


__all__ = [
    "AT",
    "an_issuer",
    "issue",
    "make_certificate",
    "make_completion",
    "make_event",
    "make_issuer",
    "make_ready",
    "sign_off_everything",
]
