# SPDX-License-Identifier: Apache-2.0
"""Passwords by argon2, and digests of secrets that are random already."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

PASSES = 2
KIBIBYTES = 19 * 1024
LANES = 1
TOKEN_BYTES = 32
_hasher = PasswordHasher(time_cost=PASSES, memory_cost=KIBIBYTES, parallelism=LANES)


def hash_of(password: str) -> str:
    """The hash to keep of a password. Full-width typing of the same password counts as the same."""
    return _hasher.hash(_folded(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash; takes the same time where there is no hash to compare with."""
    try:
        _hasher.verify(password_hash or _nobodys(), _folded(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(password_hash)


def new_token() -> str:
    """A secret for a link or a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is kept of a random secret: nobody who reads the database can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(secret_key: str, *parts: str) -> str:
    """A digest of something guessable, which only this site can compute."""
    return hmac.new(secret_key.encode(), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(TOKEN_BYTES))
