# SPDX-License-Identifier: Apache-2.0
"""The support code at the foot of every page: when, which page, which browser. It says nothing of the person.

The code carries what it says, so nothing has to be stored to read it, and it is the id of the page's line in the log.
Twelve signs of an alphabet without look-alikes hold 58 bits: the second (29), the page (12), the browser (7), and a
running number (10) that keeps two pages of one second apart.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from lms.web.devices import device_number, named

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SECOND_BITS, PAGE_BITS, DEVICE_BITS, RUNNING_BITS = 29, 12, 7, 10
MOST_KEPT = 1024
NO_PAGE = 0

_running = itertools.count(secrets.randbelow(1 << RUNNING_BITS))
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Told:
    """What a code says. `rules`: the pages that it may mean, seldom more than one; none for a page that is not here."""

    at: datetime
    rules: tuple[str, ...]
    device: str
    was_a_page: bool


def code_for(*, at: datetime, rule: str | None, user_agent: str) -> str:
    """The code of a page asked for at a moment, in groups of four."""
    bits = int((at - BEGIN).total_seconds()) % (1 << SECOND_BITS)
    bits = bits << PAGE_BITS | _page(rule)
    bits = bits << DEVICE_BITS | _device(user_agent)
    bits = bits << RUNNING_BITS | next(_running) % (1 << RUNNING_BITS)
    signs = ""
    for _ in range(LENGTH):
        bits, sign = divmod(bits, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str, rules: Iterable[str]) -> Told | None:
    """What a code says, typed in any width or case; None if it cannot be one. `rules` are those of this site."""
    signs = [sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum()]
    if len(signs) != LENGTH or any(sign not in _VALUES for sign in signs):
        return None
    bits = 0
    for sign in signs:
        bits = bits * len(ALPHABET) + _VALUES[sign]
    bits, device = divmod(bits >> RUNNING_BITS, 1 << DEVICE_BITS)
    seconds, page = divmod(bits, 1 << PAGE_BITS)
    if seconds >> SECOND_BITS:
        return None
    meant = tuple(sorted({rule for rule in rules if _page(rule) == page}))
    return Told(BEGIN + timedelta(seconds=seconds), meant, named(device), page != NO_PAGE)


@lru_cache(maxsize=MOST_KEPT)
def _page(rule: str | None) -> int:
    if rule is None:
        return NO_PAGE
    digest = hashlib.sha256(rule.encode()).digest()
    return 1 + int.from_bytes(digest[:4], "big") % ((1 << PAGE_BITS) - 1)


@lru_cache(maxsize=MOST_KEPT)
def _device(user_agent: str) -> int:
    return device_number(user_agent)
