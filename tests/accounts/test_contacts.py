# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses: added, confirmed by a link, taken off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE, Grant, Identity, Role
from lms.accounts import queries, services
from lms.accounts.domain.throttles import CONFIRMATION
from lms.accounts.queries.mailboxes import mailboxes_of, own_mailbox_of
from lms.accounts.services.contacts import MOST_CONTACTS
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid, Refused, TooMany
from lms.mail.models import OutgoingMail
from tests.factories.accounts import make_account

ADDRESS = "hanako@example.jp"
OFFICER = Identity(person_key="0" * 16, grants=frozenset({Grant(Role.OFFICER)}))


def add(account, address=ADDRESS, own=True, at=None):
    with transaction():
        return services.add_address(account.person, address=address, own=own, by=SITE, at=at or now()).key


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
        box = own_mailbox_of(account.person)
        return None if box is None else box.address


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
        services.remove_contact(queries.contact_by_key(key), by=SITE, at=now())
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
        services.remove_contact(queries.contact_by_key(key), by=SITE, at=now())
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
            services.send_link_again(queries.contact_by_key(key), by=SITE, at=at)
    with pytest.raises(TooMany), transaction():
        services.send_link_again(queries.contact_by_key(key), by=SITE, at=at)


def test_a_confirmed_address_gets_no_further_link(context):
    account = make_account()
    key = add(account)
    confirm(newest_token())
    with pytest.raises(Conflict), transaction():
        services.send_link_again(queries.contact_by_key(key), by=SITE, at=now())


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
        services.remove_contact(contact, by=SITE, at=now())
    mail = newest_mail()
    assert (mail.recipient, "taken off" in mail.body) == ("old@example.jp", True)


@pytest.mark.parametrize("address", ["", "hanako", "a@b", "a@example.jp\r\nBcc: b@example.jp", "花子@example.jp"])
def test_what_is_no_address_is_refused(context, address):
    with pytest.raises(Invalid):
        add(make_account(), address)


def test_there_is_a_most_of_addresses(context):
    account = make_account()
    for number in range(MOST_CONTACTS):
        add(account, f"{number}@example.jp")
    with pytest.raises(Conflict):
        add(account, "one-more@example.jp")


# --- shared with others ---


def boxes_of(account) -> list[tuple[str, bool]]:
    with reading():
        return [(box.address, box.own) for box in mailboxes_of(account.person)]


def contact_of(account, kind="email"):
    return queries.contacts_of(account.person, kind)[-1]


def test_one_address_may_belong_to_many_as_shared(context):
    accounts = [make_account() for _ in range(12)]
    for account in accounts:
        add(account, "info@example.jp", own=False)
        assert confirm(newest_token()) is False
    assert [boxes_of(account) for account in accounts] == [[("info@example.jp", False)]] * 12


def test_an_address_that_somebody_else_confirmed_too_is_shared_whatever_she_says(context):
    clerk, one = make_account(), make_account()
    add(clerk, "info@example.jp", own=False)
    confirm(newest_token())
    add(one, "info@example.jp", own=True)
    assert confirm(newest_token()) is False
    assert (boxes_of(one), address_of(one)) == ([("info@example.jp", False)], None)


def test_marking_an_address_as_shared_ends_signing_in_by_it(context):
    account = make_account(email=ADDRESS)
    with transaction():
        services.mark_as_shared(contact_of(account), by=SITE, at=now())
    with reading():
        assert queries.account_signing_in_by(ADDRESS) is None
    assert boxes_of(account) == [(ADDRESS, False)]


def test_marking_an_address_as_shared_voids_the_link_for_a_new_password_that_lies_there(context):
    account = make_account(email=ADDRESS)
    with transaction():
        link = services.reset_link(account, by=SITE, at=now()).rpartition("/")[2]
        services.mark_as_shared(contact_of(account), by=SITE, at=now())
    with pytest.raises(Conflict), transaction():
        services.reset_password(link, new="kaeru to himawari 7", at=now())


def test_a_shared_address_becomes_her_own_once_she_has_opened_the_new_link(context):
    account = make_account()
    add(account, own=False)
    confirm(newest_token())
    with transaction():
        services.mark_as_own(contact_of(account), by=SITE, at=now())
    assert boxes_of(account) == [(ADDRESS, False)]
    assert confirm(newest_token()) is True
    assert boxes_of(account) == [(ADDRESS, True)]


def test_her_own_address_is_told_everything_and_the_shared_one_that_there_is_news(context):
    from lms.accounts import notices

    account = make_account(email=ADDRESS)
    add(account, "info@example.jp", own=False)
    confirm(newest_token())
    with transaction():
        assert (
            services.tell(account.person, lambda to, locale: notices.password_changed(to, locale=locale), at=now()) == 2
        )
    with reading():
        mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(2)).all()
    assert [(mail.recipient, "お知らせがあります" in mail.subject) for mail in mails] == [
        ("info@example.jp", True),
        (ADDRESS, False),
    ]


