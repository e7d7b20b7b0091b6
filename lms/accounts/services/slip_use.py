# SPDX-License-Identifier: Apache-2.0
"""Beginning with a slip: number and code, then a password of her own.

A refusal takes as long, writes as much and says the same whether or not there is such a number. What is wrong with a
slip that was used, replaced or is too old is said only to whoever has its code, so to whoever has the paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import NOBODY
from lms.accounts.adapters import hashing
from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.domain.passwords import password_fault
from lms.accounts.domain.slips import SlipKind, SlipState
from lms.accounts.domain.throttles import SLIP, SLIP_ADDRESS
from lms.accounts.models import Account, Person, Slip
from lms.accounts.queries import slips as queries
from lms.accounts.services.noticing import notify
from lms.accounts.services.passwords import replace_password
from lms.accounts.services.registering import accept
from lms.accounts.services.signing_in import alone_with, identity_of
from lms.accounts.services.slips import digest_of
from lms.accounts.services.throttling import forget_tries, note_try, refuse_while_waiting
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Invalid
from lms.identifiers import new_key


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a number and a code: nothing, or a slip and what it is worth."""

    slip: Slip | None = None
    state: SlipState | None = None

    @property
    def is_open(self) -> bool:
        """Whether a password may be chosen with it."""
        return self.state is SlipState.OPEN


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a person gives with her slip."""

    number: str
    code: str
    password: str = field(repr=False)
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Name of the text → its exact wording, where it has to be accepted."""
    locale: str = "ja"
    device: str = ""


def try_slip(number: str, code: str, *, address: str, at: datetime) -> Tried:
    """Look whether number and code belong together. Each that do not counts as a try.

    Errors: TooMany.
    """
    person = db.session.scalar(lock_rows(select(Person).where(Person.learner_number == number)))
    refuse_while_waiting(SLIP, number, at=at)
    refuse_while_waiting(SLIP_ADDRESS, address, at=at)
    slip = queries.slip_with(number, digest_of(number, code))
    if slip is None:
        note_try(SLIP, number, at=at)
        note_try(SLIP_ADDRESS, address, at=at)
        about = person if person is not None else ""
        audit.record(Tag.SIGN_IN_REFUSED, by=NOBODY, about=about, at=at, reason="slip")
        return Tried()
    return Tried(slip, _worth(slip, at=at))


@unaudited("a look; nothing is written")
def open_slip(number: str, code: str, *, at: datetime) -> Slip | None:
    """The slip that number and code belong to, if a password may be chosen with it."""
    slip = queries.slip_with(number, digest_of(number, code))
    return slip if slip is not None and _worth(slip, at=at) is SlipState.OPEN else None


def begin_with_slip(given: Beginning, *, address: str, at: datetime) -> Account | None:
    """Use a slip up and set the password she chose; None if number and code do not work any more.

    Where somebody has signed in before, it is a recovery: other browsers are signed out, and her mailboxes are told.
    Errors: Invalid, TooMany.
    """
    if password_fault(given.password) is not None:
        raise Invalid("password-not-accepted")
    tried = try_slip(given.number, given.code, address=address, at=at)
    slip = tried.slip
    if slip is None or not tried.is_open:
        return None
    person = slip.person
    account = alone_with(person.account)
    slip.used_at, slip.sealed = at, None
    if account is None:
        account = _opened(person, given, at=at)
    else:
        replace_password(account, given.password, way="slip", at=at)
    herself = identity_of(account)
    audit.record(Tag.SLIP_USED, by=herself, about=person, at=at, purpose=slip.kind, slip=slip.key)
    notify(person, NoticeKind.SLIP_USED, by=herself, at=at, device=given.device)
    accept(person, given.accepted, by=herself, at=at)
    forget_tries(SLIP, given.number)
    return account


def _worth(slip: Slip, *, at: datetime) -> SlipState:
    receiver, account = queries.receiver_of(slip.person), slip.person.account
    is_closed = receiver.is_closed or receiver.is_merged
    # A slip to begin with serves no account that somebody has begun with already.
    is_late = account is not None and slip.kind == SlipKind.FIRST and slip.used_at is None
    return SlipState.VOID if is_closed or is_late else queries.state_of(slip, at=at)


def _opened(person: Person, given: Beginning, *, at: datetime) -> Account:
    account = Account(
        key=new_key(),
        person=person,
        password_hash=hashing.hash_of(given.password),
        password_set_at=at,
        opened_at=at,
        locale=given.locale,
    )
    db.session.add(account)
    db.session.flush()  # needs account.id
    audit.record(Tag.ACCOUNT_OPENED, by=identity_of(account), about=account, at=at)
    return account
