# SPDX-License-Identifier: Apache-2.0
"""URL keys to things."""

from __future__ import annotations

from lms.certificates import queries
from lms.certificates.adapters.signing import KeyRecord


def certificate(certificate_id: str) -> queries.Certificate | None:
    """The certificate with exactly this id."""
    return queries.by_certificate_id(certificate_id)


def found(certificate_id: str) -> queries.Found | None:
    """What the public page says of the certificate with exactly this id."""
    return queries.look_up(certificate_id)


def completion(completion_key: str) -> queries.Completion | None:
    """The completion with this key."""
    return queries.completion_by_key(completion_key)


def issuer_version(version_id: int) -> queries.IssuerVersion | None:
    """A recorded version of the issuer."""
    return queries.issuer_version(version_id)


def published_keys() -> list[KeyRecord]:
    """The public half of every key that ever signed, the newest first."""
    return [
        KeyRecord(row.public_bytes, row.from_moment, row.until_moment, row.is_development)
        for row in queries.public_keys()
    ]