def test_mails_in_english_call_her_by_her_latin_name(context):
    account = make_account(locale="en")
    add(account, own=False)
    assert newest_mail().subject.startswith("[for YAMADA HANAKO] ")


def test_records_found_to_be_one_person_share_their_mailboxes(context):
    one, other = make_account(email=ADDRESS), make_account()
    add(other, "info@example.jp", own=False)
    confirm(newest_token())
    with transaction():
        services.merge(one.person, into=other.person, reason="call", by=OFFICER, at=now())
    for account in (one, other):
        assert boxes_of(account) == [(ADDRESS, True), ("info@example.jp", False)]
        assert address_of(account) == ADDRESS


# --- telephone numbers ---


def add_number(account, number, own=True):
    with transaction():
        return services.add_telephone(account.person, number=number, own=own, by=SITE, at=now()).key


def test_a_telephone_number_is_kept_as_typed_and_folded(context):
    account = make_account()
    add_number(account, "０９０ー１２３４ー５６７８（夜のみ）")
    with reading():
        contact = contact_of(account, "telephone")
    assert (contact.value, contact.folded) == ("０９０ー１２３４ー５６７８（夜のみ）", "09012345678")


def test_the_same_number_typed_otherwise_is_one_contact(context):
    account = make_account()
    assert add_number(account, "090-1234-5678") == add_number(account, "+81 90 1234 5678")


def test_a_number_signs_nobody_in_and_gets_no_mail(context):
    account = make_account()
    add_number(account, "090-1234-5678")
    with reading():
        assert queries.account_signing_in_by("090-1234-5678") is None
    assert boxes_of(account) == []


@pytest.mark.parametrize("number", ["", "なし", "1234-5678", "03-1234-5678 / 090-1234-5678"])
def test_what_is_no_number_is_refused(context, number):
    with pytest.raises(Invalid):
        add_number(make_account(), number)


def test_there_is_a_most_of_numbers(context):
    account = make_account()
    for digit in range(MOST_CONTACTS):
        add_number(account, f"090-1234-567{digit}")
    with pytest.raises(Conflict):
        add_number(account, "090-1234-5679")


def test_marking_a_number_needs_no_mail(context):
    account = make_account()
    add_number(account, "03-1234-5678", own=False)
    with transaction():
        services.mark_as_own(contact_of(account, "telephone"), by=SITE, at=now())
        assert contact_of(account, "telephone").own is True


# --- corrections ---


def test_a_wrong_address_is_replaced_by_the_right_one(context):
    account = make_account()
    add(account, "hanako@exmple.jp")
    with transaction():
        services.correct_contact(contact_of(account), value=ADDRESS, by=SITE, at=now())
    with reading():
        assert [contact.value for contact in queries.contacts_of(account.person)] == [ADDRESS]
    assert newest_mail().recipient == ADDRESS


def test_a_correction_that_changes_nothing_is_said(context):
    account = make_account()
    add(account)
    with pytest.raises(Conflict), transaction():
        services.correct_contact(contact_of(account), value=" Hanako@Example.JP ", by=SITE, at=now())


def test_a_wrong_number_is_replaced_by_the_right_one(context):
    account = make_account()
    add_number(account, "03-1234-5679", own=False)
    with transaction():
        right = services.correct_contact(contact_of(account, "telephone"), value="03-1234-5678", by=SITE, at=now())
        assert (right.value, right.own) == ("03-1234-5678", False)


# --- who may do it for whom ---


def as_role(role: Role) -> Identity:
    return Identity(person_key="0" * 16, grants=frozenset({Grant(role)}))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER, Role.AUTHOR])
def test_an_officer_does_not_give_an_address_to_somebody_with_duties(context, role):
    account = make_account(role=role)
    for act in (
        lambda by: services.add_address(account.person, address="evil@example.jp", own=True, by=by, at=now()),
        lambda by: services.add_telephone(account.person, number="090-1234-5678", own=True, by=by, at=now()),
    ):
        with pytest.raises(Refused), transaction():
            act(as_role(Role.OFFICER))
        with transaction():
            act(as_role(Role.OPERATOR))


def test_she_herself_may_of_course(context):
    account = make_account(role=Role.OFFICER)
    with transaction():
        herself = Identity(person_key=account.person.key, grants=frozenset({Grant(Role.OFFICER)}))
        services.add_address(account.person, address=ADDRESS, own=True, by=herself, at=now())
