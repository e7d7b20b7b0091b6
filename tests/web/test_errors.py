# SPDX-License-Identifier: Apache-2.0
"""A refusal is a page that helps, or JSON for scripts; a crash says nothing about its inside."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.app import create_app
from tests.browser import Browser
from tests.conftest import settings_for
from tests.web import probe

JSON = {"Accept": "application/json"}
STATUSES = [
    ("/probe/refuse/NotFound", 404),
    ("/probe/refuse/Refused", 403),
    ("/probe/refuse/Conflict", 409),
    ("/probe/refuse/Invalid", 422),
    ("/probe/too-many", 429),
    ("/probe/unheard-of", 404),
    ("/probe/act", 405),
    ("/probe/crash", 500),
    ("/probe/busy", 503),
]


@pytest.fixture
def site(app: Flask) -> Flask:
    return probe.plug_in(app)


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize(("path", "status"), STATUSES)
def test_a_refusal_is_a_whole_page_with_telephone_and_support_code(site, path, status, locale):
    page = Browser(site, locale).get(path, status)
    assert page.tree is not None
    assert page.tree.get("lang") == locale
    assert "0120-000-000" in page.text
    assert page.find("code")[0].text


@pytest.mark.parametrize(("path", "status"), STATUSES)
def test_a_script_is_refused_in_json(site, path, status):
    answer = site.test_client().get(path, headers=JSON)
    assert answer.status_code == status
    assert set(answer.json) == {"error", "message"}
    assert answer.json["error"] == answer.json["error"].lower().replace(" ", "-")


def test_a_script_that_sends_json_is_answered_in_json_even_without_a_token(site):
    answer = site.test_client().post("/probe/json", json={})
    assert (answer.status_code, answer.json["error"]) == (422, "stale-form")
    assert answer.json["message"]


@pytest.mark.parametrize("path", ["/probe/crash", "/probe/busy"])
@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_crash_shows_nothing_of_its_inside(site, path, headers):
    answer = site.test_client().get(path, headers=headers).get_data(as_text=True)
    assert not [
        word
        for word in (*probe.WORDS.split(), "Traceback", "RuntimeError", "SELECT", "locked", "sqlalchemy")
        if word in answer
    ]


def test_a_refusal_without_a_sentence_still_says_something(site):
    assert Browser(site).get("/probe/refuse/Conflict", 409).words


def test_too_many_tries_say_how_long_to_wait(site):
    page = Browser(site).get("/probe/too-many", 429)
    assert page.response.headers["Retry-After"] == "90"
    assert "2 minutes" in page.words


def test_a_stale_form_says_what_to_do(site):
    client = site.test_client()
    client.set_cookie("lang", "en")
    answer = client.post("/probe/act", data={})
    assert answer.status_code == 422
    assert "open the page again" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "database_url", ["sqlite:////no/such/folder/koshu.sqlite3", "postgresql+psycopg://koshu@127.0.0.1:1/koshu"]
)
def test_without_its_database_the_site_still_answers_with_a_page(tmp_path, database_url):
    site = create_app(settings_for(tmp_path, database_url))
    assert "0120-000-000" in Browser(site).get("/", 503).text
    assert site.test_client().get("/", headers=JSON).json["error"] == "busy"
