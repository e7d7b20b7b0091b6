# SPDX-License-Identifier: Apache-2.0
"""Looks past the session: the answers that SQLAlchemy gives, of this very moment, and never a write."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError

from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.names import NameGiven
from lms.accounts.models import Person, PersonBirthDate, PersonName
from lms.certificates import queries as certificate_queries
from lms.clock import now
from lms.db import SQLITE, Look, _reader, db, reading, transaction
from tests.factories.accounts import make_account, make_session
from tests.factories.certificates import make_certificate, make_event, make_ready

PERSONS = Look(
    select(
        Person.learner_number,
        Person.registered_at,
        Person.names_locked_at,
        PersonBirthDate.birth_date,
        PersonName.register,
        func.count(Person.id).over().label("count"),
    )
    .join(PersonName, PersonName.person_id == Person.id)
    .join(PersonBirthDate, PersonBirthDate.person_id == Person.id)
    .where(Person.registered_at <= bindparam("at"))
    .order_by(Person.id),
    of=list,
)


def by_sqlalchemy(look, **values):
    with reading():
        return [tuple(row) for row in db.session.connection().execute(look.statement, values)]


def test_a_look_gives_the_values_that_sqlalchemy_gives(context):
    make_account()
    make_account(name=NameGiven(None, "グエン", "NGUYEN"))
    later = now() + timedelta(days=1)
    rows = PERSONS.thing(at=later)
    assert [tuple(row) for row in rows] == by_sqlalchemy(PERSONS, at=later)
    assert rows[0]._fields[-1] == "count"
    assert PERSONS.thing(at=now() - timedelta(days=36_500)) == []


def seen_by_sqlalchemy(look, **values):
    """What the look's own reading makes of the rows that SQLAlchemy gives."""
    return look._of([look._row._make(row) for row in by_sqlalchemy(look, **values)])


def test_the_look_at_a_certificate_is_what_sqlalchemy_would_say(context):
    make_ready()
    certificate = make_certificate()
    make_event(certificate, "revoked", certificate.completed_on)
    look = certificate_queries._LOOK
    wanted = certificate.certificate_id
    assert look.thing(wanted=wanted) == seen_by_sqlalchemy(look, wanted=wanted)
    assert look.thing(wanted="NONE") is None


def test_the_look_at_who_is_signed_in_is_what_sqlalchemy_would_say(context):
    token = make_session(make_account())
    values = {"digest": hashing.digest_of(token), "since": now() - timedelta(hours=1)}
    look = queries._SIGNED_IN_NOW
    assert look.thing(**values) == seen_by_sqlalchemy(look, **values)


def test_a_look_sees_what_was_committed_since_the_last_one(context):
    later = now() + timedelta(days=1)
    make_account()
    assert len(PERSONS.thing(at=later)) == 1
    make_account()
    assert len(PERSONS.thing(at=later)) == 2


def test_an_act_sees_in_a_look_what_it_has_written_and_nobody_else_does(context):
    later, seen = now() + timedelta(days=1), []
    person = make_account().person

    def elsewhere():
        with context.app_context():
            seen.append(PERSONS.thing(at=later)[0].names_locked_at)

    with transaction():
        db.session.merge(person).names_locked_at = now()
        db.session.flush()
        assert PERSONS.thing(at=later)[0].names_locked_at is not None
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
    assert seen == [None]


def test_the_connection_for_looks_refuses_to_write(context):
    if db.engine.dialect.name != SQLITE:
        with reading(), pytest.raises(Exception, match="read-only"):
            db.session.connection().exec_driver_sql("DELETE FROM person")
        return
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        _reader(db.engine).execute("DELETE FROM person")


def test_a_database_that_does_not_answer_is_told_as_for_every_other_page(context):
    broken = Look(select(func.no_such_function(Person.id).label("x")), of=list)
    with pytest.raises(DBAPIError, match="no_such_function"):
        broken.thing()
