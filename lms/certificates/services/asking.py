# SPDX-License-Identifier: Apache-2.0
"""Questions that could be guessed at: a birth date compared with the one on a certificate.

Five wrong tries a day from one address; a stranger's leave the others theirs, up to a most for the certificate.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from lms.accounts.domain.throttles import Limit
from lms.accounts.services.throttling import note_try, refuse_while_waiting
from lms.audit import unaudited
from lms.certificates import queries
from lms.certificates.models import Certificate
from lms.db import db, lock_rows
from lms.errors import TooMany

A_DAY = timedelta(days=1)
FROM_ADDRESS = Limit("certificate-birth-date", free=5, first_wait=A_DAY, longest_wait=A_DAY, window=A_DAY)
FROM_ANYWHERE = Limit("certificate-birth-date-all", free=60, first_wait=A_DAY, longest_wait=A_DAY, window=A_DAY)
NOTHING_CHANGES = "an answer to an anonymous question; only wrong tries are counted"


@unaudited(NOTHING_CHANGES)
def compare_birth_date(certificate_id: str, birth_date: date, *, address: str, at: datetime) -> bool:
    """Whether the birth date is the one on the certificate.

    Errors: TooMany after five wrong tries from an address within a day, or sixty from anywhere.
    """
    db.session.execute(lock_rows(select(Certificate.id).where(Certificate.certificate_id == certificate_id)))
    counted = ((FROM_ADDRESS, f"{certificate_id} {address}"), (FROM_ANYWHERE, certificate_id))
    try:
        for limit, subject in counted:
            refuse_while_waiting(limit, subject, at=at)
    except TooMany as refused:
        raise TooMany("birth-date-tries", **refused.details) from refused
    matches = _birth_date_of(certificate_id) == birth_date.isoformat()
    if not matches:
        for limit, subject in counted:
            note_try(limit, subject, at=at)
    return matches


@unaudited(NOTHING_CHANGES)
def find_by_number(number: str, birth_date: date, *, address: str, at: datetime) -> str | None:
    """The id of the certificate with this number, for whoever knows the holder's birth date, too.

    Wrong numbers and wrong birth dates get the same answer, as often and as late.

    Errors: TooMany, as above.
    """
    certificate_id = queries.id_of_number(number) or number
    return certificate_id if compare_birth_date(certificate_id, birth_date, address=address, at=at) else None


def _birth_date_of(certificate_id: str) -> str | None:
    found = queries.look_up(certificate_id)
    return None if found is None or found.snapshot is None else str(found.snapshot["holder"]["birth_date"])
