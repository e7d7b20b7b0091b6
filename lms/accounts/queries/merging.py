# SPDX-License-Identifier: Apache-2.0
"""Looks at records that may be one person, and at those found to be. Rows never move: a record stays whose it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from lms.accounts.models import Account, Person, PersonBirthDate, PersonMerge, PersonName, PersonsApart, SignInSession
from lms.db import db

LIVE = PersonMerge.undone_at.is_(None)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records with one name, reading and birth date; the older one first."""

    first_key: str
    second_key: str
    shown: str
    kana: str
    birth_date: date
    first_number: str
    second_number: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two records side by side, and what was decided about them."""

    first: Person
    second: Person
    merge: PersonMerge | None
    are_apart: bool


def same_person(person_key: str) -> Select[int]:
    """The ids of a person and of every record merged into hers, for an IN."""
    group = select(Person.id).where(Person.key == person_key).cte("same_person", recursive=True)
    merged = select(PersonMerge.from_person_id).join(group, PersonMerge.into_person_id == group.c.id).where(LIVE)
    group = group.union(merged)
    return select(group.c.id)


def merged_keys(person_key: str) -> frozenset[str]:
    """The keys of the records merged into a person's, hers left out."""
    wanted = select(Person.key).where(Person.id.in_(same_person(person_key)), Person.key != person_key)
    return frozenset(db.session.scalars(wanted))


def surviving(person: Person) -> Person:
    """The person a record was found to belong to, however often it was merged; the record itself, if never."""
    merge = live_merge_of(person)
    while merge is not None:
        person = db.session.get_one(Person, merge.into_person_id)
        merge = live_merge_of(person)
    return person


def surviving_ids(found: Select[int]) -> Select[int]:
    """The ids of the persons to whom records belong now, as one statement, whether or not any was found."""
    chain = found.cte("chain", recursive=True)
    next_one = select(PersonMerge.into_person_id).join(chain, PersonMerge.from_person_id == chain.c.id).where(LIVE)
    chain = chain.union(next_one)
    return select(chain.c.id).where(~exists().where(PersonMerge.from_person_id == chain.c.id, LIVE))


def live_merge_of(person: Person) -> PersonMerge | None:
    """The merge by which a record belongs to another one now."""
    return db.session.scalar(select(PersonMerge).where(PersonMerge.from_person_id == person.id, LIVE))


def merges_about(person: Person) -> Sequence[PersonMerge]:
    """Every merge of a record into another or of others into it, undone ones too, oldest first."""
    about = or_(PersonMerge.from_person_id == person.id, PersonMerge.into_person_id == person.id)
    return db.session.scalars(select(PersonMerge).where(about).order_by(PersonMerge.id)).all()


def are_apart(first: Person, second: Person) -> bool:
    """Whether somebody decided that two records are two people."""
    low, high = sorted((first.id, second.id))
    wanted = select(PersonsApart.id).where(PersonsApart.first_person_id == low, PersonsApart.second_person_id == high)
    return db.session.scalar(wanted) is not None


def last_sign_in(person: Person) -> datetime | None:
    """When a record's own account was last signed in to."""
    wanted = select(func.max(SignInSession.opened_at)).join(Account, Account.id == SignInSession.account_id)
    return db.session.scalar(wanted.where(Account.person_id == person.id))


def compared(first_key: str, second_key: str) -> Compared | None:
    """Two records side by side; None if there is no such pair."""
    wanted = select(Person).where(Person.key.in_([first_key, second_key]))
    found = {
        person.key: person
        for person in db.session.scalars(wanted.options(selectinload(Person.names), selectinload(Person.birth_dates)))
    }
    if first_key == second_key or len(found) < 2:
        return None
    first, second = found[first_key], found[second_key]
    return Compared(first, second, _merge_between(first, second), are_apart(first, second))


def _merge_between(first: Person, second: Person) -> PersonMerge | None:
    ids = (first.id, second.id)
    either = PersonMerge.from_person_id.in_(ids) & PersonMerge.into_person_id.in_(ids)
    return db.session.scalar(select(PersonMerge).where(either, LIVE))


def undecided_pairs(*, offset: int, limit: int) -> Sequence[Pair]:
    """Records with one name and reading (variant kanji, width and small kana folded) and one birth date, undecided."""
    found = _undecided().offset(offset).limit(limit)
    return [Pair(*row) for row in db.session.execute(found)]


def count_undecided() -> int:
    """How many pairs wait for a decision."""
    return db.session.scalar(select(func.count()).select_from(_undecided().subquery())) or 0


def undecided_with(person: Person) -> Sequence[Pair]:
    """The pairs that a record belongs to, undecided."""
    return [Pair(*row) for row in db.session.execute(_undecided(person.id))]


def _undecided(person_id: int | None = None) -> Select[str, str, str, str, date, str, str]:
    first, second = aliased(Person), aliased(Person)
    one, other = aliased(PersonName), aliased(PersonName)
    born, born_too = aliased(PersonBirthDate), aliased(PersonBirthDate)
    decided = or_(
        exists().where(LIVE, PersonMerge.from_person_id.in_([first.id, second.id])),
        exists().where(PersonsApart.first_person_id == first.id, PersonsApart.second_person_id == second.id),
    )
    statement = (
        select(
            first.key,
            second.key,
            func.max(func.coalesce(one.register, one.latin)),
            func.max(one.kana),
            func.max(born.birth_date),
            first.learner_number,
            second.learner_number,
        )
        .select_from(one)
        .join(
            other,
            and_(
                other.search_key == one.search_key,
                other.kana_key == one.kana_key,
                other.person_id > one.person_id,
            ),
        )
        .join(first, first.id == one.person_id)
        .join(second, second.id == other.person_id)
        .join(born, born.person_id == first.id)
        .join(born_too, and_(born_too.person_id == second.id, born_too.birth_date == born.birth_date))
        .where(~decided)
        .group_by(first.id, second.id, first.key, second.key, first.learner_number, second.learner_number)
        .order_by(func.max(one.kana_key), first.id, second.id)
    )
    return statement if person_id is None else statement.where(or_(first.id == person_id, second.id == person_id))
