# SPDX-License-Identifier: Apache-2.0
"""Officers and operators look people up, correct what is wrong, give and end roles."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from lms.access.identity import Role
from lms.accounts import queries
from lms.accounts.domain.names import NameGiven
from lms.db import db, reading
from tests.factories.accounts import make_account

PEOPLE = "/people"
HANAKO = NameGiven("山田 花子", "ヤマダ ハナコ", "YAMADA HANAKO")


@pytest.fixture
def hanako(app) -> str:
    with app.app_context():
        return make_account(name=HANAKO, email="hanako@example.jp").person.key


def person_of(app, key):
    with app.app_context(), reading():
        return queries.record_of(queries.person_by_key(key)).person.names[-1].register


OFFICERS = {"", "/name", "/birth-date"}
OPERATORS = {"", "/roles"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("end", ["", "/name", "/birth-date", "/roles"])
def test_who_may_open_the_pages_of_a_person(as_, hanako, role, end):
    allowed = {Role.OFFICER: OFFICERS, Role.OPERATOR: OPERATORS}.get(role, set())
    as_(role).get(f"{PEOPLE}/{hanako}{end}", status=200 if end in allowed else 404)


@pytest.mark.parametrize("role", Role)
def test_who_may_look_for_people(as_, role):
    as_(role).get(PEOPLE, status=200 if role in {Role.OFFICER, Role.OPERATOR} else 403)


@pytest.mark.parametrize("end", ["", "/name", "/birth-date", "/roles"])
def test_nobody_opens_them_without_signing_in(browser, hanako, end):
    browser.get(f"{PEOPLE}/{hanako}{end}", status=303)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.ORGANIZATION_MANAGER, Role.OPERATOR])
def test_who_may_not_correct_a_name_cannot_send_it_either(app, as_, hanako, role):
    browser = as_(role)
    page = browser.get("/account/email")
    fields = {node.get("name"): node.get("value") for node in page.form().iter("input") if node.get("type") == "hidden"}
    sent = {**fields, "register": "佐藤", "kana": "サトウ", "latin": "SATO", "evidence": "none", "confirmed": "yes"}
    assert browser.client.post(f"{PEOPLE}/{hanako}/name", data=sent).status_code == 404
    assert person_of(app, hanako) == "山田 花子"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.ORGANIZATION_MANAGER, Role.OFFICER])
def test_who_may_not_give_roles_cannot_send_it_either(app, as_, hanako, role):
    browser = as_(role)
    page = browser.get("/account/email")
    fields = {node.get("name"): node.get("value") for node in page.form().iter("input") if node.get("type") == "hidden"}
    assert browser.client.post(f"{PEOPLE}/{hanako}/roles", data={**fields, "role": "operator"}).status_code == 404


# --- finding ---


def search(browser, words="", born="", page=None):
    asked = {"words": words, "born": born, **({"page": page} if page else {})}
    return browser.get(PEOPLE, query_string=asked)


def test_nobody_is_listed_without_a_question(as_, hanako):
    officer = as_(Role.OFFICER)
    for page in (officer.get(PEOPLE), search(officer), search(officer, "　")):
        assert "YAMADA" not in page.words


@pytest.mark.parametrize("words", ["%", "・", "_"])
def test_signs_without_a_letter_list_nobody(as_, hanako, words):
    assert "Nobody was found" in search(as_(Role.OFFICER), words).words


@pytest.mark.parametrize("words", ["山田", "ﾔﾏﾀﾞ", "yamada"])
def test_a_person_is_found_and_leads_to_her_page(as_, hanako, words):
    page = search(as_(Role.OFFICER), words)
    assert f"{PEOPLE}/{hanako}" in [node.get("href") for node in page.find("a")]


def test_a_person_is_found_by_birth_date_in_either_calendar(as_, hanako):
    assert "YAMADA HANAKO" in search(as_(Role.OFFICER), born="S50.4.1").words


def test_a_birth_date_that_is_none_is_said(as_):
    page = as_(Role.OFFICER).get(PEOPLE, query_string={"words": "", "born": "yesterday"}, status=422)
    assert "such as 1975-04-01" in page.words


def test_a_long_list_comes_in_pages_of_twenty_and_in_few_looks(app, as_):
    officer = as_(Role.OFFICER)
    with app.app_context():
        for number in range(45):
            make_account(name=NameGiven(f"見本 {number}", "ミホン", f"MIHON {chr(65 + number % 26)}"))
    found = [len(search(officer, "見本", page=page).find("th", scope="row")) for page in (1, 2, 3, 4)]
    assert found == [20, 20, 5, 0]


def test_listing_people_costs_the_same_for_one_and_for_many(app, as_):
    officer = as_(Role.OFFICER)
    with app.app_context():
        make_account(name=NameGiven("見本 一", "ミホン", "MIHON A"))
    few = statements(app, lambda: search(officer, "見本"))
    with app.app_context():
        for number in range(15):
            make_account(name=NameGiven(f"見本 {number}", "ミホン", "MIHON B"))
    assert statements(app, lambda: search(officer, "見本")) == few


def statements(app, call) -> int:
    seen = []
    with app.app_context():
        engine = db.engine
    listener = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    call()
    event.remove(engine, "before_cursor_execute", listener)
    return len(seen)


# --- the record ---


def test_the_record_shows_names_contacts_texts_roles_and_acts(as_, hanako):
    words = as_(Role.OFFICER).get(f"{PEOPLE}/{hanako}").words
    for expected in (
        "山田 花子",
        "hanako@example.jp",
        "Terms of use",
        "Learner only.",
        "Account opened",
        "1 April 1975",
    ):
        assert expected in words


def test_a_person_who_does_not_exist_is_not_found(as_):
    as_(Role.OFFICER).get(f"{PEOPLE}/0000000000000000", status=404)


# --- correcting ---


def test_a_name_is_corrected_after_comparing_before_and_after(app, as_, hanako):
    officer = as_(Role.OFFICER)
    path = f"{PEOPLE}/{hanako}/name"
    page = officer.enter(path, register="佐藤 花子", kana="サトウ ハナコ", latin="SATO HANAKO", evidence="Card seen")
    assert "山田 花子" in page.words
    assert "佐藤 花子" in page.words
    assert person_of(app, hanako) == "山田 花子"
    record = officer.follow(officer.submit(page))
    assert person_of(app, hanako) == "佐藤 花子"
    assert "Card seen" in record.words


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"evidence": ""}, "which document was seen"),
        ({"evidence": " \n "}, "which document was seen"),
        ({"evidence": "x" * 201}, "at most 200 characters"),
        ({"evidence": "seen\u202e"}, "cannot be printed"),
        ({"register": "佐藤\u202e"}, "invisible characters"),
        ({"kana": ""}, "Please write the reading"),
    ],
)
def test_a_correction_without_reason_or_with_faults_is_refused(app, as_, hanako, over, words):
    entries = {"register": "佐藤 花子", "evidence": "Card seen", **over}
    assert words in as_(Role.OFFICER).enter(f"{PEOPLE}/{hanako}/name", **entries).words
    assert person_of(app, hanako) == "山田 花子"


def test_a_correction_that_changes_nothing_is_said(as_, hanako):
    officer = as_(Role.OFFICER)
    page = officer.enter(f"{PEOPLE}/{hanako}/name", evidence="Card seen")
    assert "nothing was changed" in officer.enter(page).words


def test_going_back_from_comparing_keeps_what_was_entered(app, as_, hanako):
    officer = as_(Role.OFFICER)
    page = officer.enter(f"{PEOPLE}/{hanako}/name", register="佐藤 花子", evidence="Card seen")
    back = officer.change(page)
    assert back.find("input", name="register")[0].get("value") == "佐藤 花子"
    assert person_of(app, hanako) == "山田 花子"


def test_a_birth_date_is_corrected_after_comparing(app, as_, hanako):
    officer = as_(Role.OFFICER)
    page = officer.enter(f"{PEOPLE}/{hanako}/birth-date", birth_date="S50.4.2", evidence="Card seen")
    assert "2 April 1975" in page.words
    officer.submit(page)
    with app.app_context(), reading():
        assert queries.person_by_key(hanako).birth_date == date(1975, 4, 2)


@pytest.mark.parametrize("birth_date", ["2999-01-01", "1899-12-31", "", "soon"])
def test_a_birth_date_that_cannot_be_is_refused(as_, hanako, birth_date):
    page = as_(Role.OFFICER).enter(f"{PEOPLE}/{hanako}/birth-date", birth_date=birth_date, evidence="Card seen")
    assert page.find("a", href="#birth_date")


def test_correcting_the_same_birth_date_is_said(as_, hanako):
    officer = as_(Role.OFFICER)
    page = officer.enter(f"{PEOPLE}/{hanako}/birth-date", evidence="Card seen")
    assert "nothing was changed" in officer.enter(page).words


# --- roles ---


def test_a_role_that_is_given_holds_at_once(app, as_, hanako):
    with app.app_context():
        number = queries.person_by_key(hanako).learner_number
    she = as_(number)
    she.get(PEOPLE, status=403)
    as_(Role.OPERATOR).submit(f"{PEOPLE}/{hanako}/roles", role="officer")
    she.get(PEOPLE)


def test_a_role_that_is_ended_ends_at_once(app, as_, hanako):
    operator = as_(Role.OPERATOR)
    operator.submit(f"{PEOPLE}/{hanako}/roles", role="officer")
    with app.app_context():
        she = as_(queries.person_by_key(hanako).learner_number)
    she.get(PEOPLE)
    operator.submit(f"{PEOPLE}/{hanako}/roles/officer")
    she.get(PEOPLE, status=403)
    operator.get(f"{PEOPLE}/{hanako}/roles/officer", status=404)


@pytest.mark.parametrize("role", ["", "learner", "organization_manager", "emperor", None])
def test_only_roles_of_the_list_are_given(app, as_, hanako, role):
    as_(Role.OPERATOR).submit(f"{PEOPLE}/{hanako}/roles", status=422, role=role)
    with app.app_context(), reading():
        assert queries.grants_of(queries.person_by_key(hanako)) == []


def test_the_last_operator_cannot_end_herself(as_):
    operator = as_(Role.OPERATOR)
    key = operator.get("/account/profile").meta("koshu-person")
    page = operator.submit(f"{PEOPLE}/{key}/roles/operator", status=409)
    assert "last operator" in page.words


def test_an_operator_may_make_herself_an_officer(as_):
    operator = as_(Role.OPERATOR)
    key = operator.get("/account/profile").meta("koshu-person")
    operator.submit(f"{PEOPLE}/{key}/roles", role="officer")
    operator.get(f"{PEOPLE}/{key}/name")
