# SPDX-License-Identifier: Apache-2.0
"""Somebody who walks through the site in a real browser, looking at every page she comes to."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.site import Site

AXE = Axe()
PASSWORD = "correct horse battery"
BEAT_MILLISECONDS = 16_000
BEAT_SECONDS = 16
QUIET = re.compile(r"Autofill|preloaded using link preload")


STEP_MILLISECONDS = 8000


class Walker:
    """A page in a browser, and what must hold on each: no error in the console, nothing cut off, axe is silent."""

    def __init__(self, page: Page, site: Site, locale: str) -> None:
        self.page = page
        page.set_default_timeout(STEP_MILLISECONDS)
        self.site = site
        self.locale = locale
        self.troubles: list[str] = []
        self.expected_status: set[int] = set()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _heard(self, message: Any) -> None:
        if message.type not in {"error", "warning"} or QUIET.search(message.text):
            return
        if any(f"status of {status}" in message.text for status in self.expected_status):
            return
        self.troubles.append(message.text)

    def go(self, path: str) -> Response | None:
        response = self.page.goto(self.site.url + path if path.startswith("/") else path)
        self.look()
        return response

    def look(self) -> None:
        """Check the page in view, as it must be for everybody."""
        self.page.wait_for_load_state("networkidle")
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{self.page.url} is {too_wide} pixels too wide"
        expect(self.page.locator("html")).to_have_attribute("lang", self.locale)
        found = AXE.run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        faults = [
            (fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found.response["violations"]
        ]
        assert not faults, f"{self.page.url}: {faults}"
        assert not self.troubles, f"{self.page.url}: {self.troubles}"

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.look()

    def send(self, form: str = "main form") -> None:
        """Press the main button of the form."""
        self.press(f"{form} button[type=submit].button-primary, {form} input[type=submit]")

    # ---- the steps of a learner ----
    def sign_up(self, *, register: str, kana: str, latin: str, birth_date: str) -> str:
        """Make an account; the learner number that the last page shows."""
        page = self.page
        self.go("/account/sign-up")
        page.fill("[name=register]", register)
        page.fill("[name=kana]", kana)
        page.fill("[name=latin]", latin)
        page.fill("[name=birth_date]", birth_date)
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=password_again]", PASSWORD)
        page.check("[name=accepts_terms]")
        page.check("[name=accepts_privacy]")
        self.send()
        self.send()
        number = re.search(r"\b\d{4}[- ]?\d{4}\b", page.locator("main").inner_text())
        assert number, page.locator("main").inner_text()
        return re.sub(r"\D", "", number[0])

    def sign_in(self, number: str, password: str) -> None:
        self.go("/account/sign-in")
        self.page.fill("[name=sign_in]", number)
        self.page.fill("[name=password]", password)
        self.send()

    def enrol(self, course: str) -> None:
        self.go(f"/courses/{course}")
        self.press(f"a[href$='/courses/{course}/enrolments']")
        self.send()
        expect(self.page).to_have_url(re.compile(r"/study/\w+$"))

    def study_everything(self) -> None:
        """Go through all pages in order, staying on each until it has earned its time."""
        page = self.page
        overview = page.url
        page.clock.install()
        studied: set[str] = set()
        while fresh := [address for address in self._pages() if address not in studied]:
            self.go(fresh[0])
            self._stay()
            studied.add(fresh[0])
            self.go(overview)

    def _pages(self) -> list[str]:
        """The pages that the overview leads to now; a subject opens when the one before has its minutes."""
        found: list[str] = self.page.locator("main a[href*='/pages/']").evaluate_all(
            "links => links.map(link => link.href.split('#')[0])"
        )
        return list(dict.fromkeys(found))

    def _stay(self) -> None:
        """Read for as long as the page counts: the site's clock and the browser's move on together."""
        page = self.page
        for _ in range(12):
            with page.expect_response(re.compile(r"/beats$")) as answered:
                page.mouse.wheel(0, 30)
                self.site.pass_time(BEAT_SECONDS)
                page.clock.run_for(BEAT_MILLISECONDS)
            if answered.value.json().get("state") == "full":
                return
        raise AssertionError(f"{page.url} never earned its time")

    def begin_test(self, birth_date: str, password: str) -> None:
        page = self.page
        page.fill("[name=birth_date]", birth_date)
        page.fill("[name=password]", password)
        page.check("[name=in_person]")
        self.send()
        expect(page).to_have_url(re.compile(r"/attempts/\w+$"))

    def choose(self, position: int, choice: str) -> Locator:
        """Press the words of an answer, as a finger does."""
        asked = self.page.locator(f"[data-asked='{position}']")
        control = asked.locator(f"input[value='{choice}']").get_attribute("id")
        asked.locator(f"label[for='{control}']").click()
        return asked

    def answer(self, position: int, choice: str) -> None:
        """Choose, and wait until the page says that it is saved."""
        asked = self.choose(position, choice)
        expect(asked.locator("[data-asked-state]")).to_have_attribute("data-asked-state", "saved")

    def chosen(self, position: int) -> str | None:
        found = self.page.locator(f"[data-asked='{position}'] input:checked")
        return found.get_attribute("value") if found.count() else None

    def positions(self) -> list[int]:
        return [
            int(value)
            for value in self.page.locator("[data-asked]").evaluate_all("all => all.map(one => one.dataset.asked)")
        ]
