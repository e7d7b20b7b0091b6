# SPDX-License-Identifier: Apache-2.0
"""Making a person and her account."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.access.identity import NOBODY, SITE
from lms.accounts import queries, services
from lms.accounts.adapters import hashing
from lms.accounts.domain.names import NameGiven, register_fault
from lms.accounts.domain.registration import Registration
from lms.accounts.domain.throttles import SIGN_UP_ADDRESS
from lms.accounts.models import Acceptance, AcceptedText, Contact, Person, PersonName, Throttle
from lms.accounts.services.throttling import _keyed as keyed
from lms.audit.models import AuditRecord
from lms.clock import now, today
from lms.db import db, reading, transaction
from lms.errors import Invalid, TooMany
from lms.identifiers import new_key, parse_learner_number
from tests.factories.accounts import BORN, NAME, PASSWORD, TERMS, make_account, make_person, password_hash


def register(**over):
    given = {"name": NAME, "birth_date": BORN, "password": PASSWORD, "locale": "ja", "email": None, "accepted": TERMS}
    with transaction():
        return services.register(**{**given, **over}, by=NOBODY, at=now(), on=today())


def registration(**over) -> Registration:
    facts = {"key": new_key(), "name": NAME, "birth_date": BORN, "password_hash": password_hash(PASSWORD)}
    return Registration(**{**facts, **over})


def test_a_person_gets_a_learner_number_with_a_check_digit(context):
    number = register().person.learner_number
    assert parse_learner_number(number) == number


def test_name_and_birth_date_are_kept_as_given(context):
    person = register(name=NameGiven("渡邉󠄁 𠮷子", "ワタナベ ヨシコ", "WATANABE YOSHIKO")).person
    assert queries.name_given(person) == NameGiven("渡邉󠄁 𠮷子", "ワタナベ ヨシコ", "WATANABE YOSHIKO")
    assert person.birth_date == BORN


def test_what_a_person_says_at_sign_up_is_recorded_as_said_by_her(context):
    person = register().person
    assert {person.name.recorded_by, person.birth_dates[0].recorded_by} == {person.key}


def test_the_password_is_kept_as_an_argon2_hash_of_the_chosen_costs(context):
    assert register().password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_accepted_texts_are_kept_by_the_hash_of_their_wording_and_once(context):
    first, second = register(), register()
    with reading():
        rows = db.session.execute(select(Acceptance.person_id, Acceptance.text_name, Acceptance.text_hash)).all()
        kept = dict(db.session.execute(select(AcceptedText.digest, AcceptedText.body)).all())
    assert sorted(rows) == sorted(
        (account.person_id, name, hashing.digest_of(body))
        for account in (first, second)
        for name, body in TERMS.items()
    )
    assert kept == {hashing.digest_of(body): body for body in TERMS.values()}


def test_signing_up_is_in_the_audit_record(context):
    register()
    with reading():
        tags = sorted(db.session.scalars(select(AuditRecord.tag)))
    assert tags == [
        "accounts:account:opened", "accounts:person:registered", "accounts:terms:accepted", "accounts:terms:accepted",
    ]  # fmt: skip


@pytest.mark.parametrize("email", [None, "hanako@example.jp"])
def test_an_address_is_added_unconfirmed_and_signs_nobody_in(context, email):
    account = register(email=email)
    with reading():
        found = [(row.value, row.own, row.signs_in, row.confirmed_at) for row in queries.contacts_of(account.person)]
    assert found == ([] if email is None else [(email, True, False, None)])


def test_two_people_may_give_one_address(context):
    register(email="info@example.jp", email_is_own=False)
    register(email="info@example.jp", email_is_own=False)
    with reading():
        assert db.session.scalar(select(func.count()).select_from(Contact)) == 2


def test_the_same_sign_up_sent_twice_makes_one_person(context):
    sent = registration()
    with transaction():
        first = services.open_account(sent, by=NOBODY, at=now(), on=today()).key
    with transaction():
        second = services.open_account(sent, by=NOBODY, at=now(), on=today()).key
    with reading():
        assert (first, db.session.scalar(select(func.count()).select_from(Person))) == (second, 1)


@pytest.mark.parametrize(
    "over",
    [
        {"name": NameGiven("\u202e", "ヤマダ", "YAMADA")},
        {"name": NameGiven(None, "", "YAMADA")},
        {"birth_date": date(2999, 1, 1)},
        {"birth_date": date(1899, 12, 31)},
        {"password": "short"},
        {"email": "nowhere"},
    ],
)
def test_what_a_form_would_refuse_is_refused_below_it_too(context, over):
    with pytest.raises(Invalid):
        register(**over)
    with reading():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=60).filter(lambda text: register_fault(text) is None))
def test_any_name_that_is_taken_comes_back_byte_for_byte(context, name):
    with transaction():
        sent = registration(name=NameGiven(name, "ア", "A"))
        services.open_account(sent, by=SITE, at=now(), on=today())
    db.session.remove()
    with reading():
        kept = db.session.scalars(select(PersonName.register).order_by(PersonName.id.desc()).limit(1)).one()
    assert kept.encode() == name.encode()


def test_one_sign_up_sent_from_many_sides_at_once_makes_one_person(app):
    sent, made, start = registration(email="a@example.jp"), [], threading.Barrier(6)

    def send():
        with app.app_context():
            start.wait()
            with transaction():
                made.append(services.open_account(sent, by=NOBODY, at=now(), on=today()).key)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), reading():
        rows = [db.session.scalar(select(func.count()).select_from(table)) for table in (Person, Contact, Acceptance)]
    assert (len(made), len(set(made)), rows) == (6, 1, [1, 1, 0])


def test_factories_make_people_of_their_own(context):
    assert make_person().learner_number != make_account().person.learner_number


# --- very many from one address ---


def sign_up(address: str = "192.0.2.1", **over):
    with transaction():
        return services.sign_up(registration(**over), address=address, at=now(), on=today())


def test_an_office_may_sign_up_everybody_and_a_machine_may_not(context):
    with transaction():
        db.session.add_all(
            Throttle(subject=keyed(SIGN_UP_ADDRESS, "192.0.2.1"), at=now()) for _ in range(SIGN_UP_ADDRESS.free - 1)
        )
    sign_up()
    with pytest.raises(TooMany):
        sign_up()
    sign_up("192.0.2.2")


def test_the_same_sign_up_sent_twice_counts_once(context):
    key = new_key()
    assert sign_up(key=key).id == sign_up(key=key).id
    with reading():
        assert db.session.scalar(select(func.count()).select_from(Throttle)) == 1
