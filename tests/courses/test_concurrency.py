# SPDX-License-Identifier: Apache-2.0
"""Many requests at the same moment, each in a thread of its own, on the real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

from flask import Flask
from sqlalchemy import func, select

from lms.access.identity import SITE
from lms.accounts.queries import person_by_key
from lms.courses import queries, services
from lms.courses.domain.timing import Beat, State
from lms.courses.models import Edition, Enrolment, StudySitting
from lms.courses.services import Heard, Seen
from lms.db import db, transaction
from lms.errors import Conflict
from tests.factories.accounts import make_account
from tests.factories.courses import AT, identity_of, make_edition, make_enrolment, sit_down
from tests.factories.courses import beat as quiet_beat

AT_ONCE = 10
T = TypeVar("T")


def at_once(app: Flask, act: Callable[[int], T]) -> list[T]:
    """The act, begun by every thread at the same moment."""
    together = Barrier(AT_ONCE)

    def run(number: int) -> T:
        with app.app_context():
            together.wait()
            return act(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_ten_clicks_at_once_make_one_enrolment(app):
    with app.app_context():
        edition_key, person_key = make_edition().key, make_account().person.key

    def click(_number: int) -> str:
        with transaction():
            person = person_by_key(person_key)
            edition = db.session.scalars(select(Edition).where(Edition.key == edition_key)).one()
            assert person is not None
            return services.enrol(person, edition, role_asked=None, by=identity_of(person), at=AT).key

    assert len(set(at_once(app, click))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(Enrolment.id))) == 1


def test_ten_windows_opened_at_once_leave_one_that_counts(app):
    with app.app_context():
        key = make_enrolment().key

    def open_window(_number: int) -> str:
        studied = queries.studied_page(key, "studying-1")
        assert studied is not None
        with transaction():
            return services.sit_down(studied, ticket="", seen=Seen(), by=SITE, at=AT).ticket

    tickets = at_once(app, open_window)
    assert len(set(tickets)) == AT_ONCE
    with app.app_context():
        assert db.session.scalars(select(StudySitting.ticket)).one() in tickets


def test_ten_beats_at_once_are_one_stretch_of_time(app):
    with app.app_context():
        enrolment = make_enrolment()
        key, ticket = enrolment.key, sit_down(enrolment).ticket
    moment = AT + timedelta(seconds=20)

    def beat(number: int) -> Heard | None:
        studied = queries.studied_page(key, "studying-1")
        assert studied is not None
        try:
            with transaction():
                return services.hear(studied, ticket=ticket, beat=Beat(moment, True, True), seen=Seen(number))
        except Conflict:
            return None

    assert all(heard is not None and heard.page_seconds == 20 for heard in at_once(app, beat))
    with app.app_context():
        assert [one.seconds for one in queries.credits_of(queries.enrolment_by_key(key))] == [20]


def test_the_time_collected_while_a_page_was_quiet_is_credited_once_by_ten_answers_at_once(app):
    with app.app_context():
        enrolment = make_enrolment()
        key, ticket = enrolment.key, sit_down(enrolment).ticket
        moment = AT
        for _ in range(20):  # quiet until it is asked, and a little beyond
            moment += timedelta(seconds=15)
            if quiet_beat(enrolment, ticket, moment, sign=False).state is State.ASKING:
                break
        before = sum(one.seconds for one in queries.credits_of(queries.enrolment_by_key(key)))
        pending = db.session.scalars(select(StudySitting.pending_seconds)).one()
        assert pending > 0

    def answer(number: int) -> Heard | None:
        studied = queries.studied_page(key, "studying-1")
        assert studied is not None
        try:
            with transaction():
                return services.hear(studied, ticket=ticket, beat=Beat(moment, True, True), seen=Seen(number))
        except Conflict:
            return None

    at_once(app, answer)
    with app.app_context():
        after = sum(one.seconds for one in queries.credits_of(queries.enrolment_by_key(key)))
    assert after == before + pending
