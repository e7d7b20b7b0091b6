# SPDX-License-Identifier: Apache-2.0
"""The player's scripts in a real browser: one page counts, a quiet page asks, the place is found again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.walker import BEAT_MILLISECONDS, BEAT_SECONDS, PASSWORD, Walker

pytestmark = pytest.mark.program("chromium")
COURSE = "short-tour"
LEARNER = {"register": "佐藤 健", "kana": "さとう けん", "latin": "SATO Ken", "birth_date": "1970-05-06"}
BEATS = re.compile(r"/beats$")


@pytest.fixture
def learner(walker: Callable[..., Walker]) -> tuple[Walker, str]:
    """Somebody at the overview of the short course, and her learner number."""
    she = walker("en")
    number = she.sign_up(**LEARNER)
    she.enrol(COURSE)
    return she, number


def page_url(she: Walker, page: str) -> str:
    return re.sub(r"(/study/\w+).*", rf"\1/pages/{page}", she.page.url)


def open_page(she: Walker, page: str) -> None:
    with she.page.expect_response(BEATS) as answered:
        she.page.goto(page_url(she, page))
    assert answered.value.json()["state"] == "counting"


def wait_a_beat(she: Walker, site: Site) -> dict[str, object]:
    """Let the time of one beat pass, here and on the site, without moving anything."""
    with she.page.expect_response(BEATS) as answered:
        site.pass_time(BEAT_SECONDS)
        she.page.clock.run_for(BEAT_MILLISECONDS)
    told: dict[str, object] = answered.value.json()
    return told


def block_in_view(page: Page) -> int:
    """Which paragraph stands below the band."""
    found: int = page.locator("[data-blocks]").evaluate(
        """text => {
          const edge = document.querySelector(".band").offsetHeight + 17;
          return [...text.children].findIndex((block) => block.getBoundingClientRect().bottom > edge);
        }"""
    )
    return found


def scroll_to_block(page: Page, number: int) -> None:
    page.locator("[data-blocks] > *").nth(number).evaluate(
        """block => window.scrollTo({
          top: scrollY + block.getBoundingClientRect().top - document.querySelector(".band").offsetHeight - 10,
          behavior: "instant",
        })"""
    )


def test_the_older_of_two_tabs_stops_and_can_take_over_again(learner, site) -> None:
    she, _ = learner
    she.page.clock.install()
    open_page(she, "how-to-study")
    other = Walker(she.page.context.new_page(), site, "en")
    other.page.goto(page_url(she, "study-time"))
    expect(other.page.locator("[data-study-clock]")).to_be_visible()

    she.expected_status.add(409)
    she.page.clock.run_for(BEAT_MILLISECONDS)
    bar = she.page.locator("[data-study-bar]")
    expect(bar.get_by_role("status")).to_contain_text("Only one page counts at a time")
    expect(she.page.locator("[data-study-clock]")).to_contain_text("Study time has stopped")
    she.look()

    bar.get_by_role("button", name="Continue here").click()
    expect(bar).to_be_hidden()
    expect(she.page.locator("[data-study-clock]")).to_contain_text("Study time is counting")


def test_a_quiet_page_asks_without_taking_the_focus_and_an_answer_loses_nothing(learner, site) -> None:
    she, _ = learner
    she.page.clock.install()
    open_page(she, "study-time")
    states = [wait_a_beat(she, site)["state"] for _ in range(3)]
    assert states == ["counting", "counting", "asking"]
    bar = she.page.locator("[data-study-bar]")
    expect(bar.get_by_role("status")).to_contain_text("Are you still reading?")
    assert she.page.evaluate("document.activeElement === document.body")
    she.look()

    with she.page.expect_response(BEATS) as answered:
        site.pass_time(100)
        she.page.clock.run_for(BEAT_MILLISECONDS)
    assert answered.value.json()["state"] == "asking"
    with she.page.expect_response(BEATS) as answered:
        bar.get_by_role("button", name="Yes, I am still reading").click()
    assert answered.value.json()["state"] in {"counting", "full"}
    expect(bar).to_be_hidden()


def test_without_an_answer_counting_stops_and_goes_on_with_her(learner, site) -> None:
    she, _ = learner
    she.page.clock.install()
    open_page(she, "study-time")
    for _ in range(3):
        wait_a_beat(she, site)
    site.pass_time(300)
    assert wait_a_beat(she, site)["state"] == "paused"
    bar = she.page.locator("[data-study-bar]")
    expect(bar.get_by_role("status")).to_contain_text("Study time has stopped")
    with she.page.expect_response(BEATS) as answered:
        she.page.mouse.wheel(0, 40)
    assert answered.value.json()["state"] == "counting"
    expect(bar).to_be_hidden()


def test_the_place_is_found_again_on_another_device_and_does_not_drift(learner, walker) -> None:
    she, number = learner
    address = page_url(she, "study-time")
    for _ in range(3):
        device = walker("en", phone=True)
        device.sign_in(number, PASSWORD)
        with device.page.expect_response(BEATS):
            device.page.goto(address)
        if block_in_view(device.page) == 0:
            scroll_to_block(device.page, 4)
        else:
            expect(device.page.locator("[data-resumed]")).to_have_text("Continued at the place where you stopped.")
        device.page.wait_for_timeout(500)
        device.look()
        assert block_in_view(device.page) == 4
        device.page.goto(re.sub(r"/pages/.*", "", address))
        device.page.wait_for_timeout(500)  # the last beat of the page left behind goes its own way


def test_the_switch_of_language_at_the_foot_stays_on_the_page_and_the_place(learner, walker) -> None:
    she, number = learner
    telephone = walker("en", phone=True)
    telephone.sign_in(number, PASSWORD)
    telephone.page.goto(page_url(she, "study-time"))
    address = telephone.page.url
    telephone.page.wait_for_timeout(1600)
    scroll_to_block(telephone.page, 4)
    telephone.page.wait_for_timeout(2000)
    telephone.page.locator("footer a[hreflang=ja]").click()
    expect(telephone.page.locator("html")).to_have_attribute("lang", "ja")
    telephone.page.wait_for_load_state("networkidle")
    assert telephone.page.url == address
    assert block_in_view(telephone.page) == 4


def test_arrow_keys_turn_the_pages(learner) -> None:
    she, _ = learner
    open_page(she, "how-to-study")
    expect(she.page.locator("[data-keys-help]")).to_be_visible()
    she.page.keyboard.press("ArrowRight")
    expect(she.page).to_have_url(re.compile(r"/pages/study-time$"))
    she.page.keyboard.press("ArrowLeft")
    expect(she.page).to_have_url(re.compile(r"/pages/how-to-study$"))
    she.page.locator("video").focus()
    she.page.keyboard.press("ArrowRight")
    expect(she.page).to_have_url(re.compile(r"/pages/how-to-study$"))
