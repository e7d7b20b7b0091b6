# SPDX-License-Identifier: Apache-2.0
"""Keeping what was typed into a page that was refused, for the person whose page it was, and for nobody else.

Whose page it was is proved by the page itself: its token is signed by this site and names the session that it was made
in. Whoever only knows a person's key cannot lay anything before her.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from lms import audit
from lms.access.identity import NOBODY, Identity
from lms.accounts.domain.keeping import KEPT_FOR, MOST_KEPT, Kept, Reason
from lms.accounts.models import Account, KeptForm
from lms.accounts.queries import keeping as queries
from lms.audit import Tag, unaudited
from lms.db import db
from lms.drafts.typed import Typed, TypedKind, joined
from lms.identifiers import new_key


def keep(typed: Typed, *, session_digest: str, signed_in: Identity, is_locked: bool, at: datetime) -> Kept | None:
    """Keep it for the person whose page it was; None if the page cannot say whose it was, or there is nothing in it."""
    account = queries.account_of_page(session_digest, at=at)
    if account is None or account.person.key != typed.for_person or not typed.is_worth_keeping:
        return None
    reason = _reason(account, signed_in, is_locked=is_locked)
    return _kept(account, typed, reason, by=NOBODY, at=at)


def keep_own(account: Account, typed: Typed, *, by: Identity, at: datetime) -> Kept | None:
    """Keep what she has not sent yet, before she hands the computer over."""
    return _kept(account, typed, Reason.HANDED_OVER, by=by, at=at) if typed.is_worth_keeping else None


def settle(row: KeptForm, *, by: Identity, at: datetime) -> None:
    """It was put back and sent, or thrown away: forget it."""
    audit.record(Tag.KEPT_FORM_SETTLED, by=by, about=row.owner_key, at=at, page=row.page)
    db.session.delete(row)


@unaudited("it deletes what was kept and not asked for; that it was kept stays in the record")
def sweep_kept(*, at: datetime) -> None:
    """Forget what nobody came back for."""
    db.session.execute(delete(KeptForm).where(KeptForm.at <= at - KEPT_FOR))


def _reason(account: Account, signed_in: Identity, *, is_locked: bool) -> Reason:
    if signed_in.person_key == account.person.key:
        return Reason.RENEWED
    if signed_in.is_signed_in:
        return Reason.OTHER
    return Reason.LOCKED if is_locked else Reason.NOBODY


def _kept(account: Account, typed: Typed, reason: Reason, *, by: Identity, at: datetime) -> Kept:
    known = queries.kept_rows(account.person, typed.kind)
    same_page = next((row for row in known if row.page == typed.page), None)
    earlier = None if same_page is None else queries.opened(same_page)
    fields = typed.fields
    if earlier is not None and typed.kind is TypedKind.ANSWERS:
        fields = joined(earlier.fields, fields)
    if earlier is not None and earlier.fields == fields:
        return earlier  # sent again, by hand or by the script of the page
    if same_page is not None and typed.kind is TypedKind.ANSWERS:
        db.session.delete(same_page)
    for row in known[MOST_KEPT - 1 :]:
        db.session.delete(row)
    row = _row(account, typed, fields, reason, at)
    audit.record(Tag.FORM_KEPT, by=by, about=account.person, at=at, page=typed.page, reason=reason)
    return Kept(row.key, typed.kind, typed.page, reason, at, fields)


def _row(account: Account, typed: Typed, fields: tuple[tuple[str, str], ...], reason: Reason, at: datetime) -> KeptForm:
    key = new_key()
    sealed = queries.place_for(account.person.key, key).seal({"fields": fields})
    row = KeptForm(
        key=key,
        person_id=account.person_id,
        kind=typed.kind,
        page=typed.page,
        reason=reason,
        at=at,
        sealed=sealed,
    )
    db.session.add(row)
    return row
