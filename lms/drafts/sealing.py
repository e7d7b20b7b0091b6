# SPDX-License-Identifier: Apache-2.0
"""Where a draft lies and with what key it is sealed: both follow from words that only the browser's cookie knows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


@dataclass(frozen=True, slots=True)
class Place:
    """One draft's place in the table, and what opens it."""

    digest: str
    key: bytes = field(repr=False)

    def seal(self, contents: Mapping[str, Any]) -> str:
        """The contents, unreadable."""
        return Fernet(self.key).encrypt(json.dumps(contents, ensure_ascii=False).encode()).decode()

    def opened(self, sealed: str) -> dict[str, Any] | None:
        """The contents again; None for anything that was not sealed for this place."""
        try:
            contents: dict[str, Any] = json.loads(Fernet(self.key).decrypt(sealed.encode()))
        except InvalidToken:
            return None
        return contents


def place_of(secret_key: str, *words: str) -> Place:
    """The place that belongs to these words: the browser's secret, the person, the form, the draft's key."""
    return Place(
        digest=_keyed(secret_key, "draft", *words).hex(),
        key=base64.urlsafe_b64encode(_keyed(secret_key, "draft-seal", *words)),
    )


def _keyed(secret_key: str, *words: str) -> bytes:
    return hmac.new(secret_key.encode(), "\x1f".join(words).encode(), hashlib.sha256).digest()
