# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON (RFC 8785): the one spelling of a snapshot that is stored and hashed."""

from __future__ import annotations

import hashlib
from typing import Any, cast

import rfc8785

from lms.certificates.domain.snapshot import Snapshot, to_json


def canonical(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    Errors: ValueError for what JSON cannot carry (not-a-number, integers beyond 2^53, keys that are no text).
    """
    return rfc8785.dumps(cast(Any, value))


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """The snapshot as it is stored, hashed and attached to the paper."""
    return canonical(to_json(snapshot))


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
