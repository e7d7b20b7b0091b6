# SPDX-License-Identifier: Apache-2.0
"""Every answer carries the headers that keep a browser from harm, errors and files too."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.app import create_app
from lms.web.headers import CSP
from tests.conftest import settings_for
from tests.web import probe

PATHS = [
    "/probe/open",
    "/probe/private",
    "/probe/unheard-of",
    "/probe/act",
    "/probe/crash",
    "/probe/busy",
    "/probe/refuse/Conflict",
    "/probe/too-many",
    "/probe/open?lang=en",
    "/static/css/base.css",
    "/static/nothing.css",
    "/",
]


@pytest.fixture
def site(app: Flask) -> Flask:
    return probe.plug_in(app)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_carries_the_policy_of_the_site(site, path, accept):
    headers = site.test_client().get(path, headers={"Accept": accept}).headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_refused_form_carries_it_too(site):
    answer = site.test_client().post("/probe/act", data={})
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (422, CSP)


def test_nothing_inline_and_nothing_from_elsewhere_may_run():
    rules = {name: set(sources) for name, *sources in (rule.split() for rule in CSP.split("; "))}
    assert rules["default-src"] == {"'none'"}
    assert rules["script-src"] == rules["style-src"] == {"'self'"}
    assert rules["frame-ancestors"] == rules["base-uri"] == {"'none'"}
    assert rules["form-action"] == {"'self'"}
    assert set().union(*rules.values()) <= {"'none'", "'self'"}


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("/static/css")])
def test_no_page_is_kept_by_browsers_or_proxies(site, path):
    assert site.test_client().get(path).headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_while(site):
    assert "max-age=3600" in site.test_client().get("/static/css/base.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("public_url", "kept"), [("https://koshu.example.jp", "max-age=31536000"), ("http://192.168.1.5:5000", None)]
)
def test_encryption_is_demanded_from_then_on_where_the_site_has_it(app, tmp_path, public_url, kept):
    site = create_app(settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"], public_url=public_url))
    assert site.test_client().get("/static/css/base.css").headers.get("Strict-Transport-Security") == kept


@pytest.mark.parametrize(
    ("public_url", "secure"), [("https://koshu.example.jp", True), ("http://192.168.1.5:5000", False)]
)
def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(app, tmp_path, public_url, secure):
    site = probe.plug_in(
        create_app(settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"], public_url=public_url))
    )
    answers = [site.test_client().get(path, base_url=public_url) for path in ("/probe/open", "/probe/open?lang=en")]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Secure" in cookie) is secure
