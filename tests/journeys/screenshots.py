# SPDX-License-Identifier: Apache-2.0
"""Pictures of the real pages for the README: `make screenshots`."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import CHROMIUM
from tests.journeys.site import ROOT, Site

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 360, "height": 740}}


def main() -> None:
    """Make a demo site, walk through it in Japanese on both sizes, and keep what is seen."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        site.demo_report = site.demo(people=12)
        site.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
                for name, size in SIZES.items():
                    context = browser.new_context(viewport=size, locale="ja-JP", base_url=site.url)
                    _walk(context.new_page(), site, name)
                browser.close()
            _paper(site, Path(folder))
        finally:
            site.stop()


def _walk(page: Page, site: Site, size: str) -> None:
    certificates = site.demo_report["certificates"]
    _keep(page, "/", f"home-{size}")
    _keep(page, "/courses/training-manager", f"course-{size}")
    _keep(page, f"/C/{certificates['in_force']}", f"certificate-{size}")
    _sign_in(page, site.account(stage="studying"))
    overview = _first(page, "/my", r"/study/\w+")
    _keep(page, _first(page, overview, rf"{overview}/pages/[\w-]+"), f"player-{size}")
    _sign_in(page, site.account(stage="renewal_due"))
    _keep(page, "/certificates", f"certificates-{size}")
    account = site.account(stage="ready_for_test")
    _sign_in(page, account)
    page.goto(_first(page, "/my", r"/(?:test|attempts)/\w+"))
    if "/attempts/" not in page.url:
        page.fill("[name=birth_date]", account["birth_date"])
        page.fill("[name=password]", account["password"])
        page.check("[name=in_person]")
        page.locator("main button[type=submit].button-primary").click()
        page.wait_for_load_state("networkidle")
    _keep(page, page.url, f"test-{size}")


def _sign_in(page: Page, account: dict[str, Any]) -> None:
    page.context.clear_cookies()
    page.goto("/account/sign-in")
    page.fill("[name=sign_in]", account["sign_in"])
    page.fill("[name=password]", account["password"])
    page.locator("main button[type=submit].button-primary").click()
    page.wait_for_load_state("networkidle")


def _first(page: Page, path: str, pattern: str) -> str:
    page.goto(path)
    found = re.search(pattern, page.content())
    assert found, f"{path} shows no {pattern}"
    return found[0]


def _keep(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def _paper(site: Site, folder: Path) -> None:
    pdf = folder / "paper.pdf"
    site.flask("certificates", "pdf", site.demo_report["certificates"]["in_force"], "--out", str(pdf))
    target = str(FOLDER / "paper")
    subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf), target], check=True)


if __name__ == "__main__":
    main()
