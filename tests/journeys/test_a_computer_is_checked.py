# SPDX-License-Identifier: Apache-2.0
"""The check of a computer in a real browser: what it shows, and that the number says the same to the officer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lms.home.environment import Check, read

pytestmark = pytest.mark.program("chromium")


@pytest.mark.parametrize(("locale", "phone"), [("ja", True), ("en", False)])
def test_a_fit_computer_is_told_so(walker, locale, phone):
    visitor = walker(locale, phone=phone)
    visitor.go("/environment-check")
    number = visitor.page.locator("[data-number]")
    expect(number).to_be_visible()
    result = read(number.inner_text())
    # Debian's Chromium without a screen shows no PDF itself and may lack the film's codec; all else must be well.
    assert set(result.failed) <= {Check.PAPERS, Check.VIDEO}
    assert visitor.page.locator("[data-check=cookies] [data-state=good]").is_visible()
    visitor.look()


def test_what_does_not_arrive_is_noticed(walker):
    visitor = walker("ja")
    visitor.page.route("**/environment-check", lambda it: it.abort() if it.request.method == "POST" else it.continue_())
    visitor.page.goto(visitor.site.url + "/environment-check")
    number = visitor.page.locator("[data-number]")
    expect(number).to_be_visible()
    assert Check.SENDING in read(number.inner_text()).failed
    assert visitor.page.locator("[data-check=sending] [data-state=bad]").is_visible()
