# SPDX-License-Identifier: Apache-2.0
"""A new password by learner number and birth date: it waits, it is announced, it can be stopped."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE, Grant, Identity, Role
from lms.accounts import queries, services
from lms.accounts.domain.throttles import RESET_CODE, WAITING_RESET, WAITING_RESET_ADDRESS
from lms.accounts.domain.waiting import LIFETIME, WAIT, End, ResetState
from lms.accounts.models import WaitingReset
from lms.accounts.queries import waiting as looks
from lms.accounts.services import waiting
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Refused, TooMany
from lms.identifiers import check_digit
from lms.mail.models import OutgoingMail
from lms.mail.trouble import Trouble
from tests.factories.accounts import BORN, PASSWORD, make_account

SHARED, OWN, NEW, ADDRESS = "info@example.jp", "hanako@example.jp", "kaeru to himawari 7", "192.0.2.7"
OFFICER = Identity(person_key="0" * 16, grants=frozenset({Grant(Role.OFFICER)}))
SECOND = timedelta(seconds=1)
NOBODYS = "1000000" + check_digit("1000000")


def with_shared(**over):
    """Somebody whose mail others read too."""
    account = make_account(**over)
    with transaction():
        services.add_address(account.person, address=SHARED, own=False, by=SITE, at=now())
        services.confirm_address(link("confirm-email"), at=now())
    return account


def link(kind: str) -> str:
    with reading():
        bodies = db.session.scalars(select(OutgoingMail.body).order_by(OutgoingMail.id.desc())).all()
    return next(found[1] for body in bodies if (found := re.search(rf"/account/{kind}/(\S+)", body)))


def ask(number, born=BORN, at=None, address=ADDRESS):
    with transaction():
        return waiting.ask(number, born, address=address, at=at or now())


def use(asked, at, code=None, address=ADDRESS):
    with transaction():
        return waiting.use_code(asked.number, code or asked.code, address=address, at=at)


def state(asked, at):
    found = use(asked, at)
    return None if found is None else found.state


def number_of(account) -> str:
    return account.person.learner_number


def row() -> WaitingReset:
    with reading():
        return db.session.scalars(select(WaitingReset).order_by(WaitingReset.id.desc()).limit(1)).one()


def mails() -> list[OutgoingMail]:
    with reading():
        return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all())


def release(asked, by=OFFICER, at=None):
    with transaction():
        reset = looks.reset_by_number(asked.number)
        waiting.release(reset, evidence="Called back at the known number", by=by, at=at or now())


def signs_in(account, password) -> bool:
    with transaction():
        return services.sign_in(number_of(account), password, address=ADDRESS, device="", at=now()) is not None


# --- the whole way ---


def test_after_a_day_number_and_code_lead_to_a_new_password(context, run_jobs):
    account = with_shared()
    asked = ask(number_of(account))
    run_jobs()
    assert state(asked, asked.asked_at + WAIT - SECOND) is ResetState.WAITING
    found = use(asked, asked.asked_at + WAIT)
    assert found.state is ResetState.OPEN
    with transaction():
        services.reset_password(found.token, new=NEW, at=asked.asked_at + WAIT)
    assert (signs_in(account, NEW), signs_in(account, PASSWORD)) == (True, False)


def test_it_can_be_used_once(context, run_jobs):
    account = with_shared()
    asked = ask(number_of(account))
    run_jobs()
    at = asked.asked_at + WAIT
    with transaction():
        services.reset_password(
            waiting.use_code(asked.number, asked.code, address=ADDRESS, at=at).token, new=NEW, at=at
        )
    assert state(asked, at) is ResetState.CLOSED
    assert row().ended_why == End.PASSWORD_SET


def test_it_ends_after_a_week(context, run_jobs):
    asked = ask(number_of(with_shared()))
    run_jobs()
    assert state(asked, asked.asked_at + LIFETIME - SECOND) is ResetState.OPEN
    assert state(asked, asked.asked_at + LIFETIME) is ResetState.CLOSED


def test_the_code_is_known_to_the_one_who_asked_alone(context, run_jobs):
    asked = ask(number_of(with_shared()))
    run_jobs()
    said = "".join(mail.subject + mail.body for mail in mails())
    assert asked.code not in said
    assert asked.number not in said
    assert asked.code not in repr(asked)
    assert asked.code not in str(vars(row()))
    with reading():
        records = db.session.scalars(select(AuditRecord)).all()
    assert all(asked.code not in str(record.details) for record in records)


@pytest.mark.parametrize("shape", ["{0}", " {1} ", "{2}"])
def test_number_and_code_are_taken_in_any_shape(context, run_jobs, shape):
    asked = ask(number_of(with_shared()))
    run_jobs()
    code = asked.code
    shapes = (
        code.lower(),
        f"{code[:3]}-{code[3:6]}-{code[6:9]}-{code[9:]}",
        "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    )
    typed = shape.format(*shapes)
    assert use(asked, asked.asked_at + WAIT, code=typed).state is ResetState.OPEN


# --- who is told ---


def test_every_address_is_told_at_once_how_to_stop_it(context, run_jobs):
    account = with_shared(email=OWN)
    before = len(mails())
    ask(number_of(account))
    run_jobs()
    told = mails()[before:]
    assert [mail.recipient for mail in told] == [OWN, SHARED]
    assert told[1].subject.startswith("【山田 花子 様】")


def test_no_mail_opens_anything(context):
    ask(number_of(with_shared()))
    with transaction():
        waiting.announce(row().key, at=now())
    assert "/account/new-password/" not in mails()[-1].body
    assert "/account/stop-reset/" in mails()[-1].body


def test_it_is_announced_once(context):
    ask(number_of(with_shared()))
    before = len(mails())
    for _ in range(3):
        with transaction():
            waiting.announce(row().key, at=now())
    assert len(mails()) == before + 1


# --- who needs an officer ---


def test_without_any_address_nobody_could_be_warned_so_an_officer_decides(context, run_jobs):
    account = make_account()
    asked = ask(number_of(account))
    run_jobs()
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED
    release(asked)
    assert state(asked, now()) is ResetState.OPEN


def test_who_has_an_address_of_her_own_is_not_taken_over_by_waiting(context, run_jobs):
    asked = ask(number_of(with_shared(email=OWN)))
    run_jobs()
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED
    release(asked)
    assert state(asked, asked.asked_at + WAIT) is ResetState.OPEN


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER, Role.AUTHOR])
def test_an_account_with_duties_opens_by_an_operator_only(context, run_jobs, role):
    asked = ask(number_of(with_shared(role=role)))
    run_jobs()
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED
    with pytest.raises(Refused):
        release(asked)
    release(asked, by=Identity(person_key="0" * 16, grants=frozenset({Grant(Role.OPERATOR)})))
    assert state(asked, asked.asked_at + WAIT) is ResetState.OPEN


def test_the_wait_is_worth_nothing_where_the_mail_did_not_go_out(context, run_jobs):
    asked = ask(number_of(with_shared()))
    with transaction():
        waiting.announce(row().key, at=now())  # written, but the mail server is away
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED


def test_nor_where_the_mail_came_back(context, run_jobs):
    asked = ask(number_of(with_shared()))
    run_jobs()
    with transaction():
        services.note_failing(SHARED, Trouble.NO_SUCH_ADDRESS, at=now())
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED


def test_a_release_is_recorded_with_its_evidence(context, run_jobs):
    account = with_shared()
    asked = ask(number_of(account))
    run_jobs()
    release(asked)
    release(asked)
    with reading():
        wanted = select(AuditRecord).where(AuditRecord.tag == "accounts:reset:released")
        records = db.session.scalars(wanted).all()
    assert [(record.about_key, record.details["evidence"]) for record in records] == [
        (account.key, "Called back at the known number")
    ]


def test_what_has_ended_is_not_released(context, run_jobs):
    account = with_shared()
    asked = ask(number_of(account))
    with transaction():
        waiting.stop(account, how=End.STOPPED_BY_HER, by=SITE, at=now())
    with pytest.raises(Conflict):
        release(asked)


def test_what_fits_nobody_is_not_released(context):
    asked = ask(NOBODYS)
    with pytest.raises(Conflict):
        release(asked)


# --- stopping ---


def test_whoever_reads_the_mail_can_stop_it(context):
    account = with_shared()
    one, other = ask(number_of(account)), ask(number_of(account))
    for reset in (looks.reset_by_number(one.number), looks.reset_by_number(other.number)):
        with transaction():
            waiting.announce(reset.key, at=now())
    with transaction():
        waiting.stop_by_mail(link("stop-reset"), at=now())
    for asked in (one, other):
        assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED
    assert signs_in(account, PASSWORD)


def test_stopping_twice_is_no_fault(context):
    ask(number_of(with_shared()))
    with transaction():
        waiting.announce(row().key, at=now())
    for _ in range(2):
        with transaction():
            waiting.stop_by_mail(link("stop-reset"), at=now())
    assert row().ended_why == End.STOPPED_BY_MAIL


@pytest.mark.parametrize("forged", ["", "x", "é" * 40, "A" * 43])
def test_a_forged_link_stops_nothing(context, forged):
    ask(number_of(with_shared()))
    with pytest.raises(Conflict), transaction():
        waiting.stop_by_mail(forged, at=now())


def test_stopping_voids_the_link_that_the_code_had_opened_already(context, run_jobs):
    account = with_shared()
    asked = ask(number_of(account))
    run_jobs()
    found = use(asked, asked.asked_at + WAIT)
    with transaction():
        waiting.stop(account, how=End.STOPPED_BY_HER, by=SITE, at=asked.asked_at + WAIT)
    with pytest.raises(Conflict), transaction():
        services.reset_password(found.token, new=NEW, at=asked.asked_at + WAIT)


def test_a_password_changed_meanwhile_ends_it(context, run_jobs):
    account = with_shared()
    asked = ask(number_of(account))
    run_jobs()
    with transaction():
        services.change_password(account, old=PASSWORD, new=NEW, keep="", by=SITE, at=now())
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED


def test_the_link_of_a_mail_does_not_open_what_it_stops(context):
    ask(number_of(with_shared()))
    with transaction():
        waiting.announce(row().key, at=now())
    with pytest.raises(Conflict), transaction():
        services.reset_password(link("stop-reset"), new=NEW, at=now())


# --- what does not fit ---


@pytest.mark.parametrize(("known", "born"), [(False, BORN), (True, date(1975, 4, 2))])
def test_what_does_not_fit_waits_and_then_needs_an_officer_like_any_other(context, run_jobs, known, born):
    account = with_shared()
    before = len(mails())
    asked = ask(number_of(account) if known else NOBODYS, born)
    run_jobs()
    assert len(mails()) == before
    assert state(asked, asked.asked_at + SECOND) is ResetState.WAITING
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED


def test_a_closed_account_fits_nobody(context, run_jobs):
    account = with_shared()
    with transaction():
        queries.account_of(account.person.key).closed_at = now()
    asked = ask(number_of(account))
    run_jobs()
    assert state(asked, asked.asked_at + WAIT) is ResetState.CLOSED


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "K7Q-F3M-9TX-W2Z"])
def test_a_wrong_code_finds_nothing(context, run_jobs, code):
    asked = ask(number_of(with_shared()))
    run_jobs()
    assert use(asked, asked.asked_at + WAIT, code=code or "-") is None


def test_the_newest_birth_date_counts(context):
    account = with_shared()
    with transaction():
        services.correct_birth_date(
            account.person, date(1975, 4, 2), evidence="passport", by=SITE, at=now(), on=date(2026, 7, 10)
        )
    with reading():
        assert looks.account_id_by(number_of(account), BORN) is None
        assert looks.account_id_by(number_of(account), date(1975, 4, 2)) == account.id


def test_the_number_of_a_record_merged_into_another_leads_to_the_other(context, run_jobs):
    old, account = make_account(), with_shared()
    with transaction():
        services.merge(old.person, into=account.person, reason="call", by=OFFICER, at=now())
    asked = ask(number_of(old))
    run_jobs()
    with transaction():
        found = waiting.use_code(asked.number, asked.code, address=ADDRESS, at=asked.asked_at + WAIT)
        assert services.reset_password(found.token, new=NEW, at=asked.asked_at + WAIT).id == account.id


# --- limits, in the database ---


def test_asking_for_one_number_has_a_limit_whether_or_not_it_exists(context):
    account, at = with_shared(), now()
    waits = []
    for number in (number_of(account), NOBODYS):
        for _ in range(WAITING_RESET.free):
            ask(number, at=at, address=number)
        with pytest.raises(TooMany) as refusal:
            ask(number, at=at, address="another")
        waits.append(refusal.value.details)
    assert waits[0] == waits[1]


def test_asking_from_one_address_has_a_limit(context):
    at = now()
    for guess in range(WAITING_RESET_ADDRESS.free):
        ask(f"{guess:08}", at=at)
    with pytest.raises(TooMany):
        ask(NOBODYS, at=at)
    assert ask(NOBODYS, at=at, address="198.51.100.9")


def test_guessing_codes_has_a_limit(context, run_jobs):
    asked = ask(number_of(with_shared()))
    run_jobs()
    at = asked.asked_at + WAIT
    for _ in range(RESET_CODE.free):
        use(asked, at, code="000000000000")
    with pytest.raises(TooMany):
        use(asked, at)
    assert use(asked, at + timedelta(hours=1)).state is ResetState.OPEN


def test_old_requests_are_forgotten(context):
    asked = ask(number_of(with_shared()))
    with transaction():
        services.sweep(at=asked.asked_at + timedelta(days=36))
        assert looks.reset_by_number(asked.number) is not None
        services.sweep(at=asked.asked_at + timedelta(days=38))
        assert looks.reset_by_number(asked.number) is None
