# SPDX-License-Identifier: Apache-2.0
"""Slips on the pages around them: the way in, Japanese, voiding, the record of a person."""

from __future__ import annotations

from lms.access.identity import Role
from tests.accounts.test_slip_pages import NEW, on_paper, paper_of, refused_for
from tests.browser import Browser
from tests.factories.accounts import make_account
from tests.factories.slips import code_on, make_newcomer, make_organization


def test_the_sign_in_page_leads_to_the_slip(browser):
    page = browser.get("/account/sign-in")
    assert "/account/slip" in [node.get("href") for node in page.find("a")]


def test_pages_of_slips_speak_japanese(app, as_):
    page = Browser(app, "ja").get("/account/slip")
    assert "受講のしおりで始める" in page.words
    assert "開始コード" in page.words


def test_the_operator_lets_an_officer_back_in(app, as_, browser, tmp_path):
    with app.app_context():
        account = make_account(role=Role.OFFICER)
        key, number = account.person.key, account.person.learner_number
    officer = as_(Role.OFFICER)
    refused_for(officer, key, "the operator makes the slip")
    operator = as_(Role.OPERATOR)
    page = operator.follow(operator.submit(f"/people/{key}/slip", action="/slip", evidence="窓口で確認"))
    assert "/slips" not in [node.get("href") for node in page.find("a")]
    shown, code = on_paper(paper_of(page, operator), tmp_path)
    assert shown.replace(" ", "") == number
    page = browser.follow(browser.submit("/account/slip", number=shown, code=code))
    browser.submit(page, password=NEW, password_again=NEW)
    assert "A slip was used" in browser.get("/account/notices").words


def test_a_slip_made_by_mistake_is_voided_from_its_page(app, as_, browser):
    with app.app_context():
        slip = make_newcomer()
        key, number, code = slip.person.key, slip.person.learner_number, code_on(slip)
    officer = as_(Role.OFFICER)
    officer.submit(f"/people/{key}/slip", action="/void")
    assert "does not work any more" in browser.submit("/account/slip", number=number, code=code, status=422).words


def test_the_record_of_a_person_shows_her_slips_and_organizations(app, as_):
    with app.app_context():
        organization = make_organization()
        key = make_newcomer(organization_key=organization.key).person.key
    words = as_(Role.OFFICER).get(f"/people/{key}").words
    assert "みほん協同組合" in words
    assert "may be used" in words
    assert "Slip made" in words
