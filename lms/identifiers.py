# SPDX-License-Identifier: Apache-2.0
"""Public keys and numbers: Crockford base32 ids and decimal numbers with a check digit."""

from __future__ import annotations

import secrets
import unicodedata

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CERTIFICATE_ID_BITS = 80
CERTIFICATE_ID_LENGTH = 16
LEARNER_NUMBER_DIGITS = 8
REQUEST_NUMBER_DIGITS = 7
SECRET_CODE_LENGTH = 12
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = dict.fromkeys(map(ord, " \u3000-‐‑‒–—−ー_.\t"))


def new_key() -> str:
    """A public key of 80 random bits for URLs, lower case."""
    return _crockford(secrets.randbits(CERTIFICATE_ID_BITS)).lower()


def new_certificate_id() -> str:
    """A certificate id: 80 random bits, 16 characters of Crockford base32."""
    return _crockford(secrets.randbits(CERTIFICATE_ID_BITS))


def _crockford(bits: int) -> str:
    return "".join(CROCKFORD[bits >> shift & 31] for shift in range(CERTIFICATE_ID_BITS - 5, -1, -5))


def parse_certificate_id(typed: str) -> str | None:
    """The id that was meant by what somebody typed, or None if it cannot be one.

    Groups, full width, lower case and the look-alikes O, I and L are accepted, as Crockford intended.
    """
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_SEPARATORS).translate(_LOOK_ALIKES)
    if len(folded) != CERTIFICATE_ID_LENGTH or any(sign not in CROCKFORD for sign in folded):
        return None
    return folded


def in_groups(certificate_id: str) -> str:
    """The id in groups of four, as it is printed."""
    return " ".join(certificate_id[start : start + 4] for start in range(0, len(certificate_id), 4))


def check_digit(digits: str) -> str:
    """The Damm check digit: finds every single wrong digit and every swap of neighbours.

    Source: H. M. Damm, Total anti-symmetrische Quasigruppen (2004), table of order 10.
    """
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_learner_number() -> str:
    """A learner number: seven random digits, the first not zero, and a check digit."""
    body = str(secrets.randbelow(9_000_000) + 1_000_000)
    return body + check_digit(body)


def parse_learner_number(typed: str) -> str | None:
    """The learner number that was meant, in any width and with or without hyphens; None if the check digit is wrong."""
    folded = unicodedata.normalize("NFKC", typed).translate(_SEPARATORS)
    if len(folded) != LEARNER_NUMBER_DIGITS or not (folded.isascii() and folded.isdigit()):
        return None
    return folded if check_digit(folded[:-1]) == folded[-1] else None


def new_request_number() -> str:
    """The number of a request that somebody reads out on the telephone: six random digits and a check digit."""
    body = str(secrets.randbelow(900_000) + 100_000)
    return body + check_digit(body)


def parse_request_number(typed: str) -> str | None:
    """The request number that was meant, in any width, with or without hyphens; None if the check digit is wrong."""
    folded = unicodedata.normalize("NFKC", typed).translate(_SEPARATORS)
    if len(folded) != REQUEST_NUMBER_DIGITS or not (folded.isascii() and folded.isdigit()):
        return None
    return folded if check_digit(folded[:-1]) == folded[-1] else None


def new_secret_code() -> str:
    """A code of 60 random bits that somebody writes down: twelve characters without look-alikes."""
    return new_certificate_id()[:SECRET_CODE_LENGTH]


def parse_secret_code(typed: str) -> str | None:
    """The code that was meant, as `parse_certificate_id` takes an id; None if it cannot be one."""
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_SEPARATORS).translate(_LOOK_ALIKES)
    if len(folded) != SECRET_CODE_LENGTH or any(sign not in CROCKFORD for sign in folded):
        return None
    return folded
