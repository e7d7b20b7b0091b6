# SPDX-License-Identifier: Apache-2.0
"""The code: what is in it, how large it gets, and that it is the standard's symbol, module for module."""

import random
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from lms.certificates.adapters.cose import BadMessage
from lms.certificates.adapters.qr import certificate_url, read_url, symbol
from lms.documents.qr_matrix import MASK
from tests.factories.keys import signed_facts
from tests.factories.snapshots import HOLDER, make_snapshot

HOST_OF_30 = "https://abcdefghij.klmnopqrstu.test.jp"
ID = "0123456789ABCDEF"


def by_the_library(url):
    """The same symbol as the package qrcode makes it with all its own steps."""
    code = QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0)
    page, mark, fragment = url.partition("#")
    for part, mode in ((page, MODE_ALPHA_NUM), (mark, MODE_8BIT_BYTE), (fragment, MODE_ALPHA_NUM)):
        if part:
            code.add_data(QRData(part.encode(), mode))
    code.make(fit=True)
    return code.version, tuple("".join("01"[module] for module in row) for row in code.modules)


@pytest.mark.parametrize("length", [0, 1, 8, 15, 22, 29, 50, 80, 110, 140, 170, 200, 221, 250, 300, 420])
def test_a_symbol_is_the_one_the_library_makes(length):
    url = certificate_url(HOST_OF_30, ID, random.Random(length).randbytes(length))
    made = symbol(url)
    assert (made.version, made.rows) == by_the_library(url)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=60))
@settings(deadline=None, max_examples=40)
def test_a_symbol_of_dense_letters_is_the_one_the_library_makes(text):
    made = symbol(text)
    assert (made.version, made.rows) == by_the_library(text)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_any_text_is_read_back(text):
    made = symbol(text)
    picture = Image.new("L", (made.size_with_quiet_zone,) * 2, 255)
    for y, row in enumerate(made.rows):
        for x, module in enumerate(row):
            if module == "1":
                picture.putpixel((x + 4, y + 4), 0)
    read = zxingcpp.read_barcodes(picture.resize((made.size_with_quiet_zone * 4,) * 2, Image.Resampling.NEAREST))
    assert [code.bytes.decode() for code in read] == [text]


def test_the_address_is_upper_case_throughout():
    url = certificate_url("https://koshu.example.jp", ID, b"\x00\x01\x02")
    assert url == "HTTPS://KOSHU.EXAMPLE.JP/C/0123456789ABCDEF#AAAQE"


def test_the_address_of_a_wallet_card_has_no_facts():
    url = certificate_url("http://localhost:5000", ID)
    assert url == f"HTTP://LOCALHOST:5000/C/{ID}"
    assert symbol(url).version == 3


@pytest.mark.parametrize("address", ["https://koshu.example.jp/site", "koshu.example.jp", ""])
def test_an_address_that_is_no_host_is_refused(address):
    with pytest.raises(ValueError, match="host"):
        certificate_url(address, ID)


@given(st.binary(min_size=1, max_size=230))
def test_id_and_message_come_back_from_the_address(message):
    assert read_url(certificate_url(HOST_OF_30, ID, message)) == (ID, message)


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"HTTPS://A.JP/C/{ID}",
        f"HTTPS://A.JP/C/{ID}#",
        f"HTTPS://A.JP/C/{ID[:-1]}#AAAQE",
        f"HTTPS://A.JP/C/{ID}#AAAQ1",
        f"HTTPS://A.JP/C/{ID}#AAAQF",
        f"HTTPS://A.JP/C/{ID}#aaaqe",
        f"HTTPS://A.JP/C/{ID}#AAAQE===",
        f"HTTPS://A.JP/C/{ID}#ああ",
    ],
)
def test_what_is_not_the_address_of_a_certificate_is_refused(url):
    with pytest.raises(BadMessage):
        read_url(url)


def test_a_typical_certificate_fits_version_11():
    message = signed_facts(make_snapshot(holder=replace(HOLDER, name="山田花子花子", kana="ヤマダハナコハナコハナコ")))
    assert symbol(certificate_url("https://koshu.example.jp", ID, message)).version == 11


@pytest.mark.parametrize(("name", "kana"), [(12, 17), (29, 0), (40, 40), (1, 60), (60, 0)])
def test_with_a_host_of_30_and_the_longest_names_version_12_is_enough(name, kana):
    assert len(HOST_OF_30.removeprefix("https://")) == 30
    holder = replace(HOLDER, name="山" * name, kana="ヤ" * kana)
    message = signed_facts(make_snapshot(holder=holder, status_index=2**31))
    assert symbol(certificate_url(HOST_OF_30, ID, message)).version <= 12


def test_the_picture_has_the_quiet_zone_and_one_path_for_all_dark_modules():
    made = symbol(certificate_url("https://koshu.example.jp", ID))
    svg = made.svg()
    assert f'viewBox="0 0 {made.size + 8} {made.size + 8}"' in svg
    assert svg.count("<path") == 2


def test_the_path_covers_exactly_the_dark_modules():
    made = symbol(certificate_url("https://koshu.example.jp", ID))
    covered = set()
    for run in made.path(offset=0).split("M")[1:]:
        start, _, rest = run.partition(" ")
        row, _, rest = rest.partition("h")
        length = rest.partition("v1H")[0]
        covered |= {(int(row), int(start) + place) for place in range(int(length))}
    dark = {(y, x) for y, row in enumerate(made.rows) for x, module in enumerate(row) if module == "1"}
    assert covered == dark


def test_more_than_any_code_holds_is_refused():
    with pytest.raises(ValueError, match="more than any"):
        symbol("A" * 4000)
