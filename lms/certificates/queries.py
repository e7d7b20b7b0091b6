# SPDX-License-Identifier: Apache-2.0
"""Looks at certificates and at who issues them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import bindparam, case, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.queries.merging import same_person
from lms.certificates.domain.issuing import reveals_successor
from lms.certificates.domain.standing import CertificateFacts, Event, EventKind
from lms.certificates.models import Certificate, CertificateEvent, IssuerVersion, PublicKey, Rendition
from lms.courses.models import Completion, Course, Edition, Enrolment
from lms.db import Look, db
from lms.i18n import bilingual
from lms.periods import add_years

REAL = Certificate.sample.is_(False)
MOST_READ = 512


@dataclass(frozen=True, slots=True)
class Found:
    """A certificate as the public page needs it: the stored snapshot, and what the answer rests on.

    Equal ones get equal answers, so an answer may be kept by it.
    """

    certificate_id: str
    text: str | None
    facts: CertificateFacts
    successor_keeps_period: bool = False

    @property
    def snapshot(self) -> Mapping[str, Any] | None:
        """The stored snapshot as plain JSON; it is shared, not to be changed."""
        return None if self.text is None else _read(self.text)


@dataclass(frozen=True, slots=True)
class Held:
    """A completion of somebody, and the paper it has earned so far: certificate, sample, or nothing yet."""

    completion: Completion
    certificate: Certificate | None
    facts: CertificateFacts | None
    is_rendered: bool
    reissued_on: date | None


# ---- the public page

_certificate = Certificate.__table__
_event = CertificateEvent.__table__
_successor = _certificate.alias("successor")
_LOOK_UP = (
    select(
        _certificate.c.certificate_id.label("id"),
        _certificate.c.sample,
        _certificate.c.completed_on,
        _certificate.c.valid_through,
        _certificate.c.renewal_opens_on,
        _certificate.c.snapshot,
        _event.c.kind,
        _event.c.effective_on,
        _event.c.recorded_at,
        _event.c.reason,
        _successor.c.certificate_id.label("successor"),
        _successor.c.completed_on.label("successor_completed_on"),
        _successor.c.valid_through.label("successor_valid_through"),
    )
    .select_from(
        _certificate.outerjoin(_event, _event.c.certificate_id == _certificate.c.id).outerjoin(
            _successor, _successor.c.replaces_id == _certificate.c.id
        )
    )
    .where(_certificate.c.certificate_id == bindparam("wanted"))
    .order_by(_event.c.id)
)


def look_up(certificate_id: str) -> Found | None:
    """What the public page says of a certificate, in one statement and without loading things."""
    return _LOOK.thing(wanted=certificate_id)


def _found(rows: Sequence[Any]) -> Found | None:
    if not rows:
        return None
    first = rows[0]
    later = (first.successor_completed_on, first.successor_valid_through)
    keeps_period = later == (first.completed_on, first.valid_through)
    return Found(first.id, first.snapshot, _facts(first, _events(rows)), keeps_period)


_LOOK = Look(_LOOK_UP, of=_found)


@lru_cache(maxsize=MOST_READ)
def _read(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = orjson.loads(text)
    return found


def _events(rows: Sequence[Any]) -> tuple[Event, ...]:
    return tuple(
        Event(
            EventKind(row.kind),
            row.effective_on,
            row.recorded_at,
            row.successor if row.kind == EventKind.REPLACED and reveals_successor(row.reason) else None,
        )
        for row in rows
        if row.kind is not None
    )


def _facts(row: Any, events: tuple[Event, ...]) -> CertificateFacts:
    years = 0 if row.snapshot is None else _read(row.snapshot)["validity"]["years"]
    return CertificateFacts(
        completed_on=row.completed_on,
        valid_through=row.valid_through,
        anniversary=add_years(row.completed_on, years),
        renewal_opens_on=row.renewal_opens_on,
        is_sample=row.sample,
        is_kept=row.snapshot is not None,
        events=events,
    )


def id_of_number(number: str) -> str | None:
    """The certificate id behind a number."""
    return db.session.scalar(select(Certificate.certificate_id).where(Certificate.number == number))


# ---- certificates as things


def by_certificate_id(certificate_id: str) -> Certificate | None:
    """The certificate with exactly this id."""
    statement = select(Certificate).where(Certificate.certificate_id == certificate_id)
    return db.session.scalar(statement.options(joinedload(Certificate.person)))


def first_of(completion_id: int) -> Certificate | None:
    """The real certificate that was first issued for a completion."""
    return db.session.scalar(
        select(Certificate).where(Certificate.completion_id == completion_id, REAL, Certificate.replaces_id.is_(None))
    )


def sample_of(completion_id: int) -> Certificate | None:
    """The sample made for a completion."""
    return db.session.scalar(
        select(Certificate).where(Certificate.completion_id == completion_id, Certificate.sample.is_(True))
    )


def facts_of(certificate: Certificate) -> CertificateFacts:
    """What the standing of a certificate rests on."""
    events = tuple(Event(EventKind(e.kind), e.effective_on, e.recorded_at) for e in certificate.events)
    return _facts(certificate, events)


def certificates_of(person_key: str) -> Sequence[Certificate]:
    """Every certificate and sample of a person, the newest completion first."""
    statement = (
        select(Certificate)
        .where(Certificate.person_id.in_(same_person(person_key)))
        .order_by(Certificate.completed_on.desc(), Certificate.id.desc())
    )
    return db.session.scalars(statement.options(joinedload(Certificate.events))).unique().all()


def held_by(person_key: str) -> list[Held]:
    """The completions of a person with the paper each has earned so far, the newest first."""
    papers: dict[int, Certificate] = {}
    for certificate in reversed(certificates_of(person_key)):
        # A real certificate takes the place of the sample, and a successor that of its predecessor.
        if certificate.completion_id not in papers or not certificate.sample:
            papers[certificate.completion_id] = certificate
    days = _days_of_rendition([paper.id for paper in papers.values()])
    return [_held(completion, papers.get(completion.id), days) for completion in _completions_of(person_key)]


def _held(completion: Completion, paper: Certificate | None, days: Mapping[int, list[date | None]]) -> Held:
    if paper is None:
        return Held(completion, None, None, is_rendered=False, reissued_on=None)
    made = days.get(paper.id, [])
    reissues = [day for day in made if day is not None]
    return Held(completion, paper, facts_of(paper), is_rendered=None in made, reissued_on=max(reissues, default=None))


def _completions_of(person_key: str) -> Sequence[Completion]:
    statement = (
        select(Completion)
        .join(Completion.enrolment)
        .where(Enrolment.person_id.in_(same_person(person_key)))
        .order_by(Completion.completed_on.desc(), Completion.id.desc())
    )
    loads = joinedload(Completion.enrolment).joinedload(Enrolment.edition).joinedload(Edition.course)
    return db.session.scalars(statement.options(loads)).all()


def _days_of_rendition(certificate_ids: Sequence[int]) -> dict[int, list[date | None]]:
    """The papers made of each certificate: the day of each reissue, and None for the original."""
    statement = select(Rendition.certificate_id, Rendition.reissued_on)
    found: dict[int, list[date | None]] = {}
    for row in db.session.execute(statement.where(Rendition.certificate_id.in_(certificate_ids))):
        found.setdefault(row.certificate_id, []).append(row.reissued_on)
    return found


def completion_by_key(completion_key: str) -> Completion | None:
    """The completion with this key."""
    return db.session.scalar(select(Completion).where(Completion.key == completion_key))


def last_before(completion: Completion) -> Certificate | None:
    """The newest real certificate of the same person and course type from before this completion."""
    enrolment = completion.enrolment
    earlier = aliased(Completion)
    return db.session.scalar(
        select(Certificate)
        .join(earlier, Certificate.completion_id == earlier.id)
        .where(
            Certificate.person_id.in_(same_person(enrolment.person.key)),
            REAL,
            earlier.course_type == completion.course_type,
            earlier.id != completion.id,
            earlier.completed_at < completion.completed_at,
        )
        .order_by(earlier.completed_at.desc(), Certificate.id.desc())
        .limit(1)
    )


# ---- papers


def rendition_of(certificate: Certificate, *, reissued_on: date | None = None) -> Rendition | None:
    """The stored PDF of a certificate: the original, or the one reissued on a day."""
    wanted = Rendition.reissued_on.is_(None) if reissued_on is None else Rendition.reissued_on == reissued_on
    return db.session.scalar(
        select(Rendition)
        .where(Rendition.certificate_id == certificate.id, wanted)
        .order_by(Rendition.id.desc())
        .limit(1)
    )


# ---- the backlog: completions that have only a sample


def backlog_count() -> int:
    """How many completions have a sample and no certificate."""
    return db.session.scalar(select(func.count()).select_from(_backlog().subquery())) or 0


def backlog_after(completion_id: int, limit: int) -> Sequence[Completion]:
    """The next completions that have a sample and no certificate, by their inner number."""
    statement = _backlog().where(Completion.id > completion_id).order_by(Completion.id).limit(limit)
    return db.session.scalars(statement).all()


def rules_of_backlog() -> Sequence[tuple[str, str]]:
    """The rule sets and course types under which somebody waits: their sign-off is what they wait for."""
    waiting = _backlog().with_only_columns(Completion.rule_set_digest, Completion.course_type).distinct()
    return [(digest, course_type) for digest, course_type in db.session.execute(waiting)]


def without_paper(*, completed_before: datetime, limit: int) -> Sequence[Completion]:
    """Completions with neither certificate nor sample, the newest first: their job was given up, or earned none."""
    has_any = exists().where(Certificate.completion_id == Completion.id)
    return db.session.scalars(
        select(Completion)
        .where(~has_any, Completion.completed_at < completed_before)
        .order_by(Completion.id.desc())
        .limit(limit)
    ).all()


def _backlog() -> Any:
    real = aliased(Certificate)
    has_real = exists().where(real.completion_id == Completion.id, real.sample.is_(False))
    sample = aliased(Certificate)
    has_sample = exists().where(sample.completion_id == Completion.id, sample.sample.is_(True))
    return select(Completion).where(has_sample, ~has_real)


# ---- who issues, and with which key


def issuer_name(on: date) -> str:
    """The training body's name on a day, in the language being spoken; empty until somebody recorded it.

    A version that begins later waits for its day, unless it is the only one.
    """
    has_begun = case((IssuerVersion.from_day <= on, 1), else_=0)
    day = case((IssuerVersion.from_day <= on, IssuerVersion.from_day))
    newest = select(IssuerVersion.name).order_by(has_begun.desc(), day.desc(), IssuerVersion.id.desc()).limit(1)
    name = db.session.scalar(newest)
    return bilingual(name) if name else ""


def issuer_on(day: date) -> IssuerVersion | None:
    """The training body as it names itself on a day: the version that began last, of several the one recorded last."""
    return db.session.scalar(
        select(IssuerVersion)
        .where(IssuerVersion.from_day <= day)
        .order_by(IssuerVersion.from_day.desc(), IssuerVersion.id.desc())
        .limit(1)
    )


def newest_issuer() -> IssuerVersion | None:
    """The version recorded last, even if its day has not come."""
    return db.session.scalar(select(IssuerVersion).order_by(IssuerVersion.id.desc()).limit(1))


def issuer_version(version_id: int) -> IssuerVersion | None:
    """A recorded version of the issuer."""
    return db.session.get(IssuerVersion, version_id)


def public_keys() -> Sequence[PublicKey]:
    """Every key that ever signed, the newest first."""
    return db.session.scalars(select(PublicKey).order_by(PublicKey.from_moment.desc(), PublicKey.kid)).all()


# ---- whom to tell


def course_of(completion: Completion) -> tuple[Edition, Course]:
    """What was taught."""
    edition = completion.enrolment.edition
    return edition, edition.course
