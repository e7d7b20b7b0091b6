# SPDX-License-Identifier: Apache-2.0
"""Signing up: enter, check, done."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from lms.access.identity import Role
from lms.accounts import queries, services
from lms.accounts.models import Acceptance, AcceptedText, Person, PersonName
from lms.clock import now
from lms.db import db, reading, transaction
from tests.browser import Browser
from tests.factories.accounts import ENTRIES, PASSWORD, make_account

SIGN_UP = "/account/sign-up"


def check(browser, path=SIGN_UP, **over):
    """The check page for these entries."""
    page = browser.enter(path, **{**ENTRIES, **over})
    assert page.path.partition("?")[0].endswith("/check"), page.words
    return page


def refused(browser, **over):
    """The entry page with its faults."""
    page = browser.enter(SIGN_UP, **{**ENTRIES, **over})
    assert page.path.startswith("/account/sign-up?draft="), page.path
    assert page.find("div", class_="error-summary")
    return page


def people(app) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(Person))


def newest(app, column):
    with app.app_context(), reading():
        return db.session.scalars(select(column).order_by(PersonName.id.desc()).limit(1)).one()


def test_nothing_is_stored_before_the_check_was_sent(app, browser):
    check(browser)
    assert people(app) == 0


def test_after_the_check_she_is_signed_in_and_reads_her_number(app, browser):
    welcome = browser.follow(browser.submit(check(browser)))
    with app.app_context(), reading():
        number = db.session.scalars(select(Person.learner_number)).one()
    assert f"{number[:4]} {number[4:]}" in welcome.words


def test_the_number_and_the_password_sign_in_again(app, browser):
    browser.submit(check(browser))
    with app.app_context(), reading():
        number = db.session.scalars(select(Person.learner_number)).one()
    other = Browser(app)
    other.submit("/account/sign-in", sign_in=number, password=PASSWORD)
    assert "YAMADA HANAKO" in other.get("/account/profile").words


def test_the_check_page_shows_how_the_name_prints_and_everything_but_the_password(browser):
    page = check(browser, email="hanako@example.jp", email_use="own")
    for words in ("山田 花子", "ヤマダ ハナコ", "YAMADA HANAKO", "1 April 1975", "hanako@example.jp", "Only I"):
        assert words in page.words
    assert PASSWORD not in page.text


def test_what_was_converted_is_shown(browser):
    page = check(browser, kana="ﾔﾏﾀﾞ はなこ", latin="ＹＡＭＡＤＡ hanako", email="ａ＠example.jp", email_use="own")
    assert "you typed “ﾔﾏﾀﾞ はなこ”, we take “ヤマダ ハナコ”" in page.words
    assert "we take “YAMADA hanako”" in page.words
    assert "we take “a@example.jp”" in page.words


def test_a_form_of_a_kanji_that_cannot_be_printed_is_named_before_anything_is_stored(app, browser):
    page = check(browser, register="渡邉󠄁 花子", printing="stand-in")
    assert "U+9089 U+E0101" in page.words
    assert "It will print as “邉”" in page.words
    assert people(app) == 0


def test_a_script_that_cannot_be_printed_gives_way_to_latin_letters_and_is_kept(app, browser):
    page = check(browser, register="အောင်ဆန်း", kana="アウンサン", latin="AUNG SAN", printing="latin")
    assert "the certificate will show the name in Latin letters" in page.words
    browser.submit(page)
    assert newest(app, PersonName.register) == "အောင်ဆန်း"


@pytest.mark.parametrize("register", ["𠮷田 花子", "渡邉󠄁 花子", "神谷 花子", "山田　花子", "葛\U000e0100飾"])
def test_a_name_travels_through_the_pages_byte_for_byte(app, browser, register):
    browser.submit(check(browser, register=register, printing="stand-in"))
    assert newest(app, PersonName.register) == register


def test_who_has_no_kanji_says_so(app, browser):
    browser.submit(check(browser, register="", no_kanji="y", kana="グエン", latin="NGUYEN VAN AN"))
    assert newest(app, PersonName.register) is None


@pytest.mark.parametrize(
    "birth_date", ["1975-04-01", "S50.4.1", "昭和５０年４月１日", "19750401", "1975/4/1", "1975年4月1日"]
)
def test_a_birth_date_is_taken_by_either_calendar(browser, birth_date):
    assert "1 April 1975" in check(browser, birth_date=birth_date).words


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("register", "", "Please write the name, or tick"),
        ("register", "山田\u202e花子", "invisible characters in it (U+202E)"),
        ("register", "山\ue000田", "only your computer has (U+E000)"),
        ("register", "\u0301\u0302", "There is no letter in it"),
        ("register", "あ" * 200, "longer than 60 characters"),
        ("register", "a\u0301\u0301\u0301\u0301\u0301", "too many marks"),
        ("register", "<script>", "cannot stand in a name: < >"),
        ("kana", "YAMADA", "not katakana: Y A M D"),
        ("kana", "", "Please write the reading"),
        ("latin", "山田", "not Latin letters: 山 田"),
        ("latin", "ƏLİYEV", "None of our fonts can print this"),
        ("birth_date", "2999-01-01", "in the future"),
        ("birth_date", "1899-12-31", "before 1900"),
        ("birth_date", "1975-02-30", "such as 1975-04-01"),
        ("birth_date", "tomorrow", "such as 1975-04-01"),
        ("password", "short", "at least 10 characters"),
        ("password", "hanako yamada", "your own name"),
        ("password_again", "another password", "The two passwords differ"),
        ("email", "hanako", "This is not an e-mail address"),
        ("accepts_terms", None, "Please read the terms of use"),
        ("accepts_privacy", None, "Please read the privacy notice"),
    ],
)
def test_a_fault_is_named_and_the_rest_is_kept(app, browser, field, typed, words):
    page = refused(browser, **{"register": "見本 花子", field: typed})
    assert words in page.words
    assert people(app) == 0
    if field != "register":
        assert page.find("input", name="register")[0].get("value") == "見本 花子"


def test_a_name_and_the_word_that_there_is_none_contradict_each_other(browser):
    assert "take away the tick" in refused(browser, no_kanji="y").words


def test_an_address_needs_the_word_who_reads_it(browser):
    assert "whether only you read this address" in refused(browser, email="hanako@example.jp").words


def test_a_fault_leads_to_its_field(browser):
    page = refused(browser, kana="")
    link = next(node for node in page.find("a") if node.get("href") == "#kana")
    field = page.find("input", id="kana")[0]
    assert link is not None
    assert (field.get("aria-invalid"), "kana-error" in field.get("aria-describedby", "")) == ("true", True)


def test_a_password_that_was_taken_need_not_be_typed_again(app, browser):
    page = refused(browser, kana="")
    assert "Your password is taken already" in page.words
    browser.submit(browser.enter(page, kana="ヤマダ", password="", password_again=""))
    with app.app_context(), reading():
        number = db.session.scalars(select(Person.learner_number)).one()
    Browser(app).submit("/account/sign-in", sign_in=number, password=PASSWORD)


def test_a_password_is_in_no_page(browser):
    for page in (refused(browser, kana=""), check(browser)):
        assert PASSWORD not in page.text


def test_going_back_keeps_what_was_entered(browser):
    page = browser.change(check(browser, email="a@example.jp", email_use="shared"))
    kept = {
        node.get("name"): node.get("value")
        for node in page.find("input")
        if node.get("type") in {"text", "email", None}
    }
    assert (kept["register"], kept["birth_date"], kept["email"]) == ("山田 花子", "1975-04-01", "a@example.jp")
    chosen = [node.get("value") for node in page.find("input", name="email_use") if node.get("checked") is not None]
    assert chosen == ["shared"]


def test_the_check_page_sent_twice_makes_one_person(app, browser):
    page = check(browser)
    cookies = browser.client.get_cookie("koshu").value
    browser.submit(page)
    browser.client.set_cookie("koshu", cookies)
    again = browser.submit(page)
    assert people(app) == 1
    assert "Your learner number" in browser.follow(again).words


def test_what_was_entered_waits_for_twelve_hours(app, browser):
    with time_machine.travel(now(), tick=False) as clock:
        page = check(browser)
        clock.shift(timedelta(hours=12))
        again = browser.get(browser.submit(page).location)
    assert "Please enter it again" in again.text
    assert people(app) == 0


def test_the_check_page_sends_what_it_shows_and_nothing_else(app, browser):
    browser.submit(check(browser), kana="<b>", register="他人")
    assert newest(app, PersonName.register) == "山田 花子"


def test_another_tab_does_not_change_what_is_sent(app, browser):
    page = check(browser)
    browser.enter(browser.change(page), register="山田 華子", password="", password_again="")
    shown = browser.enter(page)
    assert people(app) == 0
    assert "山田 華子" in shown.words
    assert "in another window" in shown.text
    browser.submit(shown)
    assert newest(app, PersonName.register) == "山田 華子"


def test_two_openings_of_the_page_do_not_mix(app, browser):
    first = check(browser, register="山田 花子")
    check(browser, register="佐藤 次郎")
    browser.submit(first)
    assert newest(app, PersonName.register) == "山田 花子"


def test_back_shows_what_was_typed(browser):
    blank = browser.get(SIGN_UP)
    browser.enter(blank, **ENTRIES)
    assert browser.get(blank.path).find("input", name="register")[0].get("value") == "山田 花子"


def test_another_browser_does_not_find_the_draft(app, browser):
    page = check(browser)
    answer = Browser(app).get(page.path, 303)
    assert answer.location.startswith("/account/sign-up?draft=")
    assert Browser(app).get(answer.location).find("input", name="register")[0].get("value") == ""


def test_a_password_that_is_too_short_says_so_after_the_redirect(browser):
    page = refused(browser, password="short", password_again="short")
    assert "at least 10 characters" in page.words
    assert "short" not in [node.get("value") for node in page.find("input")]


def test_a_form_without_its_token_is_refused(app, browser):
    browser.submit(SIGN_UP, status=422, **{**ENTRIES, "csrf_token": "stale"})
    assert people(app) == 0


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_what_is_accepted_is_exactly_what_was_shown(app, locale):
    browser = Browser(app, locale)
    browser.submit(check(browser))
    with app.app_context(), reading():
        rows = db.session.execute(
            select(Acceptance.text_name, AcceptedText.body).join(
                AcceptedText, AcceptedText.digest == Acceptance.text_hash
            )
        ).all()
    mark = {"ja": "当機関", "en": "We” are the training body"}[locale]
    assert sorted(name for name, _body in rows) == ["privacy", "terms"]
    assert all(mark in body for _name, body in rows)


def test_a_text_that_has_changed_since_must_be_read_again(app, browser):
    page = refused(browser, terms="0" * 64)
    assert "Please read them again" in page.words
    assert people(app) == 0


def test_mails_are_written_in_the_language_of_the_page(app):
    browser = Browser(app, "en")
    browser.submit(check(browser))
    with app.app_context(), reading():
        key = db.session.scalars(select(Person.key)).one()
        assert queries.account_of(key).locale == "en"


def test_signing_up_leads_on_to_where_she_came_from(browser):
    page = check(browser, "/account/sign-up?next=/courses")
    welcome = browser.follow(browser.submit(page))
    assert "/courses" in [node.get("href") for node in welcome.find("a")]


def test_the_texts_can_be_read_without_signing_up(browser):
    assert "Your rights" in browser.get("/account/texts/privacy").words
    assert "Your password" in browser.get("/account/texts/terms").words


# --- the first operator ---


def invitation(app) -> str:
    with app.app_context(), transaction():
        return services.invite_first_operator(at=now()).removeprefix("http://localhost")


def test_the_link_of_the_server_makes_an_operator(app, browser):
    path = invitation(app)
    browser.submit(check(browser, path))
    with app.app_context(), reading():
        person = queries.person_by_key(db.session.scalars(select(Person.key)).one())
        assert [grant.role for grant in queries.grants_of(person)] == [Role.OPERATOR]


def test_the_link_of_the_server_works_once(app, browser):
    path = invitation(app)
    browser.submit(check(browser, path))
    page = Browser(app).get(path, status=410)
    assert "used already" in page.words


def test_a_check_page_that_lost_the_race_makes_nobody(app, browser):
    path = invitation(app)
    page, other = check(browser, path), Browser(app)
    other.submit(check(other, path))
    browser.submit(page, status=409)
    assert people(app) == 1


@pytest.mark.parametrize("token", ["x", "é", "A" * 500])
def test_a_forged_link_of_the_server_is_not_found(browser, token):
    assert "not one of ours" in browser.get(f"/account/first-operator/{token}", status=404).words


def test_no_page_makes_an_operator_by_a_field(app, browser):
    browser.submit(check(browser, role="operator", roles="operator"), role="operator")
    with app.app_context(), reading():
        assert queries.count_of_operators() == 0


def test_a_key_of_somebody_else_cannot_be_chosen(app, browser):
    with app.app_context():
        key = make_account().person.key
    browser.submit(check(browser, key=key, person_key=key))
    assert people(app) == 2


# --- small letters in the Latin name ---


def offer(page):
    links = [node.get("href") for node in page.find("a") if "take=capitals" in (node.get("href") or "")]
    return links[0] if links else None


def test_small_letters_are_offered_to_be_written_in_capitals_and_may_stay(app, browser):
    page = check(browser, latin="Yamada Hanako")
    assert "YAMADA HANAKO" in page.words
    entry = browser.get(offer(page))
    assert entry.find("input", name="latin")[0].get("value") == "YAMADA HANAKO"
    again = browser.enter(entry)
    assert offer(again) is None
    browser.submit(page)
    assert people(app) == 0  # what it shows is not what is kept any more


def test_small_letters_are_taken_by_who_wants_them(app, browser):
    browser.submit(check(browser, latin="Yamada Hanako"))
    assert newest(app, PersonName.latin) == "Yamada Hanako"


@pytest.mark.parametrize("latin", ["YAMADA HANAKO", "O'NEILL-NAKAMURA ÅSA"])
def test_capitals_are_left_in_peace(browser, latin):
    assert offer(check(browser, latin=latin)) is None


def test_going_back_later_does_not_write_capitals_again(browser):
    page = check(browser, latin="Yamada Hanako")
    again = browser.enter(browser.get(offer(page)), latin="Yamada Hanako")
    entry = browser.change(again)
    assert entry.find("input", name="latin")[0].get("value") == "Yamada Hanako"
