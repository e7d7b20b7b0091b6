# SPDX-License-Identifier: Apache-2.0
"""Recording how the training body names itself on paper; each recording is a version, none is changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from lms import audit
from lms.access.identity import Identity
from lms.audit import Tag, unaudited
from lms.certificates.domain.issuers import IssuerGiven
from lms.certificates.domain.seal import fault_of
from lms.certificates.domain.snapshot import SealKind
from lms.certificates.models import IssuerVersion
from lms.db import db
from lms.errors import Invalid
from lms.storage import files


def record_issuer(given: IssuerGiven, *, by: Identity, at: datetime) -> IssuerVersion:
    """Append a version of the issuer; papers already issued keep the one they carry.

    Errors: Invalid if the seal is to be a picture and none was kept that can be printed.
    """
    _refuse_unusable_seal(given)
    version = IssuerVersion(
        name=asdict(given.name),
        representative=asdict(given.representative),
        notice=asdict(given.notice),
        notice_confirmed=given.notice_confirmed,
        seal_kind=given.seal,
        seal_digest=given.seal_digest if given.seal is SealKind.IMAGE else None,
        from_day=given.from_day,
        recorded_at=at,
        recorded_by=by.person_key,
    )
    db.session.add(version)
    db.session.flush()  # needs version.id
    audit.record(
        Tag.ISSUER_RECORDED, by=by, about=version, at=at, name=given.name.ja, from_day=given.from_day.isoformat()
    )
    return version


@unaudited("a file by its digest is nothing until a version of the issuer names it")
def keep_seal(content: bytes) -> str:
    """Store the picture of a seal by its digest; it is printed once an issuer's version names it.

    Errors: Invalid if the file cannot be printed.
    """
    if fault_of(content) is not None:
        raise Invalid("seal-not-usable")
    return files.put(content)


def _refuse_unusable_seal(given: IssuerGiven) -> None:
    if given.seal is not SealKind.IMAGE:
        return
    if given.seal_digest is None:
        raise Invalid("seal-picture-missing")
    try:
        content = files.get(given.seal_digest)
    except (FileNotFoundError, ValueError):
        raise Invalid("seal-not-usable") from None
    if fault_of(content) is not None:
        raise Invalid("seal-not-usable")
