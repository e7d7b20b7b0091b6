# SPDX-License-Identifier: Apache-2.0
"""Signing in, its limits, and sessions."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE, Grant, Role
from lms.accounts import queries, services
from lms.accounts.adapters import hashing
from lms.accounts.domain.sessions import LONGEST_SESSION
from lms.accounts.domain.throttles import IDENTITY_CHECK, SIGN_IN, SIGN_IN_ADDRESS
from lms.accounts.models import SignInSession, Throttle
from lms.accounts.services import throttling
from lms.accounts.views.session import load
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import TooMany
from tests.factories.accounts import BORN, PASSWORD, make_account, make_session

ADDRESS = "192.0.2.7"


def sign_in(typed, password=PASSWORD, at=None, address=ADDRESS):
    with transaction():
        return services.sign_in(typed, password, address=address, device="Chrome, Windows", at=at or now())


def fail(times, typed, at, address=ADDRESS):
    for _ in range(times):
        assert sign_in(typed, "wrong password here", at=at, address=address) is None


def wait_of(call) -> int:
    with pytest.raises(TooMany) as refusal:
        call()
    return refusal.value.details["seconds"]


def number_of(account) -> str:
    return account.person.learner_number


@pytest.mark.parametrize("shape", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}{0[3]}-{0[4]}{0[5]}{0[6]}{0[7]}"])
def test_a_learner_number_signs_in_in_any_shape(context, shape):
    assert sign_in(shape.format(number_of(make_account())))


def test_full_width_digits_sign_in(context):
    wide = number_of(make_account()).translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert sign_in(wide)


@pytest.mark.parametrize("typed", ["hanako@example.jp", "Hanako@Example.jp", "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ"])
def test_a_confirmed_address_of_her_own_signs_in(context, typed):
    make_account(email="hanako@example.jp")
    assert sign_in(typed)


def test_an_address_that_was_never_confirmed_does_not_sign_in(context):
    account = make_account()
    with transaction():
        services.add_address(account.person, address="hanako@example.jp", own=True, by=SITE, at=now())
    assert sign_in("hanako@example.jp") is None


def test_full_width_typing_of_the_password_counts_as_the_same(context):
    account = make_account(password="kaeru to himawari 7")
    assert sign_in(number_of(account), "ｋａｅｒｕ　ｔｏ　ｈｉｍａｗａｒｉ　７".replace("　", " "))


@pytest.mark.parametrize("typed", ["00000000", "nobody@example.jp", "", "x" * 5000, "\x00", "'; DROP TABLE person; --"])
def test_nobody_signs_in_by_what_is_nobodys(context, typed):
    assert sign_in(typed) is None


def test_a_closed_account_does_not_sign_in(context):
    account = make_account()
    with transaction():
        queries.account_of(account.person.key).closed_at = now()
    assert sign_in(number_of(account)) is None


def test_the_first_failures_cost_nothing_and_then_the_wait_doubles(context):
    number, at = number_of(make_account()), now()
    fail(SIGN_IN.free, number, at)
    assert wait_of(lambda: sign_in(number, at=at)) == 30
    later = at + timedelta(seconds=30)
    fail(1, number, later)
    assert wait_of(lambda: sign_in(number, at=later)) == 60


def test_a_refused_try_does_not_lengthen_the_wait(context):
    number, at = number_of(make_account()), now()
    fail(SIGN_IN.free, number, at)
    for second in range(20):
        assert wait_of(lambda second=second: sign_in(number, at=at + timedelta(seconds=second))) == 30 - second
    assert sign_in(number, at=at + timedelta(seconds=30))


def test_a_success_forgets_the_failures_before_it(context):
    number, at = number_of(make_account()), now()
    fail(SIGN_IN.free - 1, number, at)
    assert sign_in(number, at=at)
    fail(SIGN_IN.free - 1, number, at)
    assert sign_in(number, at=at)


def test_failures_of_one_person_do_not_keep_another_out(context):
    one, other, at = make_account(), make_account(), now()
    fail(SIGN_IN.free, number_of(one), at)
    assert sign_in(number_of(other), at=at)


def test_an_address_that_guesses_at_many_accounts_has_to_wait_and_others_need_not(context):
    number, at = number_of(make_account()), now()
    for guess in range(SIGN_IN_ADDRESS.free):
        fail(1, f"{guess}@example.jp", at)
    assert wait_of(lambda: sign_in(number, at=at)) == 30
    assert sign_in(number, at=at, address="198.51.100.9")


def test_the_wait_is_the_same_for_an_account_that_does_not_exist(context):
    number, at = number_of(make_account()), now()
    fail(SIGN_IN.free, number, at, address="192.0.2.1")
    fail(SIGN_IN.free, "10000009", at, address="192.0.2.2")
    waits = [wait_of(lambda typed=typed: sign_in(typed, at=at, address="192.0.2.3")) for typed in (number, "10000009")]
    assert waits[0] == waits[1]


def test_counted_tries_name_nobody(context):
    number = number_of(make_account())
    fail(1, number, now())
    with reading():
        subjects = db.session.scalars(select(Throttle.subject)).all()
    assert subjects
    assert all(number not in subject and ADDRESS not in subject and len(subject) == 64 for subject in subjects)


def test_a_refusal_hashes_once_whether_or_not_the_account_exists(context, monkeypatch):
    number, hashed = number_of(make_account()), []
    verify = hashing._hasher.__class__.verify

    def counted(self, known, password):
        hashed.append(known)
        return verify(self, known, password)

    monkeypatch.setattr(hashing._hasher.__class__, "verify", counted)
    fail(1, number, now())
    fail(1, "10000009", now())
    assert len(hashed) == 2
    assert hashed[0] != hashed[1]


def test_every_try_is_in_the_audit_record(context):
    account = make_account()
    fail(1, number_of(account), now())
    fail(1, "nobody@example.jp", now())
    sign_in(number_of(account))
    with reading():
        rows = db.session.execute(
            select(AuditRecord.tag, AuditRecord.about_key).where(AuditRecord.tag.startswith("accounts:session"))
        ).all()
    assert [tuple(row) for row in rows] == [
        ("accounts:session:refused", account.key),
        ("accounts:session:refused", ""),
        ("accounts:session:opened", account.key),
    ]


def test_tries_sent_together_are_all_counted(app):
    with app.app_context():
        number = number_of(make_account())

    def guess():
        with app.app_context():
            sign_in(number, "wrong password here")

    threads = [threading.Thread(target=guess) for _ in range(SIGN_IN.free)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert wait_of(lambda: sign_in(number)) > 0


# --- sessions ---


def test_a_session_stands_for_the_person_with_her_newest_name_and_live_roles(context):
    account = make_account(role=Role.OFFICER)
    token = make_session(account)
    with transaction():
        services.end_grant(account.person, queries.live_grant(account.person, "officer"), by=SITE, at=now())
        services.grant(account.person, role=Role.AUTHOR, by=SITE, at=now())
    visitor = load(token)
    assert visitor is not None
    assert visitor.identity.grants == {Grant(Role.LEARNER), Grant(Role.AUTHOR)}
    assert (visitor.display_name, visitor.learner_number, visitor.get_id()) == ("山田 花子", number_of(account), token)


def test_the_database_holds_no_token(context):
    token = make_session(make_account())
    with reading():
        assert db.session.scalars(select(SignInSession.digest)).all() == [hashing.digest_of(token)]


@pytest.mark.parametrize("age", [LONGEST_SESSION, LONGEST_SESSION + timedelta(days=3)])
def test_a_session_ends_after_a_long_day(context, age):
    assert load(make_session(make_account(), at=now() - age)) is None


def test_a_session_lasts_a_long_day(context):
    assert load(make_session(make_account(), at=now() - LONGEST_SESSION + timedelta(minutes=1)))


@pytest.mark.parametrize("forged", ["", "x", "é" * 40, "\x00"])
def test_a_forged_token_stands_for_nobody(context, forged):
    make_session(make_account())
    assert load(forged) is None


def test_signing_out_closes_this_session_only(context):
    account = make_account()
    here, there = make_session(account), make_session(account)
    with transaction():
        services.sign_out(here, by=load(there).identity, at=now())
    assert (load(here) is None, load(there) is None) == (True, False)


def test_signing_out_everywhere_closes_every_session_of_this_account_only(context):
    account, other = make_account(), make_account()
    tokens, others = [make_session(account) for _ in range(3)], make_session(other)
    with transaction():
        services.sign_out_everywhere(account, by=SITE, at=now())
    assert [load(token) for token in tokens] == [None, None, None]
    assert load(others)


# --- the check before a test ---


def check(account, password=PASSWORD, birth_date=BORN, at=None):
    with transaction():
        return services.check_identity(account, password=password, birth_date=birth_date, at=at or now())


@pytest.mark.parametrize(
    ("password", "birth_date", "known"),
    [(PASSWORD, BORN, True), ("wrong password here", BORN, False), (PASSWORD, date(1975, 4, 2), False)],
)
def test_password_and_birth_date_must_both_be_right(context, password, birth_date, known):
    assert check(make_account(), password, birth_date) is known


def test_the_newest_birth_date_counts(context):
    account = make_account()
    with transaction():
        services.correct_birth_date(
            account.person, date(1975, 4, 2), evidence="passport", by=SITE, at=now(), on=date(2026, 7, 10)
        )
    assert (check(account), check(account, birth_date=date(1975, 4, 2))) == (False, True)


def test_the_check_before_a_test_has_a_limit_of_its_own(context):
    account, at = make_account(), now()
    for _ in range(IDENTITY_CHECK.free):
        check(account, birth_date=date(1980, 1, 1), at=at)
    assert wait_of(lambda: check(account, at=at)) == 60
    assert sign_in(number_of(account), at=at)
    assert check(account, at=at + timedelta(seconds=60))


def test_a_wait_is_told_in_seconds_or_minutes(context):
    at, said = now(), []
    with transaction():
        for _ in range(SIGN_IN.free + 3):
            throttling.note_try(SIGN_IN, "somebody", at=at)
    for ago in (0, 200):
        with pytest.raises(TooMany) as refusal, reading():
            throttling.refuse_while_waiting(SIGN_IN, "somebody", at=at + timedelta(seconds=ago))
        said.append((refusal.value.code, refusal.value.details))
    assert said == [("wait-minutes", {"seconds": 240, "minutes": 4}), ("wait-seconds", {"seconds": 40})]
