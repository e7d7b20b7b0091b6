# SPDX-License-Identifier: Apache-2.0
"""What the page of the test does while the network, the receipt or the session is gone: nothing given is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.journeys.site import Site
from tests.journeys.test_the_test_survives import in_the_test
from tests.journeys.walker import Walker

pytestmark = pytest.mark.program("chromium")
AGAIN_MILLISECONDS = 20_000


@pytest.fixture
def she(walker: Callable[..., Walker], site: Site) -> Walker:
    """Somebody in the middle of the test."""
    found = walker("en")
    in_the_test(found, site)
    return found


def state(asked: Locator) -> Locator:
    return asked.locator("[data-asked-state]")


def is_saved(asked: Locator) -> None:
    expect(state(asked)).to_have_attribute("data-asked-state", "saved", timeout=AGAIN_MILLISECONDS)


def is_waiting(asked: Locator) -> None:
    expect(state(asked)).to_have_attribute("data-asked-state", "failed")


def test_answers_given_without_a_connection_are_saved_when_it_is_back(she: Walker) -> None:
    she.answer(1, "true")
    she.page.context.set_offline(True)
    waiting = [she.choose(1, "false"), she.choose(2, "true")]
    for asked in waiting:
        is_waiting(asked)
    expect(she.page.locator("[data-autosave]")).to_have_attribute("data-unsaved", "2")
    she.page.context.set_offline(False)
    for asked in waiting:
        is_saved(asked)
    she.page.reload()
    assert [she.chosen(position) for position in (1, 2)] == ["false", "true"]


def test_without_a_connection_nobody_is_led_on_to_submitting(she: Walker) -> None:
    she.page.context.set_offline(True)
    asked = she.choose(1, "true")
    is_waiting(asked)
    she.page.locator("main form button[type=submit]").click()
    told = she.page.locator(".toast-warning").last
    expect(told).to_contain_text("Please stay on this page", timeout=AGAIN_MILLISECONDS)
    she.page.context.set_offline(False)
    is_saved(asked)
    she.page.locator("main form button[type=submit]").click()
    expect(she.page).to_have_url(re.compile(r"/submission$"))


def test_a_lost_receipt_is_not_taken_for_another_page(she: Walker) -> None:
    """The server has stored the first answer, the page does not know: the second is no clash."""
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().text())
            route.abort()

    she.page.route("**/answers/*", lose_the_first)
    is_waiting(she.choose(1, "true"))
    asked = she.choose(1, "false")
    is_saved(asked)
    assert asked.locator("[data-clash]").count() == 0
    she.page.reload()
    assert she.chosen(1) == "false"


def test_an_answer_given_while_signed_out_is_saved_after_signing_in_again(she: Walker, site: Site) -> None:
    account = site.account(stage="ready_for_test")
    other = Walker(she.page.context.new_page(), site, "en")
    other.go("/my")
    other.press(".band-sign-out button")
    asked = she.choose(1, "true")
    expect(she.page.locator(".toast-warning")).to_contain_text("You have been signed out")
    other.sign_in(account["sign_in"], account["password"])
    is_saved(asked)
    she.page.reload()
    assert she.chosen(1) == "true"


def test_leaving_asks_once_more_only_while_something_is_not_saved(she: Walker) -> None:
    asked_by: list[str] = []
    she.page.on("dialog", lambda dialog: (asked_by.append(dialog.type), dialog.accept()))
    address = she.page.url
    she.answer(1, "true")
    she.page.goto("/my")
    assert asked_by == []
    she.page.goto(address)
    she.page.route("**/answers/*", lambda route: route.abort())
    is_waiting(she.choose(2, "true"))
    she.page.goto("/my")
    assert asked_by == ["beforeunload"]


def test_the_clock_can_be_hidden_and_stays_hidden_on_the_next_page(she: Walker) -> None:
    clock = she.page.locator("[data-timer]")
    expect(clock).to_be_visible()
    she.page.get_by_role("button", name="Hide the time left").click()
    expect(clock).to_be_hidden()
    she.page.reload()
    expect(clock).to_be_hidden()
    she.page.get_by_role("button", name="Show the time left").click()
    expect(clock).to_be_visible()


def test_everything_works_from_the_keyboard(she: Walker) -> None:
    first = she.page.locator("[data-asked='1']")
    first.locator("input").first.focus()
    she.page.keyboard.press("Space")
    is_saved(first)
    chosen = she.chosen(1)
    she.page.keyboard.press("ArrowDown")
    is_saved(first)
    assert she.chosen(1) != chosen
    she.page.keyboard.press("Enter")
    expect(she.page).to_have_url(re.compile(r"/submission$"))
