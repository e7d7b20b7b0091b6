# SPDX-License-Identifier: Apache-2.0
"""Looks at what was typed into refused pages and is kept for the person whose page it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from lms import config
from lms.accounts.domain.keeping import KEPT_FOR, Kept, Reason
from lms.accounts.models import Account, KeptForm, Person, SignInSession
from lms.db import db
from lms.drafts.sealing import Place, place_of
from lms.drafts.typed import TypedKind


def account_of_page(session_digest: str, *, at: datetime) -> Account | None:
    """The open account for which a page was made, by the session that it was made in; that may be long closed."""
    wanted = select(Account).join(SignInSession, SignInSession.account_id == Account.id)
    recent = SignInSession.opened_at > at - KEPT_FOR
    found = wanted.where(SignInSession.digest == session_digest, recent, Account.closed_at.is_(None))
    return db.session.scalar(found.options(joinedload(Account.person)))


def kept_form(key: str) -> KeptForm | None:
    """The row with this key, its owner with it."""
    return db.session.scalar(select(KeptForm).where(KeptForm.key == key).options(joinedload(KeptForm.person)))


def kept_rows(person: Person, kind: TypedKind) -> Sequence[KeptForm]:
    """The rows of a person, newest first."""
    wanted = select(KeptForm).where(KeptForm.person_id == person.id, KeptForm.kind == kind)
    return db.session.scalars(wanted.order_by(KeptForm.at.desc(), KeptForm.id.desc())).all()


def kept_of(person_key: str, *, at: datetime) -> list[Kept]:
    """The forms kept for a person, newest first, opened."""
    return _opened(person_key, KeptForm.kind == TypedKind.FORM, at=at)


def kept_on(person_key: str, path: str, *, at: datetime) -> list[Kept]:
    """The forms kept for a person that were typed on this page."""
    here = or_(KeptForm.page == path, KeptForm.page.startswith(path + "?", autoescape=True))
    return _opened(person_key, KeptForm.kind == TypedKind.FORM, here, at=at)


def answers_kept_on(person_key: str, path: str, *, at: datetime) -> Kept | None:
    """The answers kept for a person that were given on this page of a test."""
    found = _opened(person_key, KeptForm.kind == TypedKind.ANSWERS, KeptForm.page == path, at=at)
    return found[0] if found else None


def opened(row: KeptForm) -> Kept:
    """A row as its owner sees it."""
    contents = place_for(row.owner_key, row.key).opened(row.sealed) or {"fields": []}
    fields = tuple((str(name), str(value)) for name, value in contents["fields"])
    return Kept(row.key, TypedKind(row.kind), row.page, Reason(row.reason), row.at, fields)


def place_for(person_key: str, key: str) -> Place:
    """What seals and opens a row: it takes the site's secret and the owner's key."""
    return place_of(config.current().secret_key, "kept", person_key, key)


def _opened(person_key: str, *conditions: ColumnElement[bool], at: datetime) -> list[Kept]:
    wanted = select(KeptForm).join(Person).where(Person.key == person_key, KeptForm.at > at - KEPT_FOR, *conditions)
    rows = db.session.scalars(wanted.options(joinedload(KeptForm.person)).order_by(KeptForm.at.desc(), KeptForm.id))
    return [opened(row) for row in rows]
