# SPDX-License-Identifier: Apache-2.0
"""Looks at persons, accounts, sessions, links and throttles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import selectinload

from lms.access.identity import EVERYONE_SIGNED_IN, SYSTEM_SCOPE, Grant, Identity, Role
from lms.accounts.domain import folding
from lms.accounts.domain.contacts import ContactKind, folded_address, is_address, tidy_address
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.throttles import Limit, Tries
from lms.accounts.domain.tokens import Purpose, TokenState
from lms.accounts.models import (
    Acceptance,
    Account,
    Contact,
    KeptForm,
    OneTimeToken,
    Person,
    PersonBirthDate,
    PersonMerge,
    PersonName,
    RoleGrant,
    SignInSession,
    Throttle,
)
from lms.accounts.queries import merging
from lms.audit import queries as audit_queries
from lms.audit.models import AuditRecord
from lms.db import Look, db
from lms.drafts.typed import TypedKind
from lms.identifiers import parse_learner_number

MOST_ACTS = 100
_NEWEST_NAME = (
    select(func.max(PersonName.id)).where(PersonName.person_id == Person.id).correlate(Person).scalar_subquery()
)
_NEWEST_BIRTH_DATE = (
    select(func.max(PersonBirthDate.id))
    .where(PersonBirthDate.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
# The one look that every request of a signed-in person makes: a row for each of her roles, or one without.
_SIGNED_IN = (
    select(
        Person.key.label("person_key"),
        Account.key.label("account_key"),
        Person.learner_number,
        PersonName.register,
        PersonName.latin,
        RoleGrant.role,
        RoleGrant.scope,
        SignInSession.active_at,
        SignInSession.locked_at,
        exists().where(KeptForm.person_id == Person.id, KeptForm.kind == TypedKind.FORM).label("has_kept"),
        exists().where(PersonMerge.into_person_id == Person.id, PersonMerge.undone_at.is_(None)).label("has_merged"),
    )
    .select_from(SignInSession)
    .join(Account, Account.id == SignInSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .join(PersonName, PersonName.id == _NEWEST_NAME)
    .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & RoleGrant.ended_at.is_(None))
    .where(
        SignInSession.digest == bindparam("digest"),
        SignInSession.closed_at.is_(None),
        SignInSession.opened_at > bindparam("since"),
        Account.closed_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a session stands for."""

    identity: Identity
    learner_number: str
    active_at: datetime | None
    locked_at: datetime | None
    has_kept: bool
    has_merged: bool


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A line of a search for people."""

    key: str
    learner_number: str
    register: str | None
    kana: str
    latin: str
    birth_date: date
    former: str | None


def signed_in(digest: str, *, since: datetime) -> SignedIn | None:
    """Whom the session with this digest stands for, if it was opened after `since` and is still open."""
    found = _SIGNED_IN_NOW.thing(digest=digest, since=since)
    if found is None or not found.has_merged:
        return found
    merged = merging.merged_keys(found.identity.person_key or "")
    return replace(found, identity=replace(found.identity, merged_keys=merged))


def _signed_in(rows: Sequence[Any]) -> SignedIn | None:
    if not rows:
        return None
    first = rows[0]
    grants = frozenset(Grant(Role(row.role), row.scope) for row in rows if row.role is not None)
    name = first.register or first.latin
    identity = Identity(first.person_key, first.account_key, grants | {EVERYONE_SIGNED_IN}, name)
    return SignedIn(identity, first.learner_number, first.active_at, first.locked_at, first.has_kept, first.has_merged)


_SIGNED_IN_NOW = Look(_SIGNED_IN, of=_signed_in)


def person_by_key(key: str) -> Person | None:
    """The person with a key, her names and birth dates with her."""
    wanted = select(Person).where(Person.key == key)
    return db.session.scalar(wanted.options(selectinload(Person.names), selectinload(Person.birth_dates)))


def account_of(person_key: str) -> Account | None:
    """The open account of a person."""
    return db.session.scalar(select(Account).join(Person).where(Person.key == person_key, Account.closed_at.is_(None)))


def account_signing_in_by(typed: str) -> Account | None:
    """The open account meant by a learner number, or by a confirmed e-mail address of the person's own."""
    number = parse_learner_number(typed)
    found = select(Person.id).outerjoin(Account).where(Account.closed_at.is_(None))
    if number is not None:
        found = found.where(Person.learner_number == number)
    elif is_address(tidy_address(typed)):
        own = (Contact.folded == folded_address(typed)) & Contact.signs_in & Contact.removed_at.is_(None)
        found = found.join(Contact, (Contact.person_id == Person.id) & own)
    else:
        return None
    # One statement, whether or not there is anybody: a clock must not tell.
    hers = Account.person_id.in_(merging.surviving_ids(found))
    return db.session.scalar(select(Account).where(hers, Account.closed_at.is_(None)))


