# SPDX-License-Identifier: Apache-2.0
"""From the front page to a certificate that a stranger has verified, by hand in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.answers import right_answers
from tests.journeys.papers import codes_in
from tests.journeys.site import Site
from tests.journeys.walker import PASSWORD, Walker

pytestmark = pytest.mark.program("chromium", "pdftoppm")
COURSE = "short-tour"
HANAKO = {
    "register": "髙橋 花子",
    "kana": "たかはし はなこ",
    "latin": "TAKAHASHI Hanako",
    "birth_date": "昭和55年4月3日",
}
EXPIRED = {"ja": "期間を過ぎ", "en": "xpired"}
NAME_SHOWN = "髙橋 花子"


def answer_everything(walker: Walker, *, rightly: bool = True) -> None:
    keys = right_answers(COURSE)
    for position in walker.positions():
        words = " ".join(walker.page.locator(f"[data-asked='{position}']").inner_text().split())
        key = next(answer for text, answer in keys.items() if text in words)
        values = walker.page.locator(f"[data-asked='{position}'] input").evaluate_all(
            "all => all.map(one => one.value)"
        )
        walker.answer(position, key if rightly else next(value for value in values if value != key))


def to_the_test(walker: Walker) -> str:
    """Sign up, study the short course, open the test; the learner number."""
    number = walker.sign_up(**HANAKO)
    walker.enrol(COURSE)
    walker.study_everything()
    walker.press("main a[href*='/test/']")
    return number


def submit(walker: Walker) -> None:
    walker.press("main a[href$='/submission'], main button.button-primary[type=submit]")
    if walker.page.url.endswith("/submission"):
        walker.send()
    expect(walker.page).to_have_url(re.compile(r"/result$"))


@pytest.mark.parametrize(("locale", "phone"), [("ja", False), ("en", True)])
def test_a_visitor_becomes_a_certified_manager_and_is_verified(
    walker: Callable[..., Walker], site: Site, tmp_path: Path, locale: str, phone: bool
) -> None:
    she = walker(locale, phone=phone)
    she.go("/")
    she.go("/courses")
    to_the_test(she)
    she.begin_test("S55.4.3", PASSWORD)
    she.look()
    answer_everything(she)
    submit(she)

    she.go("/certificates")
    for _ in range(50):
        if she.page.locator("a[href$='/pdf']").count():
            break
        she.page.wait_for_timeout(200)
        she.page.reload()
    she.look()
    with she.page.expect_download() as download:
        she.page.locator("a[href$='/pdf']").first.click()
    paper = tmp_path / "certificate.pdf"
    download.value.save_as(paper)
    codes = codes_in(paper)
    assert len(codes) == 1
    code = urlsplit(next(iter(codes)).replace("HTTP://", "http://"))
    assert code.path.startswith("/C/")

    stranger = walker(locale, phone=True)
    stranger.go(f"{code.path}#{code.fragment}")
    assert NAME_SHOWN in stranger.page.locator("main").inner_text()
    expect(stranger.page).to_have_url(re.compile(r"/C/\w{16}$"))  # the script has taken the fragment away
    later = f"{code.path}?on=2031-01-01"
    stranger.go(later)
    assert EXPIRED[locale] in stranger.page.locator("main").inner_text()


def test_whoever_fails_is_told_kindly_what_to_do_next(walker: Callable[..., Walker], site: Site) -> None:
    she = walker("en")
    to_the_test(she)
    she.begin_test("1980-04-03", PASSWORD)
    answer_everything(she, rightly=False)
    submit(she)
    words = she.page.locator("main").inner_text()
    assert "0" in words
    assert she.page.locator("a[href*='/failure-notices/']").count() == 1
    assert she.page.locator("a[href*='/study/'], a[href*='/courses/'], a[href*='/test/']").count() >= 1
