# SPDX-License-Identifier: Apache-2.0
"""The practice of a module in a real browser: by keyboard on a telephone, without script, and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import ROOT, Site
from tests.journeys.walker import Walker

pytestmark = pytest.mark.program("chromium")
SPECIMEN = ROOT / "content" / "examples" / "evacuation" / "2026-1"
LEARNER = {"register": "佐藤 健", "kana": "さとう けん", "latin": "SATO Ken", "birth_date": "1970-05-06"}


@pytest.fixture
def learner(walker: Callable[..., Walker], site: Site) -> tuple[Walker, str]:
    """Somebody with a telephone in the specimen course, and the address of her enrolment."""
    site.flask("content", "import", str(SPECIMEN))
    she = walker("en", phone=True)
    she.sign_up(**LEARNER)
    she.enrol("evacuation")
    return she, she.page.url


def test_an_answer_is_judged_at_once_and_a_second_try_is_free(learner) -> None:
    she, course = learner
    she.go(f"{course}/pages/alarm-practice")
    question = she.page.locator("[data-exercise]").first
    answers = question.get_by_role("button")
    answers.nth(0).focus()
    she.page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_have_text("Not right.")
    expect(question.get_by_text("Right answer: Shout while going to the office")).to_be_visible()
    expect(answers.nth(0)).to_be_focused()
    she.page.keyboard.press("Tab")
    she.page.keyboard.press("Space")
    expect(question.get_by_role("status")).to_have_text("Right.")
    expect(answers.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(answers.nth(0)).to_have_attribute("aria-pressed", "false")
    she.page.locator("[data-exercise]").nth(1).get_by_role("button", name="True").click()
    expect(she.page.locator("[data-tally]")).to_have_text("1 of 2 right at the first try.")
    she.look()


def test_without_script_the_answer_waits_behind_its_heading(learner, chromium: Browser) -> None:
    she, course = learner
    plain = chromium.new_context(
        java_script_enabled=False, storage_state=she.page.context.storage_state(), locale="en-US"
    )
    page = plain.new_page()
    page.goto(f"{course}/pages/alarm-practice")
    why = page.get_by_text("Alone, telling others matters most.")
    expect(page.get_by_text("Put it out with the extinguisher, then call")).to_be_visible()
    expect(why).to_be_hidden()
    page.get_by_text("Show the answer").first.click()
    expect(why).to_be_visible()
    plain.close()


def test_the_module_and_the_checklists_can_be_read_as_one_page(learner) -> None:
    she, course = learner
    she.go(f"{course}/modules/alarm/print")
    expect(she.page.get_by_role("heading", name="Answers")).to_be_visible()
    she.go(f"{course}/checklists")
    expect(she.page.get_by_text("Somebody has been named who looks at it every month")).to_be_visible()
