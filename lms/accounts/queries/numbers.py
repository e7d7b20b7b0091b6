# SPDX-License-Identifier: Apache-2.0
"""From learner numbers to keys and back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from lms.accounts.models import Account, Person
from lms.db import db


def person_by_number(learner_number: str) -> Person | None:
    """The person with a learner number."""
    return db.session.scalar(select(Person).where(Person.learner_number == learner_number))


def persons_behind(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Whose record a key names, be it the person's or the account's: key → (person's key, learner number)."""
    wanted = set(keys)
    rows = db.session.execute(
        select(Person.key, Account.key, Person.learner_number)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.key.in_(wanted) | Account.key.in_(wanted))
    )
    found = {}
    for person_key, account_key, number in rows:
        found[person_key] = found[account_key] = (person_key, number)
    return {key: found[key] for key in wanted if key in found}
