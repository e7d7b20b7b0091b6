# SPDX-License-Identifier: Apache-2.0
"""Changing a password, and finding back in by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.access.identity import SITE
from lms.accounts import queries, services
from lms.accounts.domain.throttles import OLD_PASSWORD, RESET, RESET_ADDRESS, SIGN_IN
from lms.accounts.models import OneTimeToken
from lms.accounts.views.session import load
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid, TooMany
from lms.jobs.models import Job
from lms.mail.models import OutgoingMail
from tests.factories.accounts import PASSWORD, make_account, make_session

NEW = "kaeru to himawari 7"
ADDRESS = "192.0.2.7"


def change(account, old=PASSWORD, new=NEW, keep="", at=None):
    with transaction():
        return services.change_password(account, old=old, new=new, keep=keep, by=SITE, at=at or now())


def signs_in(account, password) -> bool:
    with transaction():
        number = account.person.learner_number
        return services.sign_in(number, password, address=ADDRESS, device="", at=now()) is not None


def link_for(account, at=None) -> str:
    with transaction():
        return services.reset_link(account, by=SITE, at=at or now()).rpartition("/")[2]


def mails() -> list[tuple[str, str]]:
    with reading():
        rows = db.session.execute(select(OutgoingMail.recipient, OutgoingMail.subject).order_by(OutgoingMail.id)).all()
    return [(recipient, subject) for recipient, subject in rows]


def test_a_changed_password_replaces_the_old_one(context):
    account = make_account()
    assert change(account)
    assert (signs_in(account, PASSWORD), signs_in(account, NEW)) == (False, True)


def test_who_does_not_know_the_old_password_changes_nothing(context):
    account = make_account()
    assert not change(account, old="wrong password here")
    assert signs_in(account, PASSWORD)


def test_guessing_the_old_password_has_a_limit(context):
    account, at = make_account(), now()
    for _ in range(OLD_PASSWORD.free):
        change(account, old="wrong password here", at=at)
    with pytest.raises(TooMany):
        change(account, at=at)
    assert change(account, at=at + OLD_PASSWORD.first_wait)


def test_changing_the_password_signs_out_the_other_browsers(context):
    account = make_account()
    here, there = make_session(account), make_session(account)
    change(account, keep=here)
    assert (load(here) is None, load(there) is None) == (False, True)


def test_a_new_password_that_is_too_simple_is_refused_below_the_form_too(context):
    account = make_account()
    with pytest.raises(Invalid):
        change(account, new="1234567890")
    assert signs_in(account, PASSWORD)


def test_a_change_is_told_to_her_own_address_only(context):
    account = make_account(email="hanako@example.jp", locale="en")
    with transaction():
        services.add_address(account.person, address="info@example.jp", own=False, by=SITE, at=now())
    change(account)
    assert [recipient for recipient, subject in mails() if "password" in subject] == ["hanako@example.jp"]


# --- the link ---


def test_a_link_sets_a_new_password_and_signs_out_everywhere(context):
    account = make_account()
    session = make_session(account)
    with transaction():
        services.reset_password(link_for(account), new=NEW, at=now())
    assert (signs_in(account, NEW), load(session)) == (True, None)


def test_a_link_works_once(context):
    account = make_account()
    link = link_for(account)
    with transaction():
        services.reset_password(link, new=NEW, at=now())
    with pytest.raises(Conflict), transaction():
        services.reset_password(link, new="another good password", at=now())
    assert signs_in(account, NEW)


@pytest.mark.parametrize(("age", "works"), [(timedelta(minutes=59), True), (timedelta(hours=1), False)])
def test_a_link_works_for_an_hour(context, age, works):
    account = make_account()
    link = link_for(account, at=now() - age)
    if works:
        with transaction():
            services.reset_password(link, new=NEW, at=now())
    else:
        with pytest.raises(Conflict), transaction():
            services.reset_password(link, new=NEW, at=now())
    assert signs_in(account, NEW) is works


def test_a_newer_link_voids_the_one_before(context):
    account = make_account()
    older, newer = link_for(account), link_for(account)
    with pytest.raises(Conflict), transaction():
        services.reset_password(older, new=NEW, at=now())
    with transaction():
        services.reset_password(newer, new=NEW, at=now())


def test_a_changed_password_voids_the_link_that_was_asked_for(context):
    account = make_account()
    link = link_for(account)
    change(account)
    with pytest.raises(Conflict), transaction():
        services.reset_password(link, new="another good password", at=now())


@pytest.mark.parametrize("forged", ["", "x", "é", "A" * 43])
def test_a_forged_link_does_nothing(context, forged):
    link_for(make_account())
    with pytest.raises(Conflict), transaction():
        services.reset_password(forged, new=NEW, at=now())


def test_a_link_for_another_purpose_does_not_set_a_password(context):
    with transaction():
        invitation = services.invite_first_operator(at=now()).rpartition("/")[2]
    with pytest.raises(Conflict), transaction():
        services.reset_password(invitation, new=NEW, at=now())


def test_a_reset_forgives_the_failures_before_it(context):
    account, at = make_account(email="hanako@example.jp"), now()
    number = account.person.learner_number
    for typed in (number, "hanako@example.jp"):
        for _ in range(SIGN_IN.free):
            with transaction():
                services.sign_in(typed, "wrong password here", address=ADDRESS, device="", at=at)
    link = link_for(account)
    with transaction():
        services.reset_password(link, new=NEW, at=now())
    for typed in (number, "hanako@example.jp"):
        with transaction():
            assert services.sign_in(typed, NEW, address=ADDRESS, device="", at=at)


def test_only_the_digest_of_a_link_is_kept(context):
    link = link_for(make_account())
    with reading():
        assert link not in db.session.scalars(select(OneTimeToken.digest)).all()


# --- asking for it ---


def ask(typed, at=None, address=ADDRESS):
    with transaction():
        services.request_reset(typed, address=address, at=at or now())


@pytest.mark.parametrize("typed", ["{number}", "hanako@example.jp", "ＨＡＮＡＫＯ@example.jp"])
def test_a_link_is_mailed_to_the_confirmed_own_address(context, run_jobs, typed):
    account = make_account(email="hanako@example.jp")
    ask(typed.format(number=account.person.learner_number))
    run_jobs()
    assert [recipient for recipient, _subject in mails()] == ["hanako@example.jp"]


@pytest.mark.parametrize(
    "typed", ["info@example.jp", "new@example.jp", "nobody@example.jp", "12345671", "", "\x00", "x" * 999]
)
def test_nothing_is_mailed_where_there_is_no_confirmed_own_address(context, run_jobs, typed):
    account = make_account()
    with transaction():
        shared = services.add_address(account.person, address="info@example.jp", own=False, by=SITE, at=now())
        shared.confirmed_at = now()
        services.add_address(account.person, address="new@example.jp", own=True, by=SITE, at=now())
    before = mails()
    ask(typed)
    run_jobs()
    assert mails() == before


def test_asking_writes_the_same_whether_or_not_there_is_an_account(context):
    make_account(email="hanako@example.jp")
    counts = []
    for typed in ("hanako@example.jp", "nobody@example.jp"):
        ask(typed)
        with reading():
            counts.append(
                [
                    db.session.scalar(select(func.count()).select_from(table))
                    for table in (Job, AuditRecord, OutgoingMail)
                ]
            )
    assert counts[1][0] - counts[0][0] == 1
    assert (counts[1][1] - counts[0][1], counts[0][2], counts[1][2]) == (1, 0, 0)


def test_asking_again_and_again_has_a_limit_for_anybody(context):
    at = now()
    for typed in ("hanako@example.jp", "nobody@example.jp"):
        for _ in range(RESET.free):
            ask(typed, at)
        with pytest.raises(TooMany):
            ask(typed, at)


def test_asking_for_many_has_a_limit_by_address(context):
    at = now()
    for guess in range(RESET_ADDRESS.free):
        ask(f"{guess}@example.jp", at)
    with pytest.raises(TooMany):
        ask("other@example.jp", at)
    ask("other@example.jp", at, address="198.51.100.9")


def test_a_job_that_runs_twice_leaves_one_link_that_works(context):
    account = make_account(email="hanako@example.jp")
    for _ in range(2):
        with transaction():
            services.send_reset(account.person.learner_number, at=now())
    with reading():
        usable = [
            row for row in db.session.scalars(select(OneTimeToken)) if queries.state_of(row, at=now()) == "usable"
        ]
    assert len(usable) == 1
