# SPDX-License-Identifier: Apache-2.0
"""Values that travel through a page and come back unread and unaltered, or not at all."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken

from lms.accounts.adapters import hashing

LONGEST_SEAL = 2000


def seal(values: Mapping[str, str], *, secret_key: str, at: datetime) -> str:
    """The values, encrypted and dated."""
    return _fernet(secret_key).encrypt_at_time(json.dumps(dict(values)).encode(), int(at.timestamp())).decode()


def opened(text: str, *, secret_key: str, lifetime: timedelta, at: datetime) -> dict[str, str] | None:
    """The values sealed at most `lifetime` ago by this site; None for anything else."""
    if not text or len(text) > LONGEST_SEAL or not text.isascii():
        return None
    try:
        seconds = int(lifetime.total_seconds())
        values = _fernet(secret_key).decrypt_at_time(text.encode(), seconds, int(at.timestamp()))
    except InvalidToken:
        return None
    return {str(name): str(value) for name, value in json.loads(values).items()}


def _fernet(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(hashing.keyed(secret_key, "seal"))))
