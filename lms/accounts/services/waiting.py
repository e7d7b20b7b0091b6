# SPDX-License-Identifier: Apache-2.0
"""A new password by learner number and birth date, for who has no mailbox of her own. It waits and can be stopped.

Asking does the same work and says the same whether or not number and birth date fit somebody. Only the one who asked
sees the code, which the mails do not carry: reading a shared mailbox is good for stopping, never for coming in.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from lms import audit
from lms.access.identity import NOBODY, Identity
from lms.accounts import notices
from lms.accounts.adapters import hashing
from lms.accounts.domain.throttles import RESET_CODE, RESET_CODE_ADDRESS, WAITING_RESET, WAITING_RESET_ADDRESS
from lms.accounts.domain.tokens import Purpose
from lms.accounts.domain.waiting import End, ResetState, expires_at, opens_at
from lms.accounts.models import Account, WaitingReset
from lms.accounts.queries import waiting
from lms.accounts.queries.mailboxes import language_of, mailboxes_of
from lms.accounts.services.ranking import refuse_outranked
from lms.accounts.services.throttling import forget_tries, note_try, refuse_while_waiting
from lms.accounts.services.tokens import make_token, void_tokens
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Conflict
from lms.identifiers import new_key, new_request_number, new_secret_code, parse_request_number, parse_secret_code
from lms.jobs import outbox as jobs
from lms.mail import outbox

ANNOUNCE = "accounts.announce_reset"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the one who asked writes down."""

    number: str
    code: str = field(repr=False)
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """The request that number and code belong to, and the link's secret if it is open."""

    state: ResetState
    asked_at: datetime
    token: str | None = field(default=None, repr=False)


def ask(learner_number: str, birth_date: date, *, address: str, at: datetime) -> Asked:
    """Note that somebody asked for a new password by number and birth date. Whether they fit shows nowhere.

    Errors: TooMany.
    """
    for limit, counted in ((WAITING_RESET, learner_number), (WAITING_RESET_ADDRESS, address)):
        refuse_while_waiting(limit, counted, at=at)
        note_try(limit, counted, at=at)
    asked = Asked(_free_number(), new_secret_code(), at)
    key = new_key()
    db.session.add(
        WaitingReset(
            key=key,
            number=asked.number,
            code_digest=hashing.digest_of(asked.code),
            account_id=waiting.account_id_by(learner_number, birth_date),
            asked_at=at,
        )
    )
    jobs.enqueue(ANNOUNCE, {"reset_key": key}, at=at)
    audit.record(Tag.PASSWORD_RESET_REQUESTED, by=NOBODY, about="", at=at)
    return asked


def announce(reset_key: str, *, at: datetime) -> None:
    """Tell every mailbox of the person that a request was made for her, and how to stop it; once."""
    reset = waiting.reset_by_key(reset_key, alone=True)
    if reset is None or reset.mail_ids is not None:
        return
    reset.mail_ids = []
    if reset.account is None:
        return
    person, secret = reset.account.person, hashing.new_token()
    reset.stop_digest = hashing.digest_of(secret)
    moment = None if waiting.waits_for_officer(person) else opens_at(reset.asked_at)
    mails = (
        notices.reset_asked(box, locale=language_of(person), token=secret, opens_at=moment)
        for box in mailboxes_of(person)
    )
    reset.mail_ids = [outbox.put(mail, at=at) for mail in mails]
    told = len(reset.mail_ids)
    audit.record(Tag.RESET_WAITING, by=NOBODY, about=reset.account, at=at, number=reset.number, told=told)


def use_code(number: str, code: str, *, address: str, at: datetime) -> Found | None:
    """The request that a number and a code belong to, with a link if its time has come; None if they do not fit.

    Errors: TooMany.
    """
    subject = parse_request_number(number) or "-"
    refuse_while_waiting(RESET_CODE, subject, at=at)
    refuse_while_waiting(RESET_CODE_ADDRESS, address, at=at)
    reset = waiting.reset_by_number(subject)
    known = hashing.digest_of("") if reset is None else reset.code_digest
    is_right = hmac.compare_digest(known, hashing.digest_of(parse_secret_code(code) or "-"))
    if reset is None or not is_right:
        note_try(RESET_CODE, subject, at=at)
        note_try(RESET_CODE_ADDRESS, address, at=at)
        audit.record(Tag.SIGN_IN_REFUSED, by=NOBODY, about="", at=at, reason="reset-code")
        return None
    forget_tries(RESET_CODE, subject)
    state = waiting.state_of(reset, at=at)
    if state is not ResetState.OPEN or reset.account is None:
        return Found(state, reset.asked_at)
    audit.record(Tag.PASSWORD_RESET_REQUESTED, by=NOBODY, about=reset.account, at=at)
    return Found(state, reset.asked_at, make_token(Purpose.RESET_PASSWORD, account=reset.account, at=at))


def release(reset: WaitingReset, *, evidence: str, by: Identity, at: datetime) -> None:
    """Let a request be used at once, by an officer who made sure that it was the person.

    Errors: Conflict, Refused.
    """
    _hold(reset)
    if reset.account is not None:
        refuse_outranked(reset.account.person, by=by)
    if reset.account is None or reset.ended_at is not None or at >= expires_at(reset.asked_at):
        raise Conflict("reset-ended")
    if reset.released_at is None:
        reset.released_at, reset.released_by = at, by.person_key
        audit.record(Tag.RESET_RELEASED, by=by, about=reset.account, at=at, number=reset.number, evidence=evidence)


def stop(account: Account, *, how: End, by: Identity, at: datetime) -> int:
    """Stop every request of an account that is under way; how many there were."""
    db.session.scalar(lock_rows(select(Account.id).where(Account.id == account.id)))
    ended = end_all(account, why=how, at=at)
    void_tokens(Purpose.RESET_PASSWORD, account=account, contact=None, at=at)
    for number in ended:
        audit.record(Tag.RESET_STOPPED, by=by, about=account, at=at, number=number, how=how)
    return len(ended)


def stop_by_mail(token: str, *, at: datetime) -> None:
    """Stop what the link of a mail is about, and whatever else is under way for the same person.

    Errors: Conflict.
    """
    reset = waiting.reset_by_stop_token(token)
    if reset is None or reset.account is None:
        raise Conflict("link-not-usable")
    stop(reset.account, how=End.STOPPED_BY_MAIL, by=NOBODY, at=at)


@unaudited("the callers record what ended them")
def end_all(account: Account, *, why: End, at: datetime) -> list[str]:
    """End the requests of an account that are under way; their numbers."""
    live = waiting.live_resets_of(account, at=at)
    for reset in live:
        reset.ended_at, reset.ended_why = at, why
    return [reset.number for reset in live]


def _hold(reset: WaitingReset) -> None:
    locked = lock_rows(select(WaitingReset).where(WaitingReset.id == reset.id))
    db.session.execute(locked.execution_options(populate_existing=True)).one()


def _free_number() -> str:
    while waiting.reset_by_number(number := new_request_number()) is not None:
        pass
    return number
