# SPDX-License-Identifier: Apache-2.0
"""One computer, several people without an e-mail address: slips, changing the learner, pages left open, the lock."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answers import right_answers
from tests.journeys.site import Site
from tests.journeys.walker import PASSWORD, Walker

COURSE = "short-tour"
EMAIL = "/account/email"
TYPED = "tegami@example.jp"
ELEVEN_MINUTES = 11 * 60
CODE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b")
PEOPLE = (
    {"register": "髙橋 花子", "kana": "タカハシ ハナコ", "latin": "TAKAHASHI HANAKO", "birth_date": "昭和55年4月3日"},
    {"register": "斎藤 次郎", "kana": "サイトウ ジロウ", "latin": "SAITO JIRO", "birth_date": "S40.1.31"},
    {"register": "渡邉 三奈", "kana": "ワタナベ ミナ", "latin": "WATANABE MINA", "birth_date": "H5.12.24"},
)


# ---- steps -----------------------------------------------------------------------------------------------------------


def sign_in(walker: Walker, account: dict[str, Any]) -> None:
    walker.go("/account/sign-in")
    walker.page.fill("[name=sign_in]", account["sign_in"])
    walker.page.fill("[name=password]", account["password"])
    if not walker.page.is_checked("[name=shared]"):
        walker.page.check("[name=shared]")
    walker.send()


def change_learner(walker: Walker) -> None:
    walker.page.locator("form[action='/account/change-learner'] button").first.click()
    expect(walker.page).to_have_url(re.compile(r"/account/sign-in$"))
    walker.look()


def another_tab(walker: Walker) -> Walker:
    return Walker(walker.page.context.new_page(), walker.site, walker.locale)


def nothing_is_shown_of(page: Page, *words: str) -> None:
    """Neither to the eye nor to a screen reader; what stands in fields is looked at, too."""
    shown = page.locator("body").inner_text() + page.locator("body").aria_snapshot() + page.title()
    for word in words:
        assert word not in shown, f"{page.url} shows {word}"


def cover(page: Page, part: str) -> Any:
    return page.locator(f"dialog.lock[open] [data-lock-part={part}]")


# ---- journeys --------------------------------------------------------------------------------------------------------


@pytest.mark.program("chromium")
def test_what_one_has_typed_is_kept_for_her_and_shown_to_nobody_else(walker: Callable[..., Walker], site: Site) -> None:
    one, other = site.account(stage="studying"), site.account(stage="in_force")
    she = walker("ja", phone=True)
    sign_in(she, one)
    name = she.page.locator(".band .person-who strong").inner_text()
    she.go(EMAIL)
    she.page.fill("[name=email]", TYPED)
    she.page.locator("form[action='/account/change-learner'] button").first.click()
    expect(she.page.locator("dialog#hand-over")).to_be_visible()
    she.look()
    she.press("dialog#hand-over [data-dialog-close]")
    expect(she.page.locator("[name=email]")).to_have_value(TYPED)

    she.page.locator("form[action='/account/change-learner'] button").first.click()
    she.page.locator("[data-hand-over-keep]").click()
    expect(she.page).to_have_url(re.compile(r"/account/sign-in$"))
    she.look()
    nothing_is_shown_of(she.page, name, TYPED)
    she.page.go_back()
    expect(she.page).to_have_url(re.compile(r"/account/sign-in\?next="))
    nothing_is_shown_of(she.page, name, TYPED)

    sign_in(she, other)
    for path in (EMAIL, "/account/kept", "/my"):
        she.go(path)
        nothing_is_shown_of(she.page, name, TYPED)
    she.page.go_back()
    nothing_is_shown_of(she.page, name, TYPED)
    she.go("/my")
    change_learner(she)
    assert she.page.evaluate("sessionStorage.length + localStorage.length") == 0

    sign_in(she, one)
    she.go(EMAIL)
    she.press("a[href*='kept=']")
    expect(she.page.locator("[name=email]")).to_have_value(TYPED)


@pytest.mark.program("chromium")
def test_a_page_that_one_leaves_open_is_covered_refused_and_kept(walker: Callable[..., Walker], site: Site) -> None:
    one, other = site.account(stage="studying"), site.account(stage="in_force")
    she = walker("en")
    sign_in(she, one)
    name = she.page.locator(".band .person-who strong").inner_text()
    she.go(EMAIL)
    she.page.fill("[name=email]", TYPED)

    he = another_tab(she)
    he.go("/my")
    change_learner(he)
    expect(cover(she.page, "gone")).to_be_visible()
    sign_in(he, other)
    expect(cover(she.page, "gone")).to_be_visible()
    expect(she.page.get_by_role("textbox")).to_have_count(0)
    she.page.keyboard.press("Escape")
    she.page.keyboard.press("Escape")
    expect(cover(she.page, "gone")).to_be_visible()
    she.look()

    she.expected_status = {409}
    she.page.locator("main form.form").evaluate("form => form.submit()")
    expect(she.page.locator("h1")).to_have_text("This page belongs to another learner")
    nothing_is_shown_of(she.page, name, TYPED)
    he.go("/account/profile")
    nothing_is_shown_of(he.page, TYPED)
    change_learner(he)
    sign_in(he, one)
    he.go(EMAIL)
    he.press("a[href*='kept=']")
    expect(he.page.locator("[name=email]")).to_have_value(TYPED)


@pytest.mark.program("chromium")
def test_a_page_locks_when_nobody_is_there_and_keeps_everything(walker: Callable[..., Walker], site: Site) -> None:
    account = site.account(stage="studying")
    she = walker("ja", phone=True)
    she.page.clock.install()
    sign_in(she, account)
    she.go(EMAIL)
    she.page.fill("[name=email]", TYPED)
    second = another_tab(she)
    second.go("/account/profile")
    she.expected_status = {401, 422}  # both tabs lock; who comes second is told so

    site.pass_time(ELEVEN_MINUTES)
    she.page.clock.run_for(ELEVEN_MINUTES * 1000)
    for page in (she.page, second.page):
        expect(cover(page, "locked")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_count(0)
        nothing_is_shown_of(page, TYPED, account["sign_in"])
    she.look()
    she.page.keyboard.press("Escape")
    expect(cover(she.page, "locked")).to_be_visible()

    she.page.fill("#lock-password", "wrong password here")
    she.page.keyboard.press("Enter")
    expect(she.page.locator("[data-lock-words]")).not_to_be_empty()
    she.page.fill("#lock-password", account["password"])
    she.page.keyboard.press("Enter")
    for page in (she.page, second.page):
        expect(page.locator("dialog.lock[open]")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(she.page.locator("[name=email]")).to_have_value(TYPED)
    she.look()
    she.page.check("[name=email_use][value=own]")
    she.page.fill("main [name=password]", account["password"])
    she.send()
    expect(she.page).to_have_url(re.compile(r"/account/profile$"))


@pytest.mark.program("chromium")
def test_a_test_goes_on_behind_the_cover_and_loses_no_answer(walker: Callable[..., Walker], site: Site) -> None:
    account = site.account(stage="ready_for_test")
    she = walker("en")
    sign_in(she, account)
    she.go("/my")
    she.press("main a[href*='/test/']")
    she.begin_test(account["birth_date"], account["password"])
    she.answer(1, "true")
    lock = "url => fetch(url, {method: 'POST', headers: {Accept: 'application/json'}, body: new URLSearchParams({"
    lock += "csrf_token: document.querySelector('meta[name=csrf-token]').content,"
    lock += "for_person: document.querySelector('meta[name=koshu-person]').content})}).then((answer) => answer.status)"
    assert she.page.evaluate(lock, "/account/lock") == 200  # as another window of the same browser would

    she.expected_status = {401}
    she.choose(2, "false")
    expect(cover(she.page, "locked")).to_be_visible()
    expect(she.page.get_by_role("radio")).to_have_count(0)
    site.pass_time(60)
    she.page.fill("#lock-password", account["password"])
    she.page.keyboard.press("Enter")
    asked = she.page.locator("[data-asked='2']")
    expect(asked.locator("[data-asked-state]")).to_have_attribute("data-asked-state", "saved")
    she.page.reload()
    she.look()
    assert [she.chosen(position) for position in (1, 2, 3)] == ["true", "false", None]
    assert int(she.page.locator("[data-timer]").get_attribute("data-seconds-left") or 0) <= 9 * 60


# ---- from slip to certificate ----------------------------------------------------------------------------------------


def slip_for(officer: Walker, person: dict[str, str], folder: Path) -> tuple[str, str]:
    """Number and code as they stand on the paper that the officer prints."""
    page = officer.page
    officer.go("/slips/new-person")
    for name, value in person.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=evidence]", "運転免許証を対面で確認")
    officer.send()
    officer.send()
    with page.expect_download() as download:
        page.locator("main form[action$='/paper'] button").click()
    paper = folder / f"{person['latin']}.pdf"
    download.value.save_as(paper)
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    number, code = re.search(r"\b\d{4} \d{4}\b", text), CODE.search(text)
    assert number, text
    assert code, text
    return number[0], code[0]


def begin_with_slip(walker: Walker, number: str, code: str) -> None:
    page = walker.page
    walker.go("/account/slip")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code.lower())
    walker.send()
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_again]", PASSWORD)
    if not page.is_checked("[name=shared]"):
        page.check("[name=shared]")
    page.check("[name=accepts_terms]")
    page.check("[name=accepts_privacy]")
    walker.send()
    expect(page.locator(".band .person-who")).to_contain_text(re.sub(r"\D", "", number))
    walker.send()  # she has read by whom the slip was made


def to_the_test(walker: Walker, person: dict[str, str], *, enrols: bool = True) -> None:
    if enrols:
        walker.enrol(COURSE)
    walker.study_everything()
    walker.press("main a[href*='/test/']")
    walker.begin_test(person["birth_date"], PASSWORD)


def answer(walker: Walker, positions: list[int]) -> None:
    keys = right_answers(COURSE)
    for position in positions:
        words = " ".join(walker.page.locator(f"[data-asked='{position}']").inner_text().split())
        walker.answer(position, next(key for text, key in keys.items() if text in words))


def submit(walker: Walker) -> None:
    walker.press("main button.button-primary[type=submit]")
    walker.send()
    expect(walker.page).to_have_url(re.compile(r"/result$"))


def papers_of(walker: Walker) -> str:
    """The words of her certificates, when they are made."""
    walker.go("/certificates")
    for _ in range(60):
        if walker.page.locator("a[href$='/pdf']").count():
            break
        walker.page.wait_for_timeout(200)
        walker.page.reload()
    address = walker.page.locator("a[href$='/pdf']").first.get_attribute("href")
    opened = walker.page.request.get(walker.site.url + str(address))
    assert opened.headers["content-disposition"].startswith("inline")
    return subprocess.run(["pdftotext", "-", "-"], input=opened.body(), check=True, capture_output=True).stdout.decode()


@pytest.mark.program("chromium", "pdftotext")
def test_three_people_without_an_address_come_from_slip_to_certificate(
    walker: Callable[..., Walker], site: Site, tmp_path: Path
) -> None:
    hanako, jiro, _mina = PEOPLE
    officer = walker("ja")
    chief = site.account(role="officer")
    officer.sign_in(chief["sign_in"], chief["password"])
    slips = [slip_for(officer, person, tmp_path) for person in PEOPLE]

    # Hanako begins, gets as far as the test, gives some answers and is called away; her page stays open.
    her = walker("ja")
    begin_with_slip(her, *slips[0])
    to_the_test(her, hanako)
    answer(her, her.positions()[:2])
    paper = her.page.url

    # Jiro sits down, in another window; what her page sends now is booked to nobody.
    him = another_tab(her)
    him.go("/my")
    change_learner(him)
    begin_with_slip(him, *slips[1])
    expect(cover(her.page, "gone")).to_be_visible()
    third = her.page.locator("[data-asked='3'] input").first
    third.evaluate("radio => { radio.checked = true; radio.dispatchEvent(new Event('change', { bubbles: true })); }")
    expect(her.page.locator("[data-asked='3'] [data-asked-state]")).to_have_attribute("data-asked-state", "failed")
    him.enrol(COURSE)
    change_learner(him)

    # Hanako comes back in time: what she had given stands, what came too late is hers to store.
    sign_in(him, {"sign_in": slips[0][0], "password": PASSWORD})
    him.go(paper)
    assert [him.chosen(position) is not None for position in (1, 2, 3)] == [True, True, False]
    him.press("form[action$='/kept-answers'] button")
    assert him.chosen(3) is not None
    answer(him, him.positions())
    submit(him)
    words = papers_of(him)
    assert (hanako["register"] in words, jiro["register"] in words) == (True, False)
    change_learner(him)
    the_others_follow(him, slips)


def the_others_follow(him: Walker, slips: list[Any]) -> None:
    """Jiro goes on where he was, and Mina is the third."""
    _hanako, jiro, mina = PEOPLE
    sign_in(him, {"sign_in": slips[1][0], "password": PASSWORD})
    him.go("/my")
    him.press("main a[href*='/study/']")
    to_the_test(him, jiro, enrols=False)
    answer(him, him.positions())
    submit(him)
    assert jiro["register"] in papers_of(him)
    change_learner(him)
    begin_with_slip(him, *slips[2])
    to_the_test(him, mina)
    answer(him, him.positions())
    submit(him)
    assert mina["register"] in papers_of(him)
