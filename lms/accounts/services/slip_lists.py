# SPDX-License-Identifier: Apache-2.0
"""Lists of people: entered and corrected without consequence, then registered in one act, or in chunks by a job.

What was entered by an organization is never compared with who is registered already: nobody learns of a match here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from lms import audit
from lms.access.identity import Identity, Role
from lms.accounts.domain.desk import PersonGiven
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.slip_lists import CHUNK, IN_ONE_ACT, RowTyped
from lms.accounts.domain.slips import SlipPaper, SlipState
from lms.accounts.models import Person, SlipList, SlipListRow
from lms.accounts.queries import slips as queries
from lms.accounts.services.desk import register_of_list
from lms.accounts.services.slips import fetch_papers, make_slip
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Conflict
from lms.identifiers import new_key
from lms.jobs import outbox

MAKE = "accounts.make_slips"
DRAFTS_KEPT, LISTS_KEPT = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A line that can be registered."""

    name: NameGiven
    birth_date: date


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line as it was typed anew, and what was said about it."""

    typed: RowTyped
    left_out: bool = False
    is_another: bool = False


def enter_list(
    rows: Sequence[RowTyped], *, evidence: str, organization_key: str | None, by: Identity, at: datetime
) -> SlipList:
    """Keep a list as it was typed. Nobody is registered by this."""
    entered = SlipList(
        key=new_key(),
        organization_key=organization_key,
        evidence=evidence,
        entered_at=at,
        entered_by=by.person_key or "",
        rows=[
            SlipListRow(
                position=row.position,
                register=row.register,
                kana=row.kana,
                latin=row.latin,
                birth_date=row.birth_date,
                left_out=False,
                is_another=False,
            )
            for row in rows
        ],
    )
    db.session.add(entered)
    audit.record(
        Tag.SLIP_LIST_ENTERED, by=by, about=entered, at=at, rows=len(rows), organization=organization_key or ""
    )
    return entered


@unaudited("nobody is registered by it; the list is recorded when it is entered and when it is confirmed")
def correct_rows(slip_list: SlipList, corrections: Mapping[int, Corrected]) -> None:
    """Take lines as they were typed anew.

    Errors: Conflict once the list was confirmed.
    """
    _hold(slip_list)
    if slip_list.confirmed_at is not None:
        raise Conflict("slip-list-confirmed")
    for row in slip_list.rows:
        if (new := corrections.get(row.position)) is not None:
            row.register, row.kana = new.typed.register, new.typed.kana
            row.latin, row.birth_date = new.typed.latin, new.typed.birth_date
            row.left_out, row.is_another = new.left_out, new.is_another


def confirm_list(
    slip_list: SlipList, accepted: Mapping[int, Accepted], *, by: Identity, at: datetime, on: date
) -> None:
    """Register everybody on the list and make the slips: at once, or by a job where there are many.

    Errors: Conflict if it is empty, or lines are neither accepted nor left out.
    """
    _hold(slip_list)
    if slip_list.confirmed_at is not None:
        return
    _refuse_foreign(slip_list, by=by)
    rows = [row for row in slip_list.rows if not row.left_out]
    if not rows:
        raise Conflict("slip-list-empty")
    if {row.position for row in rows} - set(accepted):
        raise Conflict("slip-list-not-right")
    for row in rows:
        _write(row, accepted[row.position])
    slip_list.confirmed_at = at
    organization = slip_list.organization_key or ""
    audit.record(Tag.SLIP_LIST_CONFIRMED, by=by, about=slip_list, at=at, rows=len(rows), organization=organization)
    _begin(slip_list, count=len(rows), by=by, at=at, on=on)


def make_next(slip_list_key: str, *, at: datetime, on: date) -> None:
    """Register the next people of a confirmed list; run again, it goes on where it stopped."""
    slip_list = queries.list_by_key(slip_list_key)
    if slip_list is None or slip_list.confirmed_at is None:
        return
    _hold(slip_list)
    _make(slip_list, limit=CHUNK, by=Identity(person_key=slip_list.entered_by), at=at, on=on)
    if slip_list.finished_at is None:
        _go_on(slip_list, at=at)


def make_again(slip_list: SlipList, *, by: Identity, at: datetime, on: date) -> None:
    """Make new slips for everybody on a finished list who has not begun. The ones before stop working.

    Errors: Conflict if the list is not finished, or everybody has begun.
    """
    _hold(slip_list)
    if slip_list.finished_at is None:
        raise Conflict("slip-list-not-finished")
    _refuse_foreign(slip_list, by=by)
    waiting = [row for row in slip_list.rows if row.person is not None and row.person.account is None]
    if not waiting:
        raise Conflict("slip-list-all-begun")
    for row in waiting:
        row.slip = None
    slip_list.finished_at = slip_list.fetched_at = None
    organization = slip_list.organization_key or ""
    audit.record(Tag.SLIP_LIST_CONFIRMED, by=by, about=slip_list, at=at, rows=len(waiting), organization=organization)
    _begin(slip_list, count=len(waiting), by=by, at=at, on=on)


def fetch_list(slip_list: SlipList, *, by: Identity, at: datetime) -> list[SlipPaper]:
    """What is printed on the slips of a finished list that wait to be used, in kana order; once.

    Errors: Conflict.
    """
    _hold(slip_list)
    if slip_list.finished_at is None:
        raise Conflict("slip-list-not-finished")
    made = [slip for slip in queries.slips_on(slip_list) if queries.state_of(slip, at=at) is SlipState.OPEN]
    papers = fetch_papers(made, by=by, at=at)
    slip_list.fetched_at = at
    return papers


@unaudited("nobody was registered by it")
def discard_list(slip_list: SlipList) -> None:
    """Throw a list away that was not confirmed.

    Errors: Conflict.
    """
    _hold(slip_list)
    if slip_list.confirmed_at is not None:
        raise Conflict("slip-list-confirmed")
    db.session.delete(slip_list)


@unaudited("it deletes what no decision looks at; persons and slips stay")
def sweep_lists(*, at: datetime) -> None:
    """Delete lists whose time is over: what was made of them stands in persons and slips."""
    is_draft = SlipList.confirmed_at.is_(None) & (SlipList.entered_at < at - DRAFTS_KEPT)
    is_old = is_draft | (SlipList.entered_at < at - LISTS_KEPT)
    db.session.execute(delete(SlipListRow).where(SlipListRow.slip_list_id.in_(select(SlipList.id).where(is_old))))
    db.session.execute(delete(SlipList).where(is_old))


def _refuse_foreign(slip_list: SlipList, *, by: Identity) -> None:
    """The list may have waited for days: whoever does not look after the organization any more registers nobody."""
    if not by.has(Role.OFFICER) and slip_list.organization_key not in by.scopes_of(Role.ORGANIZATION_MANAGER):
        raise Conflict("organization-not-yours")


def _make(slip_list: SlipList, *, limit: int, by: Identity, at: datetime, on: date) -> None:
    for row in queries.rows_to_make(slip_list, limit=limit):
        if row.person is None:
            row.slip = register_of_list(_given(slip_list, row), by=by, at=at, on=on)
            row.person = row.slip.person
        else:
            _make_another(slip_list, row, row.person, by=by, at=at)
    db.session.flush()  # whether any are left is looked up
    if not queries.rows_to_make(slip_list, limit=1):
        slip_list.finished_at = at


def _make_another(slip_list: SlipList, row: SlipListRow, person: Person, *, by: Identity, at: datetime) -> None:
    evidence, organization_key = slip_list.evidence, slip_list.organization_key
    try:
        row.slip = make_slip(person, evidence=evidence, by=by, at=at, organization_key=organization_key)
    except Conflict:
        row.left_out = True  # she began meanwhile, or has duties now: the others must not wait for her


def _given(slip_list: SlipList, row: SlipListRow) -> PersonGiven:
    return PersonGiven(
        key=new_key(),
        name=NameGiven(row.register or None, row.kana, row.latin),
        birth_date=date.fromisoformat(row.birth_date),
        evidence=slip_list.evidence,
        organization_key=slip_list.organization_key,
    )


def _begin(slip_list: SlipList, *, count: int, by: Identity, at: datetime, on: date) -> None:
    db.session.flush()  # the rows are looked up anew
    if count <= IN_ONE_ACT:
        _make(slip_list, limit=IN_ONE_ACT, by=by, at=at, on=on)
    else:
        _go_on(slip_list, at=at)


def _go_on(slip_list: SlipList, *, at: datetime) -> None:
    outbox.enqueue(MAKE, {"slip_list_key": slip_list.key}, at=at)


def _write(row: SlipListRow, accepted: Accepted) -> None:
    row.register, row.kana = accepted.name.register or "", accepted.name.kana
    row.latin, row.birth_date = accepted.name.latin, accepted.birth_date.isoformat()


def _hold(slip_list: SlipList) -> None:
    wanted = lock_rows(select(SlipList).where(SlipList.id == slip_list.id))
    db.session.execute(wanted.execution_options(populate_existing=True)).one()
