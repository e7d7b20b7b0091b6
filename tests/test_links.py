# SPDX-License-Identifier: Apache-2.0
"""Addresses for mails and papers lead to pages that exist."""

import pytest

from lms import config, links
from lms.config import Settings

BUILDERS = [
    (links.certificate, ("0123456789ABCDEF",), "certificates.show"),
    (links.confirm_contact, ("a token with ?signs",), "accounts.confirm_email"),
    (links.reset_password, ("token",), "accounts.new_password"),
    (links.first_operator, ("token",), "accounts.first_operator"),
    (links.sign_in, (), "accounts.sign_in"),
    (links.slip, (), "accounts.slip"),
    (links.stop_reset, ("token",), "accounts.stop_reset"),
]


@pytest.fixture
def public_url(app, monkeypatch):
    settings = config.current()
    fields = {name: getattr(settings, name) for name in Settings.__dataclass_fields__}
    monkeypatch.setattr(config, "_installed", Settings(**{**fields, "public_url": "https://koshu.example.jp:8443"}))
    return "https://koshu.example.jp:8443"


@pytest.mark.parametrize(("build", "arguments", "endpoint"), BUILDERS)
def test_an_address_begins_with_the_public_url_and_leads_to_its_page(app, public_url, build, arguments, endpoint):
    address = build(*arguments)
    assert address.startswith(public_url + "/")
    found, _values = app.url_map.bind("koshu.example.jp").match(address.removeprefix(public_url), "GET")
    assert found == endpoint


def test_a_token_is_carried_whole(app, public_url):
    address = links.confirm_contact("a&b#c?d")
    assert address == f"{public_url}/account/confirm-email/a%26b%23c%3Fd"


def test_every_builder_is_tried(app):
    public = {
        name
        for name, value in vars(links).items()
        if callable(value) and getattr(value, "__module__", "") == links.__name__
    }
    assert public - {"absolute", "host", "opens_nothing"} == {
        build.__name__ for build, _arguments, _endpoint in BUILDERS
    }


def test_the_host_is_what_people_see_in_the_address(app, public_url):
    assert links.host() == "koshu.example.jp:8443"
    assert links.absolute("/x") == public_url + "/x"
