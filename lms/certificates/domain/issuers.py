# SPDX-License-Identifier: Apache-2.0
"""The training body as it names itself on paper, before and after it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.certificates.domain.snapshot import Issuer, SealKind, Words

NOT_RECORDED = "none"


@dataclass(frozen=True, slots=True)
class IssuerGiven:
    """What an officer enters: it holds for papers issued from the day on."""

    name: Words
    representative: Words
    notice: Words
    notice_confirmed: bool
    seal: SealKind
    seal_digest: str | None
    from_day: date

    def as_printed(self, version: str) -> Issuer:
        """Make the value that stands in a snapshot."""
        return Issuer(
            version=version,
            name=self.name,
            representative=self.representative,
            notice=self.notice,
            notice_confirmed=self.notice_confirmed,
            seal=self.seal,
            seal_digest=self.seal_digest,
        )
