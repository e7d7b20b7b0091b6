# SPDX-License-Identifier: Apache-2.0
"""What must not be lost: answers when the server dies, the page is reloaded, or two tabs are open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Site
from tests.journeys.walker import Walker

pytestmark = pytest.mark.program("chromium")


def in_the_test(walker: Walker, site: Site) -> None:
    """Somebody of the demo who has all her hours begins the test."""
    account = site.account(stage="ready_for_test")
    walker.sign_in(account["sign_in"], account["password"])
    walker.go("/my")
    walker.press("main a[href*='/test/']")
    walker.begin_test(account["birth_date"], account["password"])


def test_a_server_killed_in_the_middle_loses_no_answer(walker: Callable[..., Walker], site: Site) -> None:
    she = walker("en")
    in_the_test(she, site)
    she.answer(1, "true")
    she.answer(2, "false")
    site.kill()
    asked = she.choose(3, "true")
    expect(asked.locator("[data-asked-state]")).to_have_attribute("data-asked-state", "failed")
    site.start()
    expect(asked.locator("[data-asked-state]")).to_have_attribute("data-asked-state", "saved", timeout=15_000)
    she.troubles.clear()  # the browser has written down that the server was away
    she.page.reload()
    she.look()
    assert [she.chosen(position) for position in (1, 2, 3, 4)] == ["true", "false", "true", None]


def test_two_tabs_cannot_overwrite_each_other(walker: Callable[..., Walker], site: Site) -> None:
    first = walker("en")
    in_the_test(first, site)
    second = Walker(first.page.context.new_page(), site, "en")
    second.go(first.page.url)
    first.answer(1, "true")
    second.expected_status = {409}
    asked = second.choose(1, "false")
    expect(asked.locator("[data-clash-keep]")).to_be_visible()
    second.press("[data-asked='1'] [data-clash-keep]")
    assert second.chosen(1) == "true"
    first.page.reload()
    assert first.chosen(1) == "true"


def test_at_time_out_the_stored_answers_are_marked(walker: Callable[..., Walker], site: Site) -> None:
    she = walker("ja", phone=True)
    in_the_test(she, site)
    address = she.page.url
    she.answer(1, "true")
    site.pass_time(11 * 60)
    she.go(address)
    for _ in range(50):
        if she.page.url.endswith("/result"):
            break
        she.page.wait_for_timeout(200)
        she.page.goto(address)
    she.look()
    assert she.page.url.endswith("/result")
