# SPDX-License-Identifier: Apache-2.0
"""A person's own details."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from lms.accounts import queries, services
from lms.accounts.domain.names import NameGiven
from lms.clock import now
from lms.db import db, reading, transaction
from lms.mail.models import OutgoingMail
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, make_account, make_session

PROFILE, NAMES, EMAIL = "/account/profile", "/account/names", "/account/email"
NEW = "kaeru to himawari 7"


class Someone:
    """A person signed in, without going through the sign-in page."""

    def __init__(self, app, **over):
        with app.app_context():
            account = make_account(**over)
            self.person_key, self.number = account.person.key, account.person.learner_number
            token = make_session(account)
        self.browser = Browser(app)
        with self.browser.client.session_transaction() as session:
            session["_user_id"] = token


@pytest.fixture
def someone(app) -> Someone:
    return Someone(app)


def name_of(app, someone) -> NameGiven:
    with app.app_context(), reading():
        return queries.name_given(queries.person_by_key(someone.person_key))


def lock(app, someone):
    with app.app_context(), transaction():
        services.lock_names(queries.person_by_key(someone.person_key), at=now())


def newest_mail(app) -> tuple[str, str]:
    with app.app_context(), reading():
        row = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
        return row.recipient, row.body


@pytest.mark.parametrize(
    "path",
    [PROFILE, NAMES, EMAIL, "/account/password", "/account/sign-out-everywhere", "/account/welcome"],
)
def test_who_is_not_signed_in_is_asked_to(browser, path):
    assert browser.get(path, status=303).location.startswith("/account/sign-in?next=")


def test_the_profile_shows_number_name_and_how_it_prints(app):
    someone = Someone(app, name=NameGiven("渡邉󠄁 花子", "ワタナベ ハナコ", "WATANABE HANAKO"), email="hanako@example.jp")
    words = someone.browser.get(PROFILE).words
    for expected in (
        f"{someone.number[:4]} {someone.number[4:]}",
        "渡邉 花子",
        "ワタナベ ハナコ",
        "hanako@example.jp",
        "Confirmed, signs in",
        "1 April 1975",
    ):
        assert expected in words


def test_a_person_without_an_address_is_told_that_she_needs_none(someone):
    assert "nothing here needs one" in someone.browser.get(PROFILE).words


# --- names ---


def test_a_name_is_mended_after_a_check(app, someone):
    page = someone.browser.enter(NAMES, register="佐藤 花子", kana="ｻﾄｳ ﾊﾅｺ", latin="SATO HANAKO")
    assert name_of(app, someone).register == "山田 花子"
    someone.browser.submit(page)
    assert name_of(app, someone) == NameGiven("佐藤 花子", "サトウ ハナコ", "SATO HANAKO")


def test_going_back_from_the_check_records_nothing(app, someone):
    page = someone.browser.enter(NAMES, register="佐藤 花子")
    back = someone.browser.change(page)
    assert back.find("input", name="register")[0].get("value") == "佐藤 花子"
    assert name_of(app, someone).register == "山田 花子"


def test_mending_nothing_is_said(someone):
    page = someone.browser.enter(NAMES)
    assert "nothing was changed" in someone.browser.enter(page).words


def test_a_fixed_name_is_corrected_by_request_or_telephone(app, someone):
    lock(app, someone)
    for path in (PROFILE, NAMES):
        assert "please ask here and show us a document" in someone.browser.get(path).words
    assert someone.browser.get(NAMES).find("input", name="register") == []


def test_a_name_that_is_fixed_meanwhile_is_not_recorded(app, someone):
    page = someone.browser.enter(NAMES, register="佐藤 花子")
    lock(app, someone)
    assert "fixed" in someone.browser.enter(page).words
    assert name_of(app, someone).register == "山田 花子"


# --- password ---


def test_a_password_is_changed_by_who_knows_the_old_one(app, someone):
    someone.browser.submit("/account/password", old_password=PASSWORD, password=NEW, password_again=NEW)
    someone.browser.get(PROFILE)
    Browser(app).submit("/account/sign-in", sign_in=someone.number, password=NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong password here", NEW, NEW, "The present password is wrong"),
        (PASSWORD, "short", "short", "at least 10 characters"),
        (PASSWORD, "yamada hanako", "yamada hanako", "your own name"),
        (PASSWORD, NEW, "something else", "differ"),
        ("", NEW, NEW, "that you sign in with now"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(app, someone, old, new, again, words):
    page = someone.browser.submit("/account/password", status=422, old_password=old, password=new, password_again=again)
    assert words in page.words
    Browser(app).submit("/account/sign-in", sign_in=someone.number, password=PASSWORD)


# --- addresses ---


def add_address(someone, address="hanako@example.jp", use="own", status=303, password=PASSWORD):
    return someone.browser.submit(EMAIL, status=status, email=address, email_use=use, password=password)


def link_in(body) -> str:
    return re.search(r"http://localhost(/account/confirm-email/\S+)", body)[1]


def test_an_address_is_added_and_confirmed_by_the_link_in_the_mail(app, someone):
    add_address(someone)
    recipient, body = newest_mail(app)
    assert recipient == "hanako@example.jp"
    stranger = Browser(app)
    confirmed = stranger.follow(stranger.submit(link_in(body)))
    assert "you can sign in with it" in confirmed.words
    stranger.submit("/account/sign-in", sign_in="hanako@example.jp", password=PASSWORD)


def test_opening_the_link_does_not_confirm(app, someone):
    add_address(someone)
    for _ in range(2):
        Browser(app).get(link_in(newest_mail(app)[1]))
    assert "Not confirmed yet" in someone.browser.get(PROFILE).words


def test_a_link_that_was_used_says_so(app, someone):
    add_address(someone)
    path = link_in(newest_mail(app)[1])
    Browser(app).submit(path)
    assert "used already" in Browser(app).get(path, status=410).words


def test_a_shared_address_does_not_sign_in(app, someone):
    add_address(someone, "info@example.jp", "shared")
    stranger = Browser(app)
    page = stranger.follow(stranger.submit(link_in(newest_mail(app)[1])))
    assert "cannot be used to sign in" in page.words
    stranger.submit("/account/sign-in", status=422, sign_in="info@example.jp", password=PASSWORD)


@pytest.mark.parametrize(
    ("address", "use", "password", "words"),
    [
        ("", "own", PASSWORD, "This is not an e-mail address"),
        ("hanako", "own", PASSWORD, "This is not an e-mail address"),
        ("hanako@example.jp", None, PASSWORD, "whether only you read"),
        ("hanako@example.jp", "everybody", PASSWORD, "whether only you read"),
        ("hanako@example.jp", "own", "", "that you sign in with"),
        ("hanako@example.jp", "own", "wrong password here", "The password is wrong"),
    ],
)
def test_an_address_that_cannot_be_added_is_not(app, someone, address, use, password, words):
    assert words in add_address(someone, address, use, 422, password).words
    with app.app_context(), reading():
        assert queries.contacts_of(queries.person_by_key(someone.person_key)) == []


def test_the_link_is_sent_again(app, someone):
    add_address(someone)
    first = newest_mail(app)[1]
    someone.browser.submit(contact_page(someone, "link"))
    assert link_in(newest_mail(app)[1]) != link_in(first)


def test_an_address_is_taken_off(app, someone):
    add_address(someone)
    someone.browser.submit(contact_page(someone, "removal"))
    assert "nothing here needs one" in someone.browser.get(PROFILE).words


def contact_page(someone, end) -> str:
    links = (node.get("href") or "" for node in someone.browser.get(PROFILE).find("a"))
    return next(link for link in links if link.endswith("/" + end))


@pytest.mark.parametrize("end", ["link", "removal"])
def test_an_address_of_somebody_else_is_not_found(app, someone, end):
    add_address(someone)
    path = contact_page(someone, end)
    stranger = Someone(app).browser
    stranger.get(path, status=404)
    token = stranger.get(EMAIL).find("input", name="csrf_token")[0].get("value")
    answer = stranger.client.post(
        path, data={"csrf_token": token, "for_person": stranger.get(PROFILE).meta("koshu-person")}
    )
    assert answer.status_code == 404


# --- language of mails ---


def test_the_language_of_mails_is_chosen(app, someone):
    page = someone.browser.get(PROFILE)
    someone.browser.submit(page, "/account/language")
    add_address(someone)
    assert "To confirm it, please open this page" in newest_mail(app)[1]


def test_a_language_that_we_do_not_write_is_refused(someone):
    someone.browser.submit(someone.browser.get(PROFILE), "/account/language", status=422, locale="fr")
