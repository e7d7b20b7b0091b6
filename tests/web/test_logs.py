# SPDX-License-Identifier: Apache-2.0
"""One line a request, found again by its support code, without personal data."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask import Flask

from lms.web.logs import JsonLines
from tests.browser import Browser
from tests.web import probe


@pytest.fixture
def site(app: Flask) -> Flask:
    return probe.plug_in(app)


@pytest.fixture
def lines(site: Flask):
    """The log of the site as it is written, line by line."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("lms")
    logger.addHandler(handler)
    site.wsgi_app.write = written.append
    yield written
    logger.removeHandler(handler)


def requests_in(lines: list[str]) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, lines) if line["logger"] == "lms.request"]


def test_each_request_is_one_line_of_json(site, lines):
    site.test_client().get("/probe/open-things/some")
    (line,) = requests_in(lines)
    assert (line["method"], line["rule"], line["status"], line["level"]) == (
        "GET",
        "/probe/open-things/<thing_key>",
        200,
        "INFO",
    )
    assert line["milliseconds"] >= 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/probe/open"),
        ("GET", "/probe/unheard-of"),
        ("GET", "/probe/crash"),
        ("GET", "/probe/busy"),
        ("GET", "/probe/refuse/Conflict"),
        ("POST", "/probe/act"),
        ("GET", "/probe/act"),
    ],
)
def test_the_support_code_of_a_page_is_the_id_of_its_line(site, lines, method, path):
    answer = site.test_client().open(path, method=method)
    code = answer.get_data(as_text=True).split("<code>")[1].split("</code>")[0]
    assert [line["request_id"] for line in requests_in(lines)] == [code]
    assert len(code) == 14


def test_support_codes_differ(site, lines):
    for _ in range(50):
        site.test_client().get("/probe/open")
    assert len({line["request_id"] for line in requests_in(lines)}) == 50


def test_no_line_repeats_what_people_typed(site, lines):
    client = site.test_client()
    client.get("/probe/things/hanako@example.jp?name=Yamada&born=1975-04-01")
    client.get("/Yamada/Hanako?q=1975-04-01")
    client.post("/probe/open-act", data={"name": "Yamada Hanako", "csrf_token": "Yamada"})
    client.get("/probe/crash")
    client.get(
        "/probe/open",
        headers={"User-Agent": "Yamada", "Referer": "http://localhost/Yamada"},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    text = "\n".join(lines)
    assert len(requests_in(lines)) == 5
    assert not [word for word in (*probe.WORDS.split(), "192.0.2.7", "csrf") if word in text.replace("tests/web", "")]


def test_a_crash_is_logged_with_its_kind_and_place_and_what_led_to_it(site, lines):
    site.test_client().get("/probe/crash")
    (line,) = [line for line in map(json.loads, lines) if "exception" in line]
    kinds = [part for part in line["exception"] if not part.startswith(" ")]
    assert kinds == ["RuntimeError", "ValueError"]
    assert [line["request_id"]] == [request["request_id"] for request in requests_in(lines)]
    assert any("probe.py" in part and part.endswith(" crash") for part in line["exception"])


def test_a_signed_in_request_names_nobody(site, lines, as_):
    browser: Browser = as_()
    page = browser.get("/probe/open")
    browser.submit(page, "/probe/act")
    text = "\n".join(lines)
    assert not [word for word in ("山田", "YAMADA", page.meta("koshu-person"), page.meta("csrf-token")) if word in text]
