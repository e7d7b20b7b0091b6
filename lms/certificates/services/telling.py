# SPDX-License-Identifier: Apache-2.0
"""Telling the holder that a certificate is ready."""

from __future__ import annotations

from datetime import datetime

from lms.audit import unaudited
from lms.certificates import notices, queries
from lms.certificates.models import Certificate
from lms.certificates.services.papers import snapshot_of
from lms.mail import outbox


@unaudited("the mail itself is the record")
def tell_holder(certificate: Certificate, *, at: datetime) -> int:
    """Write to the holder's own confirmed addresses; how many mails were written.

    Shared addresses are told nothing: whoever reads them has no business with the result. Samples are no news.
    """
    if certificate.sample or certificate.number is None:
        return 0
    snapshot = snapshot_of(certificate)
    account = certificate.person.account
    addresses = queries.own_addresses(certificate.person_id)
    for address in addresses:
        message = notices.certificate_issued(
            to=address,
            locale=account.locale if account is not None else "ja",
            name=snapshot.holder.name or snapshot.holder.latin,
            course={"ja": snapshot.course.name.ja, "en": snapshot.course.name.en},
            number=certificate.number,
        )
        outbox.put(message, at=at)
    return len(addresses)
