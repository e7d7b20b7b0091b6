# SPDX-License-Identifier: Apache-2.0
"""What a holder's list shows of each completion, as values for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.certificates import queries, services
from lms.certificates.domain.printed import renewal_costs
from lms.certificates.domain.snapshot import PaperKind
from lms.certificates.domain.standing import Answer, Standing, answer_of
from lms.certificates.labels import BADGES
from lms.certificates.queries import Certificate, Completion, Held
from lms.i18n import bilingual


@dataclass(frozen=True, slots=True)
class Entry:
    """One completion: what it earned, how it stands today, what renewing today would cost."""

    completion: Completion
    certificate: Certificate | None
    kind: PaperKind
    standing: Standing | None
    is_rendered: bool
    costs_days: int
    is_newest: bool
    reissued_on: date | None

    @property
    def course(self) -> str:
        """The name of what was taught."""
        return bilingual(self.completion.enrolment.edition.title)

    @property
    def course_key(self) -> str:
        """Where to renew."""
        return self.completion.enrolment.edition.course.key

    @property
    def is_being_prepared(self) -> bool:
        """Whether the job that issues or renders has not run yet."""
        return self.kind is not PaperKind.LEARNING_RECORD and not self.is_rendered

    @property
    def badge(self) -> tuple[str, str]:
        """The state in a few words, and of which kind it is."""
        words, kind = BADGES[Answer.UNKNOWN if self.standing is None else self.standing.answer]
        return str(words), kind

    @property
    def may_renew(self) -> bool:
        """Whether this is the time to renew: it is due or over, and nothing newer is there."""
        due = {Answer.RENEWAL_DUE, Answer.EXPIRED}
        return self.is_newest and self.standing is not None and self.standing.answer in due


def shelf_of(person_key: str, *, on: date, at: datetime) -> list[Entry]:
    """The completions of a person, the newest first."""
    seen: set[str] = set()
    entries = []
    for held in queries.held_by(person_key):
        course_type = held.completion.course_type
        entries.append(_entry(held, is_newest=course_type not in seen, on=on, at=at))
        seen.add(course_type)
    return entries


def _entry(held: Held, *, is_newest: bool, on: date, at: datetime) -> Entry:
    certificate, standing = held.certificate, None
    if certificate is not None and held.facts is not None:
        standing = answer_of(held.facts, on)
        kind = PaperKind.SAMPLE if certificate.sample else PaperKind.CERTIFICATE
    else:
        kind = services.earned_kind(held.completion, on=on, at=at)
    return Entry(
        completion=held.completion,
        certificate=certificate,
        kind=kind,
        standing=standing,
        is_rendered=held.is_rendered,
        costs_days=0 if certificate is None else renewal_costs(certificate.valid_through, renewed_on=on),
        is_newest=is_newest,
        reissued_on=held.reissued_on,
    )
