# SPDX-License-Identifier: Apache-2.0
"""Pages on which people keep the ways to reach them, and officers do it for who telephones."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from lms.access.identity import SITE, Role
from lms.accounts import queries, services
from lms.accounts.queries.contacts import live_contacts_of
from lms.clock import now
from lms.db import db, reading, transaction
from lms.mail.models import OutgoingMail
from tests.accounts.test_profile_pages import Someone
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, make_account

PROFILE = "/account/profile"


@pytest.fixture
def someone(app) -> Someone:
    return Someone(app)


def contacts(app, person_key) -> list[tuple[str, str, bool]]:
    with app.app_context(), reading():
        rows = live_contacts_of(queries.person_by_key(person_key))
        return [(row.kind, row.value, row.own) for row in rows]


def newest_mail(app) -> tuple[str, str, str]:
    with app.app_context(), reading():
        row = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
        return row.recipient, row.subject, row.body


def confirm_newest(app) -> None:
    path = re.search(r"http://localhost(/account/confirm-email/\S+)", newest_mail(app)[2])[1]
    Browser(app).submit(path)


def own_link(page, end: str) -> str:
    return next(link for node in page.find("a") if (link := node.get("href") or "").endswith("/" + end))


def add_shared(app, someone, address="info@example.jp") -> None:
    someone.browser.submit("/account/email", email=address, email_use="shared", password=PASSWORD)
    confirm_newest(app)


# --- her own ---


def test_a_telephone_number_is_added_as_typed(app, someone):
    someone.browser.submit(
        "/account/telephone", telephone="０９０ー１２３４ー５６７８（夜のみ）", telephone_use="own", password=PASSWORD
    )
    assert contacts(app, someone.person_key) == [("telephone", "０９０ー１２３４ー５６７８（夜のみ）", True)]
    assert "０９０ー１２３４ー５６７８（夜のみ）" in someone.browser.get(PROFILE).words


@pytest.mark.parametrize(
    ("typed", "use", "password", "words"),
    [
        ("", "own", PASSWORD, "Please write a telephone number"),
        ("なし", "own", PASSWORD, "no number in it"),
        ("1234-5678", "own", PASSWORD, "area code is missing"),
        ("090-1234-567", "own", PASSWORD, "Some digits are missing"),
        ("03-1234-5678 / 090-1234-5678", "own", PASSWORD, "one number at a time"),
        ("090-1234-5678", None, PASSWORD, "others answer there too"),
        ("090-1234-5678", "own", "", "that you sign in with"),
        ("090-1234-5678", "own", "wrong password here", "The password is wrong"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_with_an_example(app, someone, typed, use, password, words):
    page = someone.browser.submit(
        "/account/telephone", status=422, telephone=typed, telephone_use=use, password=password
    )
    assert words in page.words
    assert contacts(app, someone.person_key) == []


def test_the_sixth_number_is_refused_kindly(app, someone):
    for digit in range(5):
        someone.browser.submit(
            "/account/telephone", telephone=f"090-1234-567{digit}", telephone_use="own", password=PASSWORD
        )
    page = someone.browser.submit(
        "/account/telephone", status=409, telephone="090-1234-5679", telephone_use="own", password=PASSWORD
    )
    assert "take one off first" in page.words


def test_a_wrong_address_is_corrected(app, someone):
    someone.browser.submit("/account/email", email="hanako@exmple.jp", email_use="own", password=PASSWORD)
    page = someone.browser.get(own_link(someone.browser.get(PROFILE), "correction"))
    assert page.find("input", name="email")[0].get("value") == "hanako@exmple.jp"
    someone.browser.submit(page, email="ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ．", password=PASSWORD)
    assert contacts(app, someone.person_key) == [("email", "hanako@example.jp", True)]


def test_a_correction_that_corrects_nothing_says_so(someone):
    someone.browser.submit("/account/telephone", telephone="03-1234-5678", telephone_use="own", password=PASSWORD)
    path = own_link(someone.browser.get(PROFILE), "correction")
    assert "nothing was changed" in someone.browser.submit(path, status=422, password=PASSWORD).words


def test_her_own_address_is_marked_as_shared(app, someone):
    someone.browser.submit("/account/email", email="hanako@example.jp", email_use="own", password=PASSWORD)
    confirm_newest(app)
    someone.browser.submit(own_link(someone.browser.get(PROFILE), "readers"), password=PASSWORD)
    assert contacts(app, someone.person_key) == [("email", "hanako@example.jp", False)]
    Browser(app).submit("/account/sign-in", status=422, sign_in="hanako@example.jp", password=PASSWORD)


def test_a_shared_address_becomes_her_own_by_a_new_link(app, someone):
    add_shared(app, someone, "hanako@example.jp")
    someone.browser.submit(own_link(someone.browser.get(PROFILE), "readers"), password=PASSWORD)
    confirm_newest(app)
    assert contacts(app, someone.person_key) == [("email", "hanako@example.jp", True)]
    Browser(app).submit("/account/sign-in", sign_in="hanako@example.jp", password=PASSWORD)


@pytest.mark.parametrize("end", ["readers", "correction"])
def test_who_does_not_know_the_password_changes_nothing(app, someone, end):
    add_shared(app, someone)
    before = contacts(app, someone.person_key)
    page = someone.browser.submit(own_link(someone.browser.get(PROFILE), end), status=422, password="wrong password")
    assert "The password is wrong" in page.words
    assert contacts(app, someone.person_key) == before


@pytest.mark.parametrize("end", ["link", "readers", "correction", "removal"])
def test_a_contact_of_somebody_else_is_not_found(app, someone, end):
    someone.browser.submit("/account/email", email="hanako@example.jp", email_use="own", password=PASSWORD)
    Someone(app).browser.get(own_link(someone.browser.get(PROFILE), end), status=404)


# --- the hint ---


@pytest.mark.parametrize("path", ["/my", PROFILE])
def test_who_gave_a_shared_address_only_is_told_gently_and_may_put_it_away(app, someone, path):
    add_shared(app, someone)
    page = someone.browser.get(path)
    assert "An address of your own is useful" in page.words
    assert someone.browser.submit(page, "/account/hint").location.endswith(path)
    for there in ("/my", PROFILE):
        assert "An address of your own is useful" not in someone.browser.get(there).words


@pytest.mark.parametrize("own", [None, "hanako@example.jp"])
def test_who_gave_none_or_one_of_her_own_is_not_told(app, own):
    someone = Someone(app, email=own)
    assert "An address of your own is useful" not in someone.browser.get("/my").words


# --- by an officer ---


@pytest.fixture
def her(app) -> tuple[str, str]:
    """The key and the number of somebody who telephones."""
    with app.app_context():
        person = make_account().person
        return person.key, person.learner_number


def test_an_officer_adds_an_address_and_a_number_for_who_telephones(app, as_, her):
    officer = as_(Role.OFFICER)
    officer.submit(f"/people/{her[0]}/email", email="info@example.jp", email_use="shared")
    officer.submit(f"/people/{her[0]}/telephone", telephone="03-1234-5678", telephone_use="shared")
    assert contacts(app, her[0]) == [("email", "info@example.jp", False), ("telephone", "03-1234-5678", False)]
    assert newest_mail(app)[1].startswith("【山田 花子 様】")
    page = officer.get(f"/people/{her[0]}")
    assert "Not confirmed yet" in page.words
    assert page.find("a", href="tel:0312345678")


def test_an_officer_corrects_marks_and_takes_off(app, as_, her):
    officer = as_(Role.OFFICER)
    officer.submit(f"/people/{her[0]}/telephone", telephone="03-1234-5679", telephone_use="shared")
    path = f"/people/{her[0]}"
    officer.submit(own_link(officer.get(path), "correction"), telephone="03-1234-5678")
    officer.submit(own_link(officer.get(path), "readers"))
    assert contacts(app, her[0]) == [("telephone", "03-1234-5678", True)]
    officer.submit(own_link(officer.get(path), "state"))
    assert "We were told that nothing arrives there" in officer.get(path).words
    officer.submit(own_link(officer.get(path), "state"))
    officer.submit(own_link(officer.get(path), "removal"))
    assert contacts(app, her[0]) == []
    assert "Contacts taken off" in officer.get(path).text


def test_an_officer_sends_the_link_again(app, as_, her):
    officer = as_(Role.OFFICER)
    officer.submit(f"/people/{her[0]}/email", email="info@example.jp", email_use="shared")
    first = newest_mail(app)[2]
    officer.submit(own_link(officer.get(f"/people/{her[0]}"), "link"))
    assert newest_mail(app)[2] != first


@pytest.mark.parametrize(
    ("page", "fields", "words"),
    [
        ("email", {"email": "hanako", "email_use": "own"}, "This is not an e-mail address"),
        ("email", {"email": "a@example.jp"}, "whether only you read"),
        ("telephone", {"telephone": "なし", "telephone_use": "own"}, "no number in it"),
        ("telephone", {"telephone": "03-1234-5678"}, "others answer there too"),
    ],
)
def test_an_officer_is_told_what_is_wrong(as_, her, page, fields, words):
    assert words in as_(Role.OFFICER).submit(f"/people/{her[0]}/{page}", status=422, **fields).words


def test_an_officer_gives_nobody_with_duties_an_address(app, as_):
    with app.app_context():
        key = make_account(role=Role.OPERATOR).person.key
    page = as_(Role.OFFICER).submit(f"/people/{key}/email", status=403, email="evil@example.jp", email_use="own")
    assert "the operator does this" in page.words
    as_(Role.OPERATOR).submit(f"/people/{key}/email", email="right@example.jp", email_use="own")


def test_learners_keep_nobody_elses_contacts(app, as_, her):
    learner = as_(Role.LEARNER)
    for path in (f"/people/{her[0]}/email", f"/people/{her[0]}/telephone"):
        learner.get(path, status=404)
    with app.app_context(), transaction():
        person = queries.person_by_key(her[0])
        key = services.add_telephone(person, number="03-1234-5678", own=True, by=SITE, at=now()).key
    for end in ("link", "readers", "correction", "removal", "state"):
        learner.get(f"/people/contacts/{key}/{end}", status=404)


# --- signing up ---


def test_signing_up_with_a_shared_address_or_none_works(app):
    from tests.factories.accounts import ENTRIES

    for over in ({}, {"email": "info@example.jp", "email_use": "shared"}):
        browser = Browser(app)
        page = browser.follow(browser.submit("/account/sign-up", **{**ENTRIES, **over}))
        welcome = browser.follow(browser.submit(page))
        assert re.search(r"\d{4} \d{4}", welcome.words)
