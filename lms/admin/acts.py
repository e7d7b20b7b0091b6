# SPDX-License-Identifier: Apache-2.0
"""The audit record as pages show it: whose acts, about whom, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from lms.accounts import queries as accounts
from lms.accounts.queries.merging import merged_keys
from lms.accounts.queries.numbers import persons_behind
from lms.audit import queries as audit
from lms.certificates import queries as certificates
from lms.courses import queries as courses
from lms.periods import TOKYO
from lms.quizzes import queries as quizzes

if TYPE_CHECKING:
    from lms.accounts.models import Person
    from lms.audit.models import AuditRecord

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the record somebody wants to see; None asks for everything."""

    person: Person | None = None
    tag: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of the record; `persons` says whose key a key is: (person's key, learner number)."""

    rows: Sequence[AuditRecord]
    persons: dict[str, tuple[str, str]]
    older: int | None


def acts(asked: Asked) -> Acts:
    """The newest acts that fit, and where the older ones begin."""
    rows = audit.found(
        tag=asked.tag,
        keys=None if asked.person is None else keys_of(asked.person),
        since=_midnight(asked.first_day),
        until=_midnight(asked.last_day, days=1),
        before_id=asked.before_id,
        limit=PAGE_SIZE + 1,
    )
    shown = rows[:PAGE_SIZE]
    named = {row.about_key for row in shown} | {row.by_person_key for row in shown if row.by_person_key}
    return Acts(shown, persons_behind(named), shown[-1].id if len(rows) > PAGE_SIZE else None)


def keys_of(person: Person) -> frozenset[str]:
    """Everything of a person that the record may name: herself, her account, what she took and what she got."""
    account = accounts.account_of(person.key)
    enrolments = courses.enrolments_of(person.key)
    keys = {person.key, *merged_keys(person.key)} | {enrolment.key for enrolment in enrolments}
    keys |= {enrolment.completion.key for enrolment in enrolments if enrolment.completion is not None}
    keys |= {attempt.key for enrolment in enrolments for attempt in quizzes.attempts_of(enrolment)}
    keys |= {certificate.certificate_id for certificate in certificates.certificates_of(person.key)}
    return frozenset(keys if account is None else keys | {account.key})


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The moment at which a day begins in Tokyo, or the one so many days later."""
    return None if day is None else datetime.combine(day + timedelta(days=days), time(), TOKYO)
