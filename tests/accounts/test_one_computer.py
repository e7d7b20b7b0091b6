# SPDX-License-Identifier: Apache-2.0
"""Nothing is ever booked to the wrong person, whoever signs in, hands over, locks, unlocks or sends a stale page."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import delete, select

from lms.accounts.adapters import hashing
from lms.accounts.models import Account, KeptForm, Person
from lms.accounts.queries import keeping
from lms.clock import now
from lms.courses.models import Enrolment, StudySitting
from lms.db import db, reading, transaction
from lms.drafts.typed import TypedKind
from lms.quizzes import queries
from lms.quizzes.models import Answer, Attempt
from tests.accounts.one_computer import Someone, World
from tests.factories.accounts import make_account, password_hash
from tests.factories.quizzes import make_attempt, make_edition, make_enrolment

A_LONG_TEST = timedelta(days=3650)


@pytest.fixture
def cheap_passwords(monkeypatch):
    """The same hashing with the least costs there are: ten thousand sign-ins are not about argon2."""
    monkeypatch.setattr(hashing, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    password_hash.cache_clear()
    hashing._nobodys.cache_clear()
    yield
    password_hash.cache_clear()
    hashing._nobodys.cache_clear()


def three_people(app: Flask) -> list[Someone]:
    """Each with a page to study and a test that does not end."""
    with app.app_context():
        edition, people = make_edition(at=now()), []
        for letter in "ABC":
            person = make_account().person
            enrolment = make_enrolment(edition, person, at=now())
            attempt = make_attempt(enrolment, at=now())
            with transaction():
                db.session.get(Attempt, attempt.id).deadline = now() + A_LONG_TEST
            paths = f"/attempts/{attempt.key}", f"/study/{enrolment.key}/pages/studying-1"
            choices = {position: queries.place_of(attempt.id, position).choices for position in (1, 2, 3)}
            people.append(Someone(letter, person.learner_number, person.key, *paths, choices=choices))
    return people


def begin_anew(app: Flask, people: list[Someone]) -> None:
    """What is kept for people belongs to one history."""
    with app.app_context(), transaction():
        db.session.execute(delete(KeptForm))
    for person in people:
        person.kept, person.left = [], {}


def check(app: Flask, people: list[Someone]) -> None:
    """Everything in the database is the model's, person by person."""
    with app.app_context(), reading():
        by = {}
        for person_key, position, choice, writer in db.session.execute(
            select(Person.key, Answer.position, Answer.choice, Answer.by)
            .join(Attempt, Attempt.id == Answer.attempt_id)
            .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
            .join(Person, Person.id == Enrolment.person_id)
            .order_by(Answer.position, Answer.revision)
        ):
            assert writer == person_key
            by.setdefault(person_key, {}).setdefault(position, []).append(choice)
        locales = dict(db.session.execute(select(Person.key, Account.locale).join(Account)).all())
        seats = select(Person.key, StudySitting.ticket).join(Person, Person.id == StudySitting.person_id)
        tickets = dict(db.session.execute(seats).all())
        for person in people:
            assert by.get(person.key, {}) == {place: given for place, given in person.answers.items() if given}
            assert locales[person.key] == person.locale
            assert tickets.get(person.key, "") == person.ticket
            check_kept(person)


def check_kept(person: Someone) -> None:
    rows = keeping.kept_of(person.key, at=now())
    assert sorted(dict(row.fields)["email"] for row in rows) == sorted(person.kept)
    row = db.session.scalar(
        select(KeptForm).join(Person).where(Person.key == person.key, KeptForm.kind == TypedKind.ANSWERS)
    )
    left = {} if row is None else dict(keeping.opened(row).fields)
    expected = {f"answer-{place}": choice for place, (choice, _seen) in person.left.items()}
    assert {name: choice for name, choice in left.items() if name.startswith("answer-")} == expected


def run_histories(app: Flask, count: int, *, first: int = 0) -> Counter[str]:
    people, counts = three_people(app), Counter[str]()
    with time_machine.travel(now(), tick=False) as clock:
        for seed in range(first, first + count):
            begin_anew(app, people)
            world = World(app, people, random.Random(seed), clock)
            try:
                counts += world.run()
                check(app, people)
            except AssertionError as error:
                raise AssertionError(f"in history {seed}: {error}") from error
            clock.shift(timedelta(minutes=1))
    return counts


ALL_SEEN = (
    "answer booked", "beat booked", "beat refused", "changed", "language booked", "language refused",
    "left answers stored by herself", "swapped and refused", "typed and booked", "typed and refused", "unlocked",
)  # fmt: skip


def test_nothing_is_booked_to_the_wrong_person(app, cheap_passwords):
    counts = run_histories(app, 100)
    assert min(counts[act] for act in ALL_SEEN) > 0, counts


@pytest.mark.proof
@pytest.mark.parametrize("quarter", range(4))
def test_nothing_is_booked_to_the_wrong_person_in_ten_thousand_histories(app, cheap_passwords, quarter):
    counts = run_histories(app, 2_500, first=quarter * 2_500)
    assert min(counts[act] for act in ALL_SEEN) > 20, counts
