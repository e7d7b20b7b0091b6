# SPDX-License-Identifier: Apache-2.0
"""The pages of slips: registering at the desk, printing, beginning with number and code, reading what was done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from lms.access.identity import Role
from lms.accounts import queries
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.slips import check_sign, in_groups
from lms.accounts.queries import slips as slip_queries
from lms.db import reading
from lms.periods import tokyo_day
from tests.accounts.papers import text_of
from tests.browser import Browser
from tests.factories.accounts import make_account
from tests.factories.slips import code_on, make_manager, make_newcomer, make_organization, make_slip
from tests.journeys.papers import codes_in

NEW = "three unusual words"
JIRO = NameGiven("佐藤 次郎", "サトウ ジロウ", "SATO JIRO")
WRONG = in_groups("22222222" + check_sign("22222222"))
ENTRIES = {
    "register": "髙橋 さくら",
    "kana": "たかはし さくら",
    "latin": "ＴＡＫＡＨＡＳＨＩ ＳＡＫＵＲＡ",
    "birth_date": "S40.5.6",
    "evidence": "在留カードを窓口で確認",
}


def register(desk: Browser, **over: str):
    """Through the three steps at the desk, to the page of the slip."""
    check = desk.follow(desk.submit("/slips/new-person", **{**ENTRIES, **over}))
    return desk.follow(desk.submit(check))


def paper_of(page, desk: Browser) -> bytes:
    answer = desk.submit(page, action="/paper", status=200)
    assert answer.response.mimetype == "application/pdf"
    return answer.response.data


def on_paper(pdf: bytes, folder: Path) -> tuple[str, str]:
    """Number and code as they stand on the paper."""
    text = text_of(pdf, folder)
    number = re.search(r"\b\d{4} \d{4}\b", text)
    code = re.search(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}\b", text)
    assert number
    assert code
    return number[0], code[0]


def refused_for(desk: Browser, person_key: str, why: str) -> None:
    """The page says why there is no slip to be made here, and what is sent all the same is refused."""
    page = desk.get(f"/people/{person_key}/slip")
    assert why in page.words
    assert list(page.find("main")[0].iter("form")) == []
    token = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    sent = desk.client.post(page.path, data={**token, "evidence": "紛失のため"})
    assert sent.status_code == 422
    assert why in sent.get_data(as_text=True)


def choose(browser: Browser, page, **over: str | None):
    sent = {"password": NEW, "password_again": NEW, "accepts_terms": "y", "accepts_privacy": "y", **over}
    return browser.submit(page, **sent)


# --- from the desk to the learner's first page ---


def test_from_the_desk_to_her_own_first_page(app, as_, browser, tmp_path):
    desk = as_(Role.OFFICER)
    page = register(desk)
    number, code = on_paper(paper_of(page, desk), tmp_path)
    password_page = browser.follow(browser.submit("/account/slip", number=number, code=code.lower()))
    assert "髙橋 さくら" in password_page.words
    notices = browser.follow(choose(browser, password_page))
    assert "A slip was made for you." in notices.words
    assert "officer" not in notices.words
    welcome = browser.follow(browser.submit(notices))
    assert number in welcome.words
    assert browser.get("/account/notices", status=303).location.endswith("/my")
    again = Browser(app)
    assert again.submit("/account/sign-in", sign_in=number, password=NEW).location.endswith("/my")


def test_what_was_typed_in_any_width_is_registered_as_offices_write_it(app, as_):
    page = register(as_(Role.OFFICER), telephone="０９０−１２３４−５６７８", telephone_use="shared")
    with app.app_context(), reading():
        person = slip_queries.slip_by_key(page.path.rpartition("/")[2]).person
        name = queries.name_given(person)
        assert (name.register, name.kana, name.latin) == ("髙橋 さくら", "タカハシ サクラ", "TAKAHASHI SAKURA")
        assert person.birth_date.isoformat() == "1965-05-06"
        assert [(row.kind, row.own) for row in queries.all_contacts_of(person)] == [("telephone", False)]
        assert person.name.evidence == ENTRIES["evidence"]
        assert person.account is None


def test_the_code_of_the_paper_leads_to_the_page_and_carries_no_secret(app, as_, tmp_path):
    desk = as_(Role.OFFICER)
    pdf = tmp_path / "slip.pdf"
    pdf.write_bytes(paper_of(register(desk), desk))
    assert codes_in(pdf) == {"http://localhost/account/slip"}


def test_the_paper_is_fetched_once(as_):
    desk = as_(Role.OFFICER)
    page = register(desk)
    paper_of(page, desk)
    refused = desk.submit(page, action="/paper", status=409)
    assert "make a new slip" in refused.words.lower()
    assert "was fetched on" in desk.get(page.path).words


def test_a_code_never_stands_on_a_page(app, as_):
    desk = as_(Role.OFFICER)
    page = register(desk)
    with app.app_context(), reading():
        code = code_on(slip_queries.slip_by_key(page.path.rpartition("/")[2]))
    shown = desk.get(page.path).text
    assert code not in shown
    assert in_groups(code) not in shown


def test_another_officer_does_not_fetch_it(as_):
    page = register(as_(Role.OFFICER))
    as_(Role.OFFICER).get(page.path, status=404)
    as_(Role.LEARNER).get(page.path, status=404)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.OPERATOR, Role.ORGANIZATION_MANAGER])
@pytest.mark.parametrize("path", ["/slips", "/slips/new-person", "/slips/lists/new", "/slips/lists/sample"])
def test_who_may_not_register_people(as_, role, path):
    as_(role).get(path, status=403)


def test_a_namesake_is_shown_to_an_officer_before_she_registers(app, as_):
    with app.app_context():
        number = make_account().person.learner_number
    desk = as_(Role.OFFICER)
    same = {"register": "山田 花子", "kana": "ヤマダ ハナコ", "latin": "YAMADA HANAKO", "birth_date": "1975-04-01"}
    assert number in desk.follow(desk.submit("/slips/new-person", **{**ENTRIES, **same})).words


def test_sent_twice_it_registers_one_person(app, as_):
    desk = as_(Role.OFFICER)
    check = desk.follow(desk.submit("/slips/new-person", **ENTRIES))
    assert desk.submit(check).location == desk.submit(check).location
    with app.app_context(), reading():
        assert len(queries.found_people(words="髙橋", birth_date=None, offset=0, limit=9)) == 1


# --- organization managers ---


@pytest.fixture
def office(app):
    """A manager's browser, her organization's key, and somebody of it with a slip: key and learner number."""
    with app.app_context():
        organization = make_organization()
        account = make_manager(organization)
        number, key = account.person.learner_number, organization.key
    manager = Browser(app)
    manager.submit("/account/sign-in", sign_in=number, password="a long enough password")
    return manager, key


def test_whom_a_manager_registers_belongs_to_her_organization(app, office):
    manager, key = office
    register(manager)
    assert "髙橋 さくら" in manager.get("/slips").words
    with app.app_context(), reading():
        person = queries.found_people(words="髙橋", birth_date=None, offset=0, limit=9)[0]
        assert slip_queries.learner(person.key, on=tokyo_day(datetime.now(UTC))).scopes == {key}


def test_a_manager_learns_nothing_of_namesakes(app, office):
    manager, _key = office
    with app.app_context():
        make_account()
    same = {"register": "山田 花子", "kana": "ヤマダ ハナコ", "latin": "YAMADA HANAKO", "birth_date": "1975-04-01"}
    check = manager.follow(manager.submit("/slips/new-person", **{**ENTRIES, **same}))
    assert "registered already" not in check.words


def test_people_of_other_organizations_are_not_found(app, office):
    manager, _key = office
    with app.app_context():
        other = make_organization("ほかの会社")
        stranger = make_newcomer(organization_key=other.key).person.key
        nobodys = make_newcomer().person.key
    for person_key in (stranger, nobodys):
        manager.get(f"/people/{person_key}/slip", status=404)
        manager.get(f"/people/{person_key}", status=404)
    assert "ほかの会社" not in manager.get("/slips", query_string={"organization": "x"}).words


def test_a_manager_cannot_register_into_another_organization(app, office):
    manager, _key = office
    with app.app_context():
        other = make_organization("ほかの会社").key
    refused = manager.follow(manager.submit("/slips/new-person", **{**ENTRIES, "organization": other}))
    assert "Please choose one of the organizations in the list." in refused.words


def test_a_manager_makes_another_slip_only_while_nobody_has_begun(app, office, browser, tmp_path):
    manager, _key = office
    page = register(manager)
    with app.app_context(), reading():
        person_key = slip_queries.slip_by_key(page.path.rpartition("/")[2]).person.key
    again = manager.follow(manager.submit(f"/people/{person_key}/slip", action="/slip", evidence="紛失のため"))
    number, code = on_paper(paper_of(again, manager), tmp_path)
    choose(browser, browser.follow(browser.submit("/account/slip", number=number, code=code)))
    refused_for(manager, person_key, "only an officer makes that slip")
    with app.app_context(), reading():
        assert len(slip_queries.slips_of(queries.person_by_key(person_key))) == 2


def test_a_member_who_studies_privately_too_is_not_taken_over(app, office, as_):
    """An officer put a person who had signed up herself into the organization."""
    manager, key = office
    with app.app_context():
        person_key = make_account(name=JIRO).person.key
    officer = as_(Role.OFFICER)
    officer.submit(f"/people/{person_key}/organizations", organization=key, place="member")
    assert "佐藤 次郎" in manager.get("/slips").words
    refused_for(manager, person_key, "only an officer makes that slip")


def test_whoever_left_the_organization_is_not_found_any_more_and_its_slip_is_void(app, office, as_, browser):
    manager, key = office
    page = register(manager)
    with app.app_context(), reading():
        slip = slip_queries.slip_by_key(page.path.rpartition("/")[2])
        person_key, number, code = slip.person.key, slip.person.learner_number, code_on(slip)
    officer = as_(Role.OFFICER)
    officer.submit(f"/people/{person_key}/organizations/{key}", action=f"/organizations/{key}", what="member")
    manager.get(f"/people/{person_key}/slip", status=404)
    assert "髙橋" not in manager.get("/slips").words
    dead = browser.submit("/account/slip", number=number, code=code, status=422)
    assert "a newer one was made" in dead.words


def test_a_manager_whose_role_ended_is_out_at_once(app, office, as_):
    manager, key = office
    page = register(manager)
    with app.app_context(), reading():
        person_key = slip_queries.slip_by_key(page.path.rpartition("/")[2]).made_by
    as_(Role.OFFICER).submit(
        f"/people/{person_key}/organizations/{key}", action=f"/organizations/{key}", what="manager"
    )
    manager.get("/slips", status=403)
    manager.get(page.path, status=404)


# --- number and code ---


def test_a_number_that_nobody_has_is_answered_like_a_wrong_code(app, browser):
    with app.app_context():
        number = make_newcomer().person.learner_number
    known = browser.submit("/account/slip", number=number, code=WRONG, status=422)
    unknown = browser.submit("/account/slip", number="1234 5671", code=WRONG, status=422)
    assert "do not belong together" in known.words
    assert known.words == unknown.words


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        ("", "", "Please write the learner number"),
        ("1234 5672", WRONG, "One digit seems wrong"),
        ("1234 567", WRONG, "eight digits"),
        ("1234 5671", "1234 5671", "This is a learner number"),
        ("1234 5671", "K7M-3XW-Q0A", "You typed 0"),
        ("1234 5671", "かなかなかなか", "switch the keyboard"),
        ("1234 5671", "K7M-3XW", "nine signs"),
        ("1234 5671", "K7M-3XW-Q9A", "One sign is wrong"),
    ],
)
def test_typing_errors_are_named_with_an_example(browser, number, code, says):
    page = browser.submit("/account/slip", number=number, code=code, status=422)
    assert says in page.words
    assert "1234 5671" in page.words
    assert "K7M-3XW-Q9A" in page.words


def test_typing_errors_cost_no_try(browser):
    for _ in range(9):
        browser.submit("/account/slip", number="1234 5671", code="K7M-3XW-Q9A", status=422)
    assert "do not belong together" in browser.submit("/account/slip", number="1234 5671", code=WRONG, status=422).words


def test_guessing_has_to_wait_and_is_told_how_long(browser):
    for _ in range(5):
        browser.submit("/account/slip", number="1234 5671", code=WRONG, status=422)
    assert "Please wait" in browser.submit("/account/slip", number="1234 5671", code=WRONG, status=429).words


@pytest.mark.parametrize(("days", "says"), [(0, "was used already"), (20, "was used already")])
def test_who_has_the_paper_is_told_that_it_was_used(app, browser, days, says):
    with app.app_context():
        slip = make_newcomer()
        number, code = slip.person.learner_number, code_on(slip)
    choose(browser, browser.follow(browser.submit("/account/slip", number=number, code=code)))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=False):
        page = Browser(app).submit("/account/slip", number=number, code=code, status=422)
    assert "was used already" in page.words


def test_who_has_an_old_paper_is_told_that_it_is_too_old(app, browser):
    with app.app_context():
        slip = make_newcomer(at=datetime.now(UTC) - timedelta(days=16))
        number, code = slip.person.learner_number, code_on(slip)
    assert "too old" in browser.submit("/account/slip", number=number, code=code, status=422).words


def test_who_has_a_replaced_paper_is_told_so(app, browser):
    with app.app_context():
        slip = make_newcomer()
        number, code = slip.person.learner_number, code_on(slip)
        make_slip(slip.person)
    assert "a newer one was made" in browser.submit("/account/slip", number=number, code=code, status=422).words


# --- the password ---


def test_two_people_who_begin_at_one_computer_do_not_mix(app, browser):
    with app.app_context():
        slips = [make_newcomer() for _ in range(2)]
        given = [(slip.person.learner_number, code_on(slip)) for slip in slips]
    pages = [browser.follow(browser.submit("/account/slip", number=number, code=code)) for number, code in given]
    choose(browser, pages[0])
    with app.app_context(), reading():
        begun = [queries.account_signing_in_by(number) is not None for number, _code in given]
    assert begun == [True, False]
    late = {"password": NEW, "password_again": NEW, "accepts_terms": "y", "accepts_privacy": "y"}
    browser.submit(pages[1], status=422, **late)  # what the cookie knew of the second slip ended with the sign-in
    with app.app_context(), reading():
        assert queries.account_signing_in_by(given[1][0]) is None


def test_the_page_of_the_password_needs_the_slip(browser):
    for entry in ("", "unknown"):
        assert browser.get(f"/account/slip/password?entry={entry}", status=303).location.endswith("/account/slip")


def test_after_half_an_hour_number_and_code_are_typed_again(app, browser):
    with app.app_context():
        slip = make_newcomer()
        number, code = slip.person.learner_number, code_on(slip)
    sent = browser.submit("/account/slip", number=number, code=code)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31), tick=False):
        browser.get(sent.location, status=303)


def test_a_weak_password_is_refused_and_the_slip_stays_good(app, browser):
    with app.app_context():
        slip = make_newcomer()
        number, code = slip.person.learner_number, code_on(slip)
    page = browser.follow(browser.submit("/account/slip", number=number, code=code))
    for weak in ("short", number + "!!", "yamada hanako"):
        sent = {"password": weak, "password_again": weak, "accepts_terms": "y", "accepts_privacy": "y"}
        page = browser.submit(page, status=422, **sent)
    assert choose(browser, page).status == 303


def test_the_texts_are_accepted_the_first_time_only(app, browser):
    with app.app_context():
        slip = make_newcomer()
        number, code = slip.person.learner_number, code_on(slip)
    page = browser.follow(browser.submit("/account/slip", number=number, code=code))
    refused = browser.submit(page, password=NEW, password_again=NEW, status=422)
    assert "Please read the terms of use and tick this box." in refused.words
    choose(browser, page)
    with app.app_context():
        again = make_slip(queries.account_signing_in_by(number).person)
        code = code_on(again)
    other = Browser(app)
    page = other.follow(other.submit("/account/slip", number=number, code=code))
    assert "Your account stays as it is" in page.words
    assert other.submit(page, password=NEW + "!", password_again=NEW + "!").status == 303


def test_a_recovery_closes_her_other_browsers(app, as_, browser):
    with app.app_context():
        account = make_account()
        number = account.person.learner_number
        code = code_on(make_slip(account.person))
    elsewhere = as_(number)
    elsewhere.get("/my")
    page = browser.follow(browser.submit("/account/slip", number=number, code=code))
    browser.submit(page, password=NEW, password_again=NEW)
    elsewhere.get("/my", status=303)
    browser.get("/my")


def test_what_was_done_waits_at_every_sign_in_until_it_was_read(app, as_):
    with app.app_context():
        account = make_account()
        number = account.person.learner_number
        make_slip(account.person)
    for _ in range(2):
        hers = Browser(app)
        sent = hers.submit("/account/sign-in", sign_in=number, password="a long enough password")
        assert "/account/notices" in sent.location
    hers.submit(hers.follow(sent))
    hers = Browser(app)
    sent = hers.submit("/account/sign-in", sign_in=number, password="a long enough password")
    assert sent.location.endswith("/my")


def test_notices_lead_on_to_where_she_was_going_and_nowhere_else(app):
    with app.app_context():
        account = make_account()
        number = account.person.learner_number
        make_slip(account.person)
    hers = Browser(app)
    page = hers.submit("/account/sign-in?next=/certificates", sign_in=number, password="a long enough password")
    assert hers.submit(hers.follow(page)).location.endswith("/certificates")
    assert hers.get("/account/notices?next=https://evil.example/", status=303).location.endswith("/my")
