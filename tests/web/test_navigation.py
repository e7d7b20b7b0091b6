# SPDX-License-Identifier: Apache-2.0
"""What every page shows around its content."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.access.identity import Role
from tests.browser import Browser, Page
from tests.web import probe


@pytest.fixture
def site(app: Flask) -> Flask:
    return probe.plug_in(app)


@pytest.fixture
def visitor(site: Flask) -> Browser:
    return Browser(site)


def switches(page: Page) -> list[str]:
    return [
        node.get("href") or ""
        for node in page.find("a")
        if "lang=" in (node.get("href") or "") or "text_size=" in (node.get("href") or "")
    ]


@pytest.mark.parametrize(("asked", "spoken"), [("ja", "ja"), ("en", "en")])
def test_the_language_switch_stays_on_the_page_and_is_kept(visitor, asked, spoken):
    answer = visitor.get(f"/probe/open?tab=2&lang={asked}&tab=3", 303)
    assert answer.location == "/probe/open?tab=2&tab=3"
    page = visitor.follow(answer)
    assert page.tree.get("lang") == spoken


@pytest.mark.parametrize("size", ["standard", "large", "x-large"])
def test_the_text_size_stays_on_the_page_and_is_kept(visitor, size):
    page = visitor.follow(visitor.get(f"/probe/open?text_size={size}", 303))
    assert page.tree.get("data-text-size") == size
    assert visitor.get("/").tree.get("data-text-size") == size


@pytest.mark.parametrize("query", ["lang=xx", "lang=", "text_size=huge", "lang=../etc"])
def test_a_switch_that_does_not_exist_switches_nothing(visitor, query):
    page = visitor.get(f"/probe/open?{query}")
    assert (page.tree.get("lang"), page.tree.get("data-text-size")) == ("en", "standard")


def test_every_switch_on_a_page_leads_back_to_it(visitor):
    page = visitor.get("/probe/open?tab=2")
    assert len(switches(page)) == 5
    for href in switches(page):
        assert visitor.get(href, 303).location == "/probe/open?tab=2"


def test_a_switch_works_on_an_error_page(visitor):
    page = visitor.get("/unheard/of", 404)
    assert visitor.get(switches(page)[0], 303).location == "/unheard/of"


def test_an_address_in_japanese_survives_a_switch(visitor):
    answer = visitor.get("/%E8%AC%9B%E7%BF%92%3F?lang=ja", 303)
    assert answer.location == "/%E8%AC%9B%E7%BF%92%3F"


def test_a_visitor_is_shown_the_open_pages_and_the_way_to_sign_in(visitor):
    hrefs = {node.get("href") for node in visitor.get("/probe/open").find("a")}
    assert {"/courses", "/account/sign-in"} <= hrefs
    assert "/certificates" not in hrefs


@pytest.mark.parametrize(("role", "shown"), [(Role.LEARNER, False), (Role.OFFICER, True), (Role.OPERATOR, True)])
def test_the_menu_shows_what_the_person_may_do(site, as_, role, shown):
    hrefs = {node.get("href") for node in as_(role).get("/probe/open").find("a")}
    assert "/certificates" in hrefs
    assert any("first-steps" in (href or "") for href in hrefs) is shown


def test_the_name_and_number_of_the_person_signed_in_are_in_view(site, as_):
    page = as_()
    text = page.get("/probe/open").text
    assert "山田 花子" in text
    assert "Change learner" in text


def test_a_signed_in_page_says_for_whom_it_was_made(site, as_):
    page = as_().get("/probe/open")
    assert len(page.meta("koshu-person")) == 16
    assert page.meta("csrf-token")


def test_a_development_site_says_that_its_certificates_are_not_valid(visitor):
    assert "Development site" in visitor.get("/probe/open").text
