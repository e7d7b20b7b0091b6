# SPDX-License-Identifier: Apache-2.0
"""A signing key that is always the same, and messages signed by it."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.certificates.adapters import cose
from lms.certificates.adapters.signing import FileKey, KeyRecord
from lms.certificates.domain.payload import Payload, fit_names, to_map
from lms.certificates.domain.snapshot import Snapshot

_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = _PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
KEY = FileKey(KeyRecord(PUBLIC, datetime(2026, 1, 1, tzinfo=UTC)), _PRIVATE)


def find_key(kid: bytes) -> bytes | None:
    """The public half, by its id."""
    return PUBLIC if kid == KEY.kid else None


def signed_facts(snapshot: Snapshot) -> bytes:
    """The message in the code of this snapshot."""
    holder = snapshot.holder
    names = fit_names(holder.name or holder.latin, holder.kana)
    payload = Payload(
        certificate_id=snapshot.certificate_id,
        name=names.name,
        kana=names.kana,
        birth_date=holder.birth_date,
        course=snapshot.course.code,
        edition=snapshot.course.edition,
        completed_on=snapshot.completed_on,
        valid_through=snapshot.valid_through,
        status_index=snapshot.status_index,
        is_sample=snapshot.is_sample,
        name_is_cut=names.name_is_cut,
        kana_is_cut=names.kana_is_cut,
    )
    return cose.sign1(cose.encode(to_map(payload)), KEY)
