# SPDX-License-Identifier: Apache-2.0
"""Making slips, voiding them, and handing out what is printed on them: once, to the one who made them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from lms import audit, config
from lms.access.identity import Identity
from lms.accounts import notices
from lms.accounts.adapters import hashing, printing, sealing
from lms.accounts.domain import slips
from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.domain.slips import Receiver, SlipKind, SlipPaper, SlipState, VoidReason
from lms.accounts.models import Person, Slip
from lms.accounts.queries import name_given
from lms.accounts.queries import slips as queries
from lms.accounts.queries.printed import chosen_of
from lms.accounts.services.noticing import notify
from lms.accounts.services.telling import tell
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Conflict
from lms.identifiers import new_key


def make_slip(
    person: Person, *, evidence: str, by: Identity, at: datetime, organization_key: str | None = None
) -> Slip:
    """Make a slip for a person; one that waited does not work any more. She is told of both.

    Errors: Conflict if the one who makes it may not do so for this person.
    """
    receiver = _held(person, by=by)
    void_waiting(person, why=VoidReason.NEWER, by=by, at=at)
    kind = slips.kind_for(receiver)
    slip = _written(person, kind, evidence=evidence, by=by, at=at, organization_key=organization_key)
    if kind is SlipKind.RECOVERY:
        tell(person, notices.slip_made, at=at)
    return slip


def first_slip(person: Person, *, evidence: str, by: Identity, at: datetime, organization_key: str | None) -> Slip:
    """Make the slip of somebody who was registered in this very act: no other can wait, and nobody can have begun."""
    return _written(person, SlipKind.FIRST, evidence=evidence, by=by, at=at, organization_key=organization_key)


def _written(
    person: Person, kind: SlipKind, *, evidence: str, by: Identity, at: datetime, organization_key: str | None
) -> Slip:
    code = slips.new_code()
    slip = Slip(
        key=new_key(),
        person=person,
        kind=kind,
        digest=digest_of(person.learner_number, code),
        sealed=sealing.seal({"code": code}, secret_key=config.current().secret_key, at=at),
        evidence=evidence,
        organization_key=organization_key,
        made_at=at,
        made_by=by.person_key or "",
        expires_at=slips.expiry_of(at),
    )
    db.session.add(slip)
    audit.record(Tag.SLIP_MADE, by=by, about=person, at=at, purpose=kind, evidence=evidence, slip=slip.key)
    notify(person, NoticeKind.SLIP_MADE, by=by, at=at)
    return slip


def void_slip(person: Person, *, why: VoidReason, by: Identity, at: datetime) -> bool:
    """Whether a slip waited for the person; it does not work any more, and she is told so.

    Errors: Conflict if the one who voids it could not have made it.
    """
    _held(person, by=by)
    return void_waiting(person, why=why, by=by, at=at)


def fetch_papers(found: Sequence[Slip], *, by: Identity, at: datetime) -> list[SlipPaper]:
    """What is printed on slips, in kana order. It is handed out once; then the codes can be read nowhere any more.

    Slips that were used or made void meanwhile are left out.
    Errors: Conflict if nothing is left to be printed.
    """
    wanted = select(Slip).where(Slip.id.in_([slip.id for slip in found])).order_by(Slip.id)
    fresh = db.session.scalars(lock_rows(wanted.execution_options(populate_existing=True))).all()
    codes = {slip: _code_of(slip, at=at) for slip in fresh}
    papers = []
    for slip in sorted(fresh, key=lambda slip: queries.kana_order(slip.person)):
        if (code := codes[slip]) is not None:
            papers.append(_paper(slip, code))
            slip.fetched_at, slip.sealed = at, None
            audit.record(Tag.SLIP_FETCHED, by=by, about=slip.person, at=at, slip=slip.key)
    if not papers:
        raise Conflict("slip-fetched-already")
    return papers


@unaudited("it computes")
def digest_of(learner_number: str, code: str) -> str:
    """What is kept of a code: nobody who reads the database can use or try it without the site's secret."""
    return hashing.keyed(config.current().secret_key, "slip", learner_number, code)


def void_waiting(person: Person, *, why: VoidReason, by: Identity, at: datetime) -> bool:
    """Whether a slip waited for a person whose row is held; it does not work any more, and she is told so."""
    slip = queries.waiting_slip_of(person)
    if slip is None:
        return False
    slip.void_at, slip.void_by, slip.void_why, slip.sealed = at, by.person_key, why, None
    db.session.flush()  # only one slip of a person may wait: this one must be gone before the next comes
    audit.record(Tag.SLIP_VOIDED, by=by, about=person, at=at, why=why, slip=slip.key)
    notify(person, NoticeKind.SLIP_VOIDED, by=by, at=at, why=why)
    return True


def _held(person: Person, *, by: Identity) -> Receiver:
    """Lock the person and look who she is for a slip; refuse whoever may not make one for her."""
    db.session.scalar(lock_rows(select(Person.id).where(Person.id == person.id)))
    receiver = queries.receiver_of(person)
    refusal = slips.refusal_of(receiver, maker={grant.role for grant in by.grants})
    if refusal is not None:
        raise Conflict(refusal.value)
    return receiver


def _code_of(slip: Slip, *, at: datetime) -> str | None:
    if slip.sealed is None or queries.state_of(slip, at=at) is not SlipState.OPEN:
        return None
    secret_key = config.current().secret_key
    opened = sealing.opened(slip.sealed, secret_key=secret_key, lifetime=slips.SEALED_FOR, at=at)
    return None if opened is None else opened["code"]


def _paper(slip: Slip, code: str) -> SlipPaper:
    name = name_given(slip.person)
    printed = printing.preview(name, chosen_of(slip.person) if printing.lacking(name.register) else None)
    return SlipPaper(
        name=printed.leads,
        kana=printed.kana,
        learner_number=slip.person.learner_number,
        code=slips.in_groups(code),
        last_day=slips.last_day_of(slip.made_at),
    )
