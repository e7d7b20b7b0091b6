# SPDX-License-Identifier: Apache-2.0
"""Issuing: one certificate for a completion, for ever; a sample until the site is ready for the real one."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from lms import audit
from lms.access.identity import SITE, Identity
from lms.audit import Tag, unaudited
from lms.certificates import queries
from lms.certificates.adapters import canonical, cose
from lms.certificates.adapters.signing import FileKey
from lms.certificates.domain.composing import Paper, compose, payload_of
from lms.certificates.domain.issuing import Reason
from lms.certificates.domain.numbers import CertificateNumber
from lms.certificates.domain.payload import to_map
from lms.certificates.domain.snapshot import PaperKind, Signature, Snapshot
from lms.certificates.domain.standing import EventKind, RenewalWindow
from lms.certificates.models import Certificate, CertificateEvent, NumberSeries
from lms.certificates.services import earning, keys, printing
from lms.certificates.services.readiness import earned_kind, rules_of
from lms.courses.models import Completion
from lms.db import SQLITE, db, lock_rows
from lms.identifiers import new_certificate_id
from lms.jobs import outbox
from lms.periods import fiscal_year

ISSUED = "CertificateIssued"
RENDER = "certificates.render"
BACKLOG = "certificates.issue_backlog"
LIST_SIZE = 2**20
TRIES_PER_LIST = 16
BACKLOG_CHUNK = 10
UNSIGNED = Signature(kid="", is_development=False)


def issue(completion: Completion, *, at: datetime, on: date) -> Certificate | None:
    """The certificate of a completion, or its sample while the site is not ready; asking again gives the same.

    None where the completion earns neither, but a learning record.
    """
    _lock(completion)
    issued = queries.first_of(completion.id)
    if issued is not None:
        return issued
    key = keys.signing_key(at)
    kind = earned_kind(completion, on=on, at=at)
    if kind is PaperKind.LEARNING_RECORD:
        return None
    sample = queries.sample_of(completion.id) if kind is PaperKind.SAMPLE else None
    if sample is not None:
        return sample
    certificate = _made(completion, kind, key, at=at, on=on)
    audit.record(
        Tag.CERTIFICATE_ISSUED, by=SITE, about=certificate, at=at, number=certificate.number, sample=certificate.sample
    )
    _set_in_motion(certificate, at)
    return certificate


def issue_backlog(*, after: int, count: int, by: Identity, at: datetime, on: date) -> int | None:
    """Issue real certificates for the next completions that have only a sample; the cursor to go on from, or None.

    `count` is how many were issued before; the whole is recorded once, at the end.
    """
    completions = queries.backlog_after(after, BACKLOG_CHUNK)
    for completion in completions:
        certificate = issue(completion, at=at, on=on)
        count += certificate is not None and not certificate.sample
    if len(completions) < BACKLOG_CHUNK:
        audit.record(Tag.BACKLOG_ISSUED, by=by, about="backlog", at=at, count=count)
        return None
    last = completions[-1].id
    outbox.enqueue(BACKLOG, {"after": last, "count": count, "by": by.person_key}, at=at)
    return last


@unaudited("the last chunk records the whole")
def begin_backlog(*, by: Identity, at: datetime) -> None:
    """Set the backlog in motion: chunk by chunk, each an act of its own."""
    outbox.enqueue(BACKLOG, {"after": 0, "count": 0, "by": by.person_key}, at=at)


def _set_in_motion(certificate: Certificate, at: datetime) -> None:
    payload = {"certificate_id": certificate.certificate_id}
    outbox.enqueue(RENDER, payload, at=at, unique_key=f"{RENDER}:{certificate.certificate_id}")
    if not certificate.sample:
        outbox.announce(ISSUED, payload, at=at, unique_key=certificate.certificate_id)


def _lock(completion: Completion) -> None:
    """Whoever comes second waits here and then finds what the first one issued."""
    db.session.execute(lock_rows(select(Completion.id).where(Completion.id == completion.id))).one()


def _made(completion: Completion, kind: PaperKind, key: FileKey | None, *, at: datetime, on: date) -> Certificate:
    snapshot = compose(earning.earned_by(completion), _paper(completion, kind, key, at=at, on=on))
    content = canonical.snapshot_bytes(snapshot)
    certificate = Certificate(
        certificate_id=snapshot.certificate_id,
        number=snapshot.number,
        person_id=completion.enrolment.person_id,
        completion=completion,
        sample=snapshot.is_sample,
        status_index=snapshot.status_index,
        completed_on=snapshot.completed_on,
        valid_through=snapshot.valid_through,
        renewal_opens_on=_renewal_opens_on(completion, snapshot),
        issued_at=at,
        kid=None if key is None else key.kid.hex(),
        snapshot=content.decode(),
        snapshot_digest=canonical.digest(content),
        cose=None if key is None else cose.sign1(cose.encode(to_map(payload_of(snapshot))), key),
        events=[_issued_event(snapshot, at)],
    )
    db.session.add(certificate)
    db.session.flush()  # the constraints speak now, not at the end of the act
    return certificate


def _paper(completion: Completion, kind: PaperKind, key: FileKey | None, *, at: datetime, on: date) -> Paper:
    is_real = kind is PaperKind.CERTIFICATE
    return Paper(
        kind=kind,
        certificate_id=new_certificate_id(),
        number=_next_number(completion) if is_real else None,
        status_index=_free_status_index() if is_real else None,
        issued_at=at,
        issued_on=on,
        issuer=printing.issuer_for(on),
        template=printing.template_now(),
        signature=UNSIGNED if key is None else Signature(key.kid.hex(), key.record.is_development),
        verifier=printing.verifier(),
    )


def _issued_event(snapshot: Snapshot, at: datetime) -> CertificateEvent:
    return CertificateEvent(
        kind=EventKind.ISSUED,
        effective_on=snapshot.issued_on,
        recorded_at=at,
        reason=Reason.COMPLETED,
        note="",
    )


def _renewal_opens_on(completion: Completion, snapshot: Snapshot) -> date:
    _, course_type = rules_of(completion)
    return RenewalWindow(months=course_type.renewal_window_months.value).opens_on(snapshot.valid_through)


def _next_number(completion: Completion) -> str:
    """The next number of the series. It is taken in the act that issues, so an act undone leaves no gap."""
    code, year = completion.course_type, fiscal_year(completion.completed_on)
    is_sqlite = db.session.connection().dialect.name == SQLITE
    begin_series = (sqlite if is_sqlite else postgresql).insert(NumberSeries)
    db.session.execute(begin_series.values(code=code, fiscal_year=year, last_serial=0).on_conflict_do_nothing())
    wanted = select(NumberSeries).where(NumberSeries.code == code, NumberSeries.fiscal_year == year)
    series = db.session.scalars(lock_rows(wanted).execution_options(populate_existing=True)).one()
    series.last_serial += 1
    return str(CertificateNumber(code, year, series.last_serial))


def _free_status_index() -> int:
    """A random place in the status list that nobody had before; a list that is nearly full is followed by the next."""
    newest = (db.session.scalar(select(func.max(Certificate.status_index))) or 0) // LIST_SIZE
    for list_number in (newest, newest + 1):
        for _ in range(TRIES_PER_LIST):
            index = list_number * LIST_SIZE + secrets.randbelow(LIST_SIZE)
            if db.session.scalar(select(Certificate.id).where(Certificate.status_index == index)) is None:
                return index
    raise RuntimeError("no free place in the status lists")
