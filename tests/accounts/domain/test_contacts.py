# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.contacts import folded_address, is_address, tidy_address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hanako",
        "@example.jp",
        "hanako@",
        "hanako@example",
        "hanako@example.1",
        "hanako@.jp",
        "hanako@example..jp",
        "hanako@-example.jp",
        "a b@example.jp",
        "a,b@example.jp",
        "a@b@example.jp",
        "a\n@example.jp",
        "a@example.jp\nBcc: b@example.jp",
        "花子@example.jp",
        "<a@example.jp>",
        "a@example.jp ",
        "x" * 65 + "@example.jp",
        "a@" + "x" * 250 + ".jp",
    ],
)
def test_what_no_mail_can_be_sent_to(address):
    assert not is_address(address)


def test_full_width_typing_and_case_do_not_matter():
    assert tidy_address("　ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ ") == "hanako@example.jp"
    assert folded_address("Hanako@Example.JP") == folded_address("ｈａｎａｋｏ@example.jp")


@pytest.mark.parametrize(
    "typed",
    [
        "hanako@example.jp.",
        "hanako@example.jp。",
        "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ．",
        "hanako@example。jp",
        "hanako @ example.jp",
        "<hanako@example.jp>",
        "mailto:hanako@example.jp",
        "「hanako@example.jp」",
        "hanako@example.jp\u200b",
        "\u00a0hanako@example.jp\u00a0",
        "hanako@example.jp、",
    ],
)
def test_what_is_typed_or_copied_along_with_an_address_is_left_out(typed):
    assert tidy_address(typed) == "hanako@example.jp"


@pytest.mark.parametrize("sign", ["\u00a0", " ", "@", "。", "<"])
def test_nobody_keeps_the_site_busy_with_an_endless_address(sign):
    assert not is_address(tidy_address("a" + sign * 500_000 + "b"))


@given(st.text(max_size=300))
def test_a_tidy_address_is_tidy(text):
    assert tidy_address(tidy_address(text)) == tidy_address(text) or not is_address(tidy_address(text))


@given(st.text(max_size=300))
def test_what_passes_holds_nothing_that_could_begin_another_header(text):
    if is_address(text):
        assert not set(text) & set('\r\n ,;<>"')
