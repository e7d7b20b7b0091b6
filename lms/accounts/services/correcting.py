# SPDX-License-Identifier: Apache-2.0
"""Asking for another name or birth date once they are fixed, and deciding it. The document goes with the decision."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import SITE, Identity
from lms.accounts import notices
from lms.accounts.domain.correcting import OPEN_FOR, Outcome, RequestGiven
from lms.accounts.domain.names import faults_of
from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.domain.registration import birth_date_fault
from lms.accounts.models import EvidenceFile, NameRequest, Person
from lms.accounts.queries import correcting as queries
from lms.accounts.services import naming
from lms.accounts.services.evidence import drop_file
from lms.accounts.services.noticing import notify
from lms.accounts.services.printed import choose_print
from lms.accounts.services.telling import tell_her_alone
from lms.audit import Tag
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid
from lms.identifiers import new_request_number

TOLD = {
    Outcome.GRANTED: NoticeKind.NAME_GRANTED,
    Outcome.REFUSED: NoticeKind.NAME_REFUSED,
    Outcome.EXPIRED: NoticeKind.NAME_EXPIRED,
}


def ask(person: Person, given: RequestGiven, *, by: Identity, at: datetime, on: date) -> NameRequest:
    """Ask for another name or birth date; sent a second time, it is answered with the same request.

    Errors: Conflict if they are not fixed, nothing would change or another request is open; Invalid.
    """
    naming.hold(person)
    existing = queries.request_by_key(given.key)
    if existing is not None and existing.person_id == person.id:
        return existing
    _refuse(person, given, on=on)
    file = _file_of(person, given)
    request = NameRequest(
        key=given.key,
        number=_free_number(),
        person=person,
        register=given.name.register,
        kana=given.name.kana,
        latin=given.name.latin,
        birth_date=given.birth_date,
        cause=given.cause,
        words=given.words,
        document=given.document,
        print_way=None if given.chosen is None else given.chosen.way,
        print_pairs=[] if given.chosen is None else [list(pair) for pair in given.chosen.pairs],
        asked_at=at,
        file=file,
        had_file=file is not None,
    )
    db.session.add(request)
    db.session.flush()
    audit.record(Tag.NAME_REQUESTED, by=by, about=person, at=at, number=request.number)
    return request


def withdraw(request: NameRequest, *, by: Identity, at: datetime) -> None:
    """She does not ask any more; the document goes.

    Errors: Conflict if it was decided meanwhile.
    """
    _hold(request)
    _end(request, Outcome.WITHDRAWN, by=by, at=at)


def grant(request: NameRequest, *, seen: str, evidence: str, by: Identity, at: datetime, on: date) -> None:
    """Record what was asked for; the document goes, and she is told.

    Errors: Conflict if it was decided meanwhile or her name is not what was compared; Invalid.
    """
    _hold(request)
    person = queries.whom(request)
    naming.hold(person)
    if queries.state_seen(person) != seen:
        raise Conflict("name-changed-meanwhile")
    name = queries.name_asked(request)
    if person.name is None or naming.as_given(person.name) != name:
        naming.correct_name(person, name, evidence=evidence, by=by, at=at, on=on)
    if person.birth_date != request.birth_date:
        naming.correct_birth_date(person, request.birth_date, evidence=evidence, by=by, at=at, on=on)
    herself = Identity(person_key=request.person.key)
    choose_print(person, name.register, queries.chosen_in(request), by=herself, at=request.asked_at)
    _end(request, Outcome.GRANTED, by=by, at=at)


def refuse(request: NameRequest, *, reason: str, by: Identity, at: datetime) -> None:
    """Record nothing of what was asked for; the document goes, and she is told why.

    Errors: Conflict if it was decided meanwhile.
    """
    _hold(request)
    _end(request, Outcome.REFUSED, by=by, at=at, reason=reason)


def end_old_requests(*, at: datetime) -> None:
    """End what nobody has decided for so long that its document must not be kept."""
    for request in queries.asked_before(at - OPEN_FOR):
        _hold(request)
        if request.outcome is None:
            _end(request, Outcome.EXPIRED, by=SITE, at=at)


def _refuse(person: Person, given: RequestGiven, *, on: date) -> None:
    if person.names_locked_at is None:
        raise Conflict("names-not-locked")
    if queries.open_request_of(person) is not None:
        raise Conflict("name-request-open")
    if faults_of(given.name) or birth_date_fault(given.birth_date, on=on) is not None:
        raise Invalid("name-not-possible")
    is_same = person.name is not None and naming.as_given(person.name) == given.name
    if is_same and person.birth_date == given.birth_date:
        raise Conflict("nothing-changes")


def _file_of(person: Person, given: RequestGiven) -> EvidenceFile | None:
    if given.file_name is None:
        return None
    file = queries.waiting_file(person, given.file_name)
    if file is None:
        raise Conflict("document-gone")
    return file


def _end(request: NameRequest, outcome: Outcome, *, by: Identity, at: datetime, reason: str | None = None) -> None:
    """Close it, delete its document and tell her, unless it was she."""
    if request.outcome is not None:
        raise Conflict("name-request-ended")
    file, request.file = request.file, None
    request.outcome, request.reason = outcome, reason
    request.ended_at, request.ended_by = at, by.person_key
    db.session.flush()
    if file is not None:
        drop_file(file, at=at)
    audit.record(Tag.NAME_REQUEST_ENDED, by=by, about=request.person, at=at, number=request.number, outcome=outcome)
    if outcome in TOLD:
        person = queries.whom(request)
        details = {} if reason is None else {"reason": reason}
        notify(person, TOLD[outcome], by=by, at=at, **details)
        tell_her_alone(person, notices.name_request_ended, at=at)


def _hold(request: NameRequest) -> None:
    """Lock the request and read it anew: whether it is open is decided on."""
    db.session.flush()
    locked = lock_rows(select(NameRequest).where(NameRequest.id == request.id))
    db.session.execute(locked.execution_options(populate_existing=True)).one()


def _free_number() -> str:
    while queries.is_number_taken(number := new_request_number()):
        pass
    return number
