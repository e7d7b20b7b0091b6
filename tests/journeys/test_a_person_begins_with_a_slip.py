# SPDX-License-Identifier: Apache-2.0
"""An officer registers somebody without e-mail; she begins on her telephone with the sheet of paper in her hand."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.papers import codes_in
from tests.journeys.site import Site
from tests.journeys.walker import Walker

NEW = "くるま みどり えんぴつ"
PERSON = {
    "register": "髙橋 さくら",
    "kana": "たかはし さくら",
    "latin": "TAKAHASHI SAKURA",
    "birth_date": "S40.5.6",
    "telephone": "０９０ー１２３４ー５６７８",
    "evidence": "在留カードを窓口で確認",
}


def fetch(page: Page, path: Path) -> str:
    """Save the paper; its words."""
    with page.expect_download() as download:
        page.locator("main form button[type=submit].button-primary").first.click()
    download.value.save_as(path)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout


def figures(words: str) -> tuple[str, str]:
    number = re.search(r"\b\d{4} \d{4}\b", words)
    code = re.search(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}\b", words)
    assert number
    assert code
    return number[0], code[0]


def at_the_desk(site: Site, walker: Callable[..., Walker]) -> Walker:
    account = site.account(role="officer")
    desk = walker("ja")
    desk.sign_in(account["sign_in"], account["password"])
    return desk


def register(desk: Walker) -> None:
    """Through the three steps, to the page on which the paper is fetched."""
    desk.go("/slips")
    desk.press("a[href$='/slips/new-person']")
    for name, text in PERSON.items():
        desk.page.fill(f"[name={name}]", text)
    desk.page.check("[name=telephone_use][value=own]")
    desk.send()
    expect(desk.page.locator("main")).to_contain_text("タカハシ サクラ")
    desk.send()


def begin(hers: Walker, number: str, code: str) -> None:
    """From the sign-in page with number and code, the code mistyped first, to the page that asks to be read."""
    page = hers.page
    hers.go("/account/sign-in")
    hers.press("main a[href$='/account/slip']")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code[:-1] + "O")
    hers.expected_status = {422}
    hers.send()
    expect(page.locator("[data-error-summary]")).to_contain_text("数字の0と1")
    page.fill("[name=code]", code.lower().replace("-", " "))
    hers.send()
    expect(page.locator("main")).to_contain_text("髙橋 さくら")
    page.fill("[name=password]", NEW)
    page.fill("[name=password_again]", NEW)
    page.check("[name=accepts_terms]")
    page.check("[name=accepts_privacy]")
    hers.send()


def test_from_the_desk_to_the_telephone_in_her_hand(site, walker, tmp_path):
    desk = at_the_desk(site, walker)
    register(desk)
    pdf = tmp_path / "slip.pdf"
    number, code = figures(fetch(desk.page, pdf))
    address = site.url + "/account/slip"
    assert codes_in(pdf) == codes_in(pdf, 100) == {address}
    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(pdf.with_suffix(".png"))], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == address

    hers = walker("ja", phone=True)
    begin(hers, number, code)
    expect(hers.page.locator("main")).to_contain_text("「受講のしおり」が作られました")
    hers.send()
    expect(hers.page.locator("main")).to_contain_text(number)
    hers.press("main a.button-primary")
    expect(hers.page.locator(".person-who").first).to_contain_text("髙橋 さくら")

    again = walker("ja", phone=True)
    again.sign_in(number, NEW)
    expect(again.page).to_have_url(re.compile(r"/my$"))


def test_a_list_is_corrected_in_place_and_printed_as_one_file(site, walker, tmp_path):
    desk = at_the_desk(site, walker)
    desk.go("/slips/lists/new")
    page = desk.page
    lines = (
        "氏名\tフリガナ\tローマ字\t生年月日", "渡辺 一\tﾜﾀﾅﾍﾞ ﾊｼﾞﾒ\tWATANABE HAJIME\t昭和50年4月1日",
        "井上 文\tイノウエ フミ\tINOUE FUMI\tH2.13.4",
    )  # fmt: skip
    page.fill("[name=pasted]", "\n".join(lines))
    page.fill("[name=evidence]", "組合からの名簿")
    desk.send()
    page.fill("[name=row3-birth_date]", "H2.3.4")
    desk.send()
    expect(page.locator("main")).to_contain_text("2人を登録して、しおりを作る")
    desk.send()
    words = fetch(page, tmp_path / "slips.pdf")
    assert re.findall("渡辺|井上", words) == ["井上", "渡辺"]