def is_number_taken(learner_number: str) -> bool:
    """Whether a person has the learner number."""
    return db.session.scalar(select(Person.id).where(Person.learner_number == learner_number)) is not None


def contact_by_key(key: str) -> Contact | None:
    """The contact with a key, if it has not been removed."""
    return db.session.scalar(select(Contact).where(Contact.key == key, Contact.removed_at.is_(None)))


def tries(subject: str, limit: Limit, *, at: datetime) -> Tries:
    """What happened to a throttled subject within the limit's window."""
    wanted = select(func.count(), func.max(Throttle.at)).where(
        Throttle.subject == subject, Throttle.at > at - limit.window
    )
    count, last = db.session.execute(wanted).one()
    return Tries(count, last)


def contacts_of(person: Person, kind: ContactKind = ContactKind.EMAIL) -> Sequence[Contact]:
    """The contacts of a person that have not been removed, oldest first."""
    wanted = select(Contact).where(Contact.person_id == person.id, Contact.kind == kind, Contact.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(Contact.id)).all()


def all_contacts_of(person: Person) -> Sequence[Contact]:
    """Every contact a person has or had, oldest first."""
    return db.session.scalars(select(Contact).where(Contact.person_id == person.id).order_by(Contact.id)).all()


def token(digest: str, purpose: Purpose) -> OneTimeToken | None:
    """The link with this digest, if it was made for this purpose."""
    return db.session.scalar(select(OneTimeToken).where(OneTimeToken.digest == digest, OneTimeToken.purpose == purpose))


def state_of(found: OneTimeToken | None, *, at: datetime) -> TokenState:
    """What a link is worth at a moment."""
    if found is None:
        return TokenState.UNKNOWN
    if found.used_at is not None:
        return TokenState.USED
    return TokenState.EXPIRED if at >= found.expires_at else TokenState.USABLE


def open_sessions_of(account: Account, *, since: datetime) -> Sequence[SignInSession]:
    """The browsers in which an account is signed in, newest first."""
    wanted = select(SignInSession).where(
        SignInSession.account_id == account.id, SignInSession.closed_at.is_(None), SignInSession.opened_at > since
    )
    return db.session.scalars(wanted.order_by(SignInSession.id.desc())).all()


def grants_of(person: Person) -> Sequence[RoleGrant]:
    """Every role a person has or had, oldest first."""
    return db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id)).all()


def live_grant(person: Person, role_name: str) -> RoleGrant | None:
    """A role that a person has now for the whole site."""
    wanted = select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None))
    return db.session.scalar(wanted.where(RoleGrant.role == role_name, RoleGrant.scope == SYSTEM_SCOPE))


def count_of_operators() -> int:
    """How many people with an open account are operators of the site."""
    wanted = (
        select(func.count(func.distinct(RoleGrant.person_id)))
        .join(Account, Account.person_id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.OPERATOR, RoleGrant.ended_at.is_(None), Account.closed_at.is_(None))
    )
    return db.session.scalar(wanted) or 0


def acceptances_of(person: Person) -> Sequence[Acceptance]:
    """What a person accepted, oldest first."""
    return db.session.scalars(select(Acceptance).where(Acceptance.person_id == person.id).order_by(Acceptance.id)).all()


