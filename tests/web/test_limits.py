# SPDX-License-Identifier: Apache-2.0
"""What is too large is refused before anybody works on it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from flask import Flask

from lms.app import create_app
from lms.web.limits import LARGEST_FORM_FIELDS, LARGEST_REQUEST
from tests.browser import Browser
from tests.conftest import settings_for
from tests.web import probe

START = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)


def ask(app: Flask, path: str, address: str = "192.0.2.1", **headers: str) -> int:
    return app.test_client().get(path, environ_base={"REMOTE_ADDR": address}, headers=headers).status_code


@pytest.mark.usefixtures("visitor")
def test_an_address_that_asks_too_often_waits_and_others_do_not(app):
    assert [ask(app, "/probe/limited") for _ in range(4)] == [200, 200, 429, 429]
    assert ask(app, "/probe/limited", "192.0.2.2") == 200


@pytest.mark.usefixtures("visitor")
def test_the_addresses_of_one_household_count_as_one(app):
    asked = [ask(app, "/probe/limited", f"2001:db8:0:1::{number}") for number in range(1, 4)]
    assert asked == [200, 200, 429]
    assert ask(app, "/probe/limited", "2001:db8:0:2::1") == 200


@pytest.mark.usefixtures("visitor")
def test_who_waited_may_ask_again_until_the_longer_limit_is_reached(app):
    with time_machine.travel(START, tick=False) as traveller:
        asked = []
        for _ in range(3):
            asked += [ask(app, "/probe/limited") for _ in range(2)]
            traveller.shift(61)
        assert asked == [200, 200, 200, 200, 429, 429]
        traveller.shift(3600)
        assert ask(app, "/probe/limited") == 200


@pytest.mark.usefixtures("visitor")
def test_a_refusal_says_how_long_to_wait(app):
    client = app.test_client()
    answers = [client.get("/probe/limited") for _ in range(3)]
    assert answers[-1].headers["Retry-After"] == "60"


@pytest.mark.usefixtures("visitor")
def test_good_look_ups_are_not_counted_and_guesses_are(app):
    assert [ask(app, "/probe/guesses/right") for _ in range(5)] == [200] * 5
    assert [ask(app, f"/probe/guesses/{key}") for key in ("wrong", "refused", "right")] == [404, 404, 429]


@pytest.mark.parametrize(("proxies", "statuses"), [(0, [200, 200, 429]), (1, [200, 200, 200])])
def test_behind_a_proxy_each_visitor_is_counted_by_her_own_address_if_the_proxy_is_trusted(
    app, tmp_path, proxies, statuses
):
    site = create_app(settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"], trusted_proxies=proxies))
    probe.plug_in(site)
    addresses = ["198.51.100.1", "198.51.100.2", "198.51.100.3"]
    assert [ask(site, "/probe/limited", **{"X-Forwarded-For": address}) for address in addresses] == statuses


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(probe.plug_in(app))


def token(visitor: Browser) -> str:
    return visitor.get("/probe/open").find("input", name="csrf_token")[0].get("value") or ""


def test_a_form_that_is_too_large_is_refused_with_a_page(visitor):
    data = {"csrf_token": token(visitor), "text": "x" * LARGEST_REQUEST}
    answer = visitor.client.post("/probe/open-act", data=data)
    assert answer.status_code == 413
    assert "<h1>" in answer.get_data(as_text=True)


def test_json_that_is_too_large_is_refused_in_json(visitor):
    answer = visitor.client.post(
        "/probe/json", json={"text": "x" * LARGEST_REQUEST}, headers={"X-CSRFToken": token(visitor)}
    )
    assert (answer.status_code, answer.json["error"]) == (413, "request-entity-too-large")


def test_a_file_that_is_too_large_is_refused(visitor):
    data = {"csrf_token": token(visitor), "file": (BytesIO(b"x" * (LARGEST_REQUEST + 1)), "a.bin")}
    assert visitor.client.post("/probe/open-act", data=data, content_type="multipart/form-data").status_code == 413


def test_a_form_of_thousands_of_fields_is_refused(visitor):
    data = {
        "csrf_token": token(visitor),
        "file": (BytesIO(b""), "a.bin"),
        **{f"f{n}": "x" for n in range(LARGEST_FORM_FIELDS)},
    }
    assert visitor.client.post("/probe/open-act", data=data, content_type="multipart/form-data").status_code == 413


def test_a_form_of_ordinary_size_is_taken(visitor):
    data = {"csrf_token": token(visitor), "text": "x" * 100_000}
    assert visitor.client.post("/probe/open-act", data=data).status_code == 303
