# SPDX-License-Identifier: Apache-2.0
"""The signing keys: private halves in a folder of the data folder, public halves in the database for ever."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lms import audit, config
from lms.access.identity import SITE, Identity
from lms.audit import Tag, unaudited
from lms.certificates.adapters.signing import FileKey, KeyFolder, KeyRecord
from lms.certificates.models import PublicKey
from lms.db import db
from lms.errors import NotFound

FOLDER = "keys"


@unaudited("a look; nothing is written")
def folder() -> KeyFolder:
    """Where the private halves lie."""
    return KeyFolder(config.current().data_dir / FOLDER)


@unaudited("a look; nothing is written")
def active_key(at: datetime) -> KeyRecord | None:
    """The key that signs at a moment; a development key counts only on a development site."""
    known = folder().keys()
    return next((record for record in known if record.signs_at(at) and _may_sign(record)), None)


@unaudited("a look; nothing is written")
def has_key(at: datetime) -> bool:
    """Whether the site can sign; a development site makes a key when it first needs one."""
    return config.current().is_development or active_key(at) is not None


def signing_key(at: datetime) -> FileKey | None:
    """The key that signs at a moment, ready to sign; a development site makes its own at first need."""
    record = active_key(at)
    if record is None:
        if not config.current().is_development:
            return None
        record = create_key(by=SITE, at=at)
    elif db.session.get(PublicKey, record.kid.hex()) is None:
        # The folder was put in place by hand, or the act that made the key was rolled back.
        _publish(record, by=SITE, at=at)
    return folder().load(record.kid)


def create_key(*, by: Identity, at: datetime) -> KeyRecord:
    """Make a key that signs from now on; those in use before keep verifying, the newest signs."""
    record = folder().create(at, is_development=config.current().is_development)
    _publish(record, by=by, at=at)
    return record


def rotate_keys(*, by: Identity, at: datetime) -> KeyRecord:
    """Make a key and end the span of those in use until now."""
    record = folder().rotate(at, is_development=config.current().is_development)
    _publish(record, by=by, at=at)
    _end_spans(folder().keys())
    return record


def retire_key(kid: str, *, by: Identity, at: datetime) -> KeyRecord:
    """End the span of a key; what it signed stays verifiable.

    Errors: NotFound.
    """
    row = db.session.get(PublicKey, kid)
    if row is None:
        raise NotFound("key-unknown", kid=kid)
    record = folder().retire(bytes.fromhex(kid), at)
    _end_spans([record])
    audit.record(Tag.KEY_RETIRED, by=by, about=kid, at=at, kid=kid)
    return record


def _publish(record: KeyRecord, *, by: Identity, at: datetime) -> None:
    kid = record.kid.hex()
    db.session.add(
        PublicKey(
            kid=kid,
            public_bytes=record.public_bytes,
            from_moment=record.from_moment,
            until_moment=record.until_moment,
            is_development=record.is_development,
        )
    )
    audit.record(Tag.KEY_CREATED, by=by, about=kid, at=at, kid=kid)


def _end_spans(records: Iterable[KeyRecord]) -> None:
    for record in records:
        row = db.session.get(PublicKey, record.kid.hex())
        if row is not None and row.until_moment is None:
            row.until_moment = record.until_moment


def _may_sign(record: KeyRecord) -> bool:
    return config.current().is_development or not record.is_development
