# SPDX-License-Identifier: Apache-2.0
"""Real sites and real browsers for the journeys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.site import Site
from tests.journeys.walker import Walker

CHROMIUM = "/usr/bin/chromium"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
LOCALES = {"ja": "ja-JP", "en": "en-US"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A data folder filled by `flask demo` once, to be copied, and what the command said of it."""
    made = Site(tmp_path_factory.mktemp("demo") / "site")
    return made.folder, made.demo(people=8)


@pytest.fixture
def site(tmp_path: Path, demo: tuple[Path, dict[str, Any]]) -> Iterator[Site]:
    """A demo site of its own for this test, running."""
    running = Site(tmp_path / "site")
    folder, running.demo_report = demo
    shutil.copytree(folder, running.folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def walker(chromium: Browser, site: Site) -> Iterator[Callable[..., Walker]]:
    """`walker("ja", phone=True)`: somebody with a browser of her own on the site."""
    opened: list[Any] = []

    def open_one(locale: str = "ja", *, phone: bool = False) -> Walker:
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP, locale=LOCALES[locale], has_touch=phone, base_url=site.url
        )
        opened.append(context)
        return Walker(context.new_page(), site, locale)

    yield open_one
    for context in opened:
        context.close()
