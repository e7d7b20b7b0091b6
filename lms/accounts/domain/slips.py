# SPDX-License-Identifier: Apache-2.0
"""The slip 受講のしおり by which a person begins without e-mail: its code, its life, and who may make one for whom.

A code has nine signs in three groups. Digits and letters that are taken for one another (0 O 1 I L) do not occur, and
the last sign checks the others: with 31 signs, a prime, the weighted sum finds every single wrong sign and every two
that changed places.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lms.access.identity import Role
from lms.identifiers import LEARNER_NUMBER_DIGITS
from lms.periods import TOKYO, tokyo_day

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH, GROUP = 9, 3
LIFETIME_DAYS = 14
SEALED_FOR = timedelta(hours=24)
"""So long may the one who made a slip fetch its paper, once; after that nobody can read the code any more."""
LOOK_ALIKES = frozenset("0O1IL")
OUTRANKING = frozenset({Role.OPERATOR, Role.OFFICER, Role.AUTHOR})
"""Whoever takes over such an account can do what an officer alone cannot: their slips are made by the operator."""
_SEPARATORS = dict.fromkeys(map(ord, " \u3000-‐‑‒–—−ー_.\t\r\n"))


class CodeFault(StrEnum):
    """Why what was typed cannot be a code; nothing was looked up to find it."""

    LENGTH = "length"
    NUMBER = "number"
    LOOK_ALIKE = "look_alike"
    SIGNS = "signs"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class CodeTyped:
    """What somebody typed, as a code or with its fault and the signs that cause it."""

    code: str = ""
    fault: CodeFault | None = None
    signs: tuple[str, ...] = ()


class SlipKind(StrEnum):
    """What a slip is for: to begin, or to find back in."""

    FIRST = "first"
    RECOVERY = "recovery"


class SlipState(StrEnum):
    """What a slip is worth at a moment."""

    OPEN = "open"
    USED = "used"
    VOID = "void"
    EXPIRED = "expired"


class SlipRefusal(StrEnum):
    """Why somebody may not make a slip for a person."""

    CLOSED = "account-closed"
    OUTRANKED = "slip-needs-operator"
    BEGUN = "slip-needs-officer"
    MERGED = "slip-record-merged"


@dataclass(frozen=True, slots=True)
class Receiver:
    """What is known of the person for whom a slip is to be made, and of the person she was found to be."""

    has_account: bool
    is_closed: bool
    roles: Collection[Role]
    is_merged: bool = False
    """Whether the record was found to belong to another one."""


class VoidReason(StrEnum):
    """Why a slip does not work any more although nobody used it."""

    NEWER = "newer"
    LOST = "lost"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """What is printed on a slip."""

    name: str
    kana: str
    learner_number: str
    code: str
    last_day: date


def last_day_of(made_at: datetime) -> date:
    """Count the last day on which a slip works: the fourteenth after the day it was made, in Tokyo."""
    return tokyo_day(made_at) + timedelta(days=LIFETIME_DAYS)


def expiry_of(made_at: datetime) -> datetime:
    """Find the moment from which a slip does not work: the end of its last day."""
    return datetime.combine(last_day_of(made_at) + timedelta(days=1), time(0), TOKYO)


def new_code() -> str:
    """Make a random code with its check sign; one without a letter could be taken for a number."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
        if not body.isdigit():
            return body + check_sign(body)


def check_sign(body: str) -> str:
    """Find the sign that makes the weighted sum of all nine a multiple of 31."""
    last_weight = CODE_LENGTH
    return ALPHABET[-_weighted(body) * pow(last_weight, -1, len(ALPHABET)) % len(ALPHABET)]


def in_groups(code: str) -> str:
    """Write the code as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> CodeTyped:
    """Read what was meant, in any width and case, with hyphens, spaces or neither; else the fault, to be told."""
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_SEPARATORS)
    if len(folded) == LEARNER_NUMBER_DIGITS and folded.isdigit():
        return CodeTyped(fault=CodeFault.NUMBER)
    if alike := _once(sign for sign in folded if sign in LOOK_ALIKES):
        return CodeTyped(fault=CodeFault.LOOK_ALIKE, signs=alike)
    if strange := _once(sign for sign in folded if sign not in ALPHABET):
        return CodeTyped(fault=CodeFault.SIGNS, signs=strange)
    if len(folded) != CODE_LENGTH:
        return CodeTyped(fault=CodeFault.LENGTH)
    if _weighted(folded) % len(ALPHABET):
        return CodeTyped(fault=CodeFault.MISTYPED)
    return CodeTyped(folded)


def state_of(*, expires_at: datetime, used_at: datetime | None, void_at: datetime | None, at: datetime) -> SlipState:
    """Say what a slip is worth at a moment."""
    if used_at is not None:
        return SlipState.USED
    if void_at is not None:
        return SlipState.VOID
    return SlipState.EXPIRED if at >= expires_at else SlipState.OPEN


def kind_for(receiver: Receiver) -> SlipKind:
    """Take a first slip for whoever has never signed in, recovery for everybody else."""
    return SlipKind.RECOVERY if receiver.has_account else SlipKind.FIRST


def refusal_of(receiver: Receiver, *, maker: Collection[Role]) -> SlipRefusal | None:
    """Why one who has these roles may not make a slip for this person, or None.

    A slip lets whoever holds it choose the password. So an organization manager makes one only as long as nobody has
    ever signed in as this person, and she has no duties here: what she does beside that organization is not the
    organization's. Officers do not take over accounts that can do what they cannot.
    """
    if not {Role.OPERATOR, Role.OFFICER} & set(maker):
        # One sentence for all of these: that a record was found to be somebody else's is nobody's business here.
        has_more = receiver.has_account or receiver.is_merged or bool(receiver.roles)
        return SlipRefusal.BEGUN if has_more else None
    if receiver.is_merged:
        return SlipRefusal.MERGED
    if receiver.is_closed:
        return SlipRefusal.CLOSED
    is_outranked = Role.OPERATOR not in maker and bool(OUTRANKING & set(receiver.roles))
    return SlipRefusal.OUTRANKED if is_outranked else None


def _weighted(signs: str) -> int:
    return sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=1))


def _once(signs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(signs))
