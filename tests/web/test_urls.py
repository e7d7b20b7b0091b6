# SPDX-License-Identifier: Apache-2.0
"""A redirect never leaves the site, whatever a link asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.web.urls import is_safe, next_or, path_with
from tests.browser import Browser
from tests.web import probe

STAYS = [
    "/",
    "/my",
    "/courses/abc?tab=2#part",
    "/a//b",
    "/%2Fevil.example",
    "/講習",
    "/?next=https://evil.example",
    "/a:b",
    "/@evil.example",
]
LEAVES = [
    "",
    "my",
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "https:evil.example",
    "https:/evil.example",
    "//evil.example/%2F..",
    "/\x00/evil.example",
    "/\x1b//evil.example",
    "/my\r\nSet-Cookie: a=b",
    "mailto:a@evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "../evil",
    "@evil.example",
]


@pytest.mark.parametrize("target", STAYS)
def test_a_path_of_the_site_is_followed(target):
    assert is_safe(target)


@pytest.mark.parametrize("target", LEAVES)
def test_whatever_leads_away_is_not_followed(target):
    assert not is_safe(target)


@given(st.text(max_size=30))
def test_what_is_safe_begins_with_one_slash_and_has_no_sign_that_browsers_drop_or_turn(target):
    if is_safe("/" + target):
        assert not target.startswith(("/", "\\"))
        assert not any(sign in target for sign in "\\\t\r\n")


@pytest.mark.parametrize("target", STAYS)
def test_the_form_leads_on_to_where_it_was_asked_to(app, target):
    with app.test_request_context("/x", query_string={"next": target}):
        assert next_or("/default") == target


@pytest.mark.parametrize("target", LEAVES)
def test_the_form_leads_to_its_own_page_when_asked_away(app, target):
    with app.test_request_context("/x", query_string={"next": target}):
        assert next_or("/default") == "/default"


@pytest.mark.parametrize("target", LEAVES)
def test_no_answer_of_the_site_carries_another_host(app, target):
    visitor = Browser(probe.plug_in(app))
    token = visitor.get("/probe/open").find("input", name="csrf_token")[0].get("value")
    answer = visitor.client.post("/probe/open-act", data={"csrf_token": token, "next": target})
    assert answer.headers["Location"] == "/probe/open"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "///evil.example/%2F..",
        "/%5Cevil.example",
        "/%09/evil.example",
        "/%2F%2Fevil.example",
        "/.//evil.example",
    ],
)
def test_a_switch_on_a_strange_address_stays_on_the_site(app, path):
    location = app.test_client().get(path + "?lang=en").headers.get("Location", "/")
    assert location.startswith(("/", "http://localhost/"))
    assert is_safe(location.removeprefix("http://localhost"))


@pytest.mark.parametrize(
    ("here", "changes", "there"),
    [
        ("/courses", {"lang": "en"}, "/courses?lang=en"),
        ("/courses?tab=2", {"lang": "en"}, "/courses?tab=2&lang=en"),
        ("/courses?lang=ja&tab=2", {"lang": "en"}, "/courses?tab=2&lang=en"),
        ("/courses?q=a%26b", {"page": "2"}, "/courses?q=a%26b&page=2"),
    ],
)
def test_a_link_to_this_page_keeps_everything_but_what_it_changes(app, here, changes, there):
    with app.test_request_context(here):
        assert path_with(**changes) == there