def found_people(*, words: str, birth_date: date | None, offset: int, limit: int) -> Sequence[FoundPerson]:
    """People by learner number, the beginning of any of their names in any writing, or birth date; in kana order."""
    statement = (
        select(
            Person.key,
            Person.learner_number,
            PersonName.register,
            PersonName.kana,
            PersonName.latin,
            PersonBirthDate.birth_date,
        )
        .join(PersonName, PersonName.id == _NEWEST_NAME)
        .join(PersonBirthDate, PersonBirthDate.id == _NEWEST_BIRTH_DATE)
        .order_by(PersonName.kana_key, Person.id)
        .offset(offset)
        .limit(limit)
    )
    if words:
        statement = statement.where(_called(words))
    if birth_date is not None:
        statement = statement.where(PersonBirthDate.birth_date == birth_date)
    return [FoundPerson(*row, former=None) for row in db.session.execute(statement)]


def _called(words: str) -> ColumnElement[bool]:
    number = parse_learner_number(words)
    if number is not None:
        return Person.learner_number == number
    key, kana = folding.search_key(words), folding.kana_key(words)
    if not key:
        return false()
    return Person.id.in_(
        select(PersonName.person_id).where(
            or_(
                PersonName.search_key.startswith(key, autoescape=True),
                PersonName.latin_key.startswith(key, autoescape=True),
                PersonName.kana_key.startswith(kana, autoescape=True),
            )
        )
    )


def name_given(person: Person) -> NameGiven:
    """The name recorded last, as a value."""
    row = person.name
    if row is None:
        raise RuntimeError(f"person {person.key} has no name")
    return NameGiven(row.register, row.kana, row.latin)


def own_words(person: Person) -> tuple[str, ...]:
    """What belongs to a person and so must not carry her password."""
    row = person.name
    written = () if row is None else (row.register or "", row.latin)
    born = () if person.birth_date is None else (person.birth_date.strftime("%Y%m%d"), str(person.birth_date.year))
    return (*written, *born, person.learner_number, *(contact.value for contact in contacts_of(person)))


def own_words_behind(digest: str, purpose: Purpose) -> tuple[str, ...]:
    """As `own_words`, for the person whose link it is."""
    link = token(digest, purpose)
    account = None if link is None or link.account_id is None else db.session.get(Account, link.account_id)
    return () if account is None else own_words(account.person)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything the training body holds about a person, outside her courses."""

    person: Person
    account: Account | None
    contacts: Sequence[Contact]
    acceptances: Sequence[Acceptance]
    grants: Sequence[RoleGrant]
    acts: Sequence[AuditRecord]
    doubles: Sequence[merging.Pair]
    merge: PersonMerge | None
    """The merge by which the record belongs to another one now."""
    actors: Mapping[str, str]
    """Key of a person → how she is called, for those who acted."""


def record_of(person: Person) -> PersonRecord:
    """The record of a person, the newest acts first."""
    keys = [person.key] if person.account is None else [person.key, person.account.key]
    acts = sorted((row for key in keys for row in audit_queries.about(key)), key=lambda row: -row.id)
    return PersonRecord(
        person=person,
        account=person.account,
        contacts=all_contacts_of(person),
        acceptances=acceptances_of(person),
        grants=grants_of(person),
        acts=acts[:MOST_ACTS],
        doubles=merging.undecided_with(person),
        merge=merging.live_merge_of(person),
        actors=names_of({row.by_person_key for row in acts} | {row.recorded_by for row in person.names}),
    )


def names_of(keys: Iterable[str | None]) -> dict[str, str]:
    """How people are called, by their keys."""
    wanted = [key for key in keys if key is not None]
    rows = db.session.execute(
        select(Person.key, PersonName.register, PersonName.latin)
        .join(PersonName, PersonName.id == _NEWEST_NAME)
        .where(Person.key.in_(wanted))
    )
    return {key: register or latin for key, register, latin in rows}
