# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses: added, confirmed by a link, taken off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE
from lms.accounts import queries, services
from lms.accounts.domain.throttles import CONFIRMATION
from lms.accounts.services.contacts import MOST_ADDRESSES
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid, TooMany
from lms.mail.models import OutgoingMail
from tests.factories.accounts import make_account

ADDRESS = "hanako@example.jp"


def add(account, address=ADDRESS, own=True, at=None):
    with transaction():
        return services.add_address(account, address=address, own=own, by=SITE, at=at or now()).key


def newest_mail() -> OutgoingMail:
    with reading():
        return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()


def newest_token() -> str:
    with reading():
        bodies = db.session.scalars(select(OutgoingMail.body).order_by(OutgoingMail.id.desc())).all()
    return next(found[1] for body in bodies if (found := re.search(r"/account/confirm-email/(\S+)", body)))


def confirm(token, at=None):
    with transaction():
        contact = services.confirm_address(token, at=at or now())
        return contact.signs_in


def address_of(account):
    with reading():
        return queries.own_address_of(account.person)


def test_an_address_counts_once_its_link_was_used(context):
    account = make_account()
    add(account)
    assert address_of(account) is None
    assert confirm(newest_token()) is True
    assert address_of(account) == ADDRESS


def test_a_shared_address_is_confirmed_but_signs_nobody_in(context):
    account = make_account()
    add(account, own=False)
    assert confirm(newest_token()) is False
    assert address_of(account) is None


def test_the_mail_to_an_unconfirmed_address_of_her_own_names_nobody(context):
    account = make_account()
    add(account)
    mail = newest_mail()
    assert not any(words in mail.subject + mail.body for words in ("山田", "YAMADA", account.person.learner_number))


def test_the_mail_to_a_shared_address_says_for_whom_it_is(context):
    add(make_account(), own=False)
    assert newest_mail().subject.startswith("【山田 花子 様】")


def test_the_learner_number_is_mailed_after_the_address_was_confirmed(context):
    account = make_account()
    add(account)
    confirm(newest_token())
    assert account.person.learner_number in newest_mail().body


def test_a_link_confirms_once(context):
    add(make_account())
    token = newest_token()
    confirm(token)
    with pytest.raises(Conflict):
        confirm(token)


@pytest.mark.parametrize(
    ("age", "works"), [(timedelta(days=3) - timedelta(seconds=1), True), (timedelta(days=3), False)]
)
def test_a_link_confirms_for_three_days(context, age, works):
    account, at = make_account(), now()
    add(account, at=at - age)
    if not works:
        with pytest.raises(Conflict):
            confirm(newest_token(), at)
    else:
        assert confirm(newest_token(), at)


def test_a_link_for_an_address_that_was_taken_off_does_nothing(context):
    account = make_account()
    key = add(account)
    token = newest_token()
    with transaction():
        services.remove_address(account, queries.contact_by_key(key), by=SITE, at=now())
    with pytest.raises(Conflict):
        confirm(token)


def test_an_address_signs_in_one_person_only(context):
    one, other = make_account(), make_account()
    add(one)
    assert confirm(newest_token()) is True
    add(other)
    assert confirm(newest_token()) is False
    with reading():
        assert queries.account_signing_in_by(ADDRESS).key == one.key


def test_an_address_that_was_taken_off_is_free_for_another(context):
    one, other = make_account(), make_account()
    key = add(one)
    confirm(newest_token())
    with transaction():
        services.remove_address(one, queries.contact_by_key(key), by=SITE, at=now())
    add(other)
    assert confirm(newest_token()) is True


def test_the_same_address_again_is_one_contact(context):
    account = make_account()
    assert add(account) == add(account, " Hanako@Example.JP")


def test_sending_the_link_again_voids_the_one_before(context):
    account = make_account()
    add(account)
    older = newest_token()
    add(account)
    with pytest.raises(Conflict):
        confirm(older)
    assert confirm(newest_token())


def test_sending_the_link_again_and_again_has_a_limit(context):
    account, at = make_account(), now()
    key = add(account, at=at)
    for _ in range(CONFIRMATION.free - 1):
        with transaction():
            services.send_link_again(account, queries.contact_by_key(key), by=SITE, at=at)
    with pytest.raises(TooMany), transaction():
        services.send_link_again(account, queries.contact_by_key(key), by=SITE, at=at)


def test_a_confirmed_address_gets_no_further_link(context):
    account = make_account()
    key = add(account)
    confirm(newest_token())
    with pytest.raises(Conflict), transaction():
        services.send_link_again(account, queries.contact_by_key(key), by=SITE, at=now())


def test_the_address_before_is_told_that_another_was_confirmed(context):
    account = make_account(email="old@example.jp", locale="en")
    add(account)
    confirm(newest_token())
    mail = newest_mail()
    assert (mail.recipient, "another e-mail address" in mail.body) == ("old@example.jp", True)


def test_an_address_that_was_confirmed_is_told_that_it_was_taken_off(context):
    account = make_account(email="old@example.jp", locale="en")
    with transaction():
        contact = queries.contacts_of(account.person)[0]
        services.remove_address(account, contact, by=SITE, at=now())
    mail = newest_mail()
    assert (mail.recipient, "taken off" in mail.body) == ("old@example.jp", True)


@pytest.mark.parametrize("address", ["", "hanako", "a@b", "a@example.jp\r\nBcc: b@example.jp", "花子@example.jp"])
def test_what_is_no_address_is_refused(context, address):
    with pytest.raises(Invalid):
        add(make_account(), address)


def test_there_is_a_most_of_addresses(context):
    account = make_account()
    for number in range(MOST_ADDRESSES):
        add(account, f"{number}@example.jp")
    with pytest.raises(Conflict):
        add(account, "one-more@example.jp")
