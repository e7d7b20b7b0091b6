# SPDX-License-Identifier: Apache-2.0
"""Emphasis beside Japanese punctuation, and line breaks that print no space."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.markup.markdown import render

JAPANESE = st.text(alphabet="技能実習のは、。「」（）・！？ァーヴ髙𠮷", min_size=1, max_size=12)


def html_of(text: str) -> str:
    """The inside of the page's only paragraph."""
    html = render(text, asset_url=lambda path: None, page_url=lambda page: None).html
    found = re.fullmatch(r"<p>(.*)</p>\n", html, re.DOTALL)
    assert found is not None, html
    return found.group(1)


@given(JAPANESE, JAPANESE, JAPANESE)
def test_bold_works_between_any_japanese_signs(before: str, inside: str, after: str) -> None:
    assert html_of(f"{before}**{inside}**{after}") == f"{before}<strong>{inside}</strong>{after}"


@given(JAPANESE, JAPANESE, JAPANESE)
def test_italic_works_between_any_japanese_signs(before: str, inside: str, after: str) -> None:
    assert html_of(f"{before}*{inside}*{after}") == f"{before}<em>{inside}</em>{after}"


@given(JAPANESE, JAPANESE, JAPANESE)
def test_two_emphases_in_a_row_stay_two(first: str, between: str, second: str) -> None:
    html = html_of(f"**{first}**{between}**{second}**")
    assert html == f"<strong>{first}</strong>{between}<strong>{second}</strong>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**「重要」**です", "<strong>「重要」</strong>です"),
        ("これは**重要。**次に", "これは<strong>重要。</strong>次に"),
        ("賃金**（手取りではない）**を", "賃金<strong>（手取りではない）</strong>を"),
        ("**“重要”**です", "<strong>“重要”</strong>です"),
        ("**第9条(7)**の", "<strong>第9条(7)</strong>の"),
        ("**{技能|ぎのう}**の", "<strong><ruby>技能<rp>（</rp><rt>ぎのう</rt><rp>）</rp></ruby></strong>の"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a * b", "a * b"),
        ("snake_case_name", "snake_case_name"),
        ("word**(x)**word", "word**(x)**word"),
        ("** 空白**", "** 空白**"),
    ],
)
def test_emphasis_as_people_write_it(text: str, html: str) -> None:
    assert html_of(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一行目\n二行目", "一行目二行目"),
        ("終わり。\nNext", "終わり。Next"),
        ("one\ntwo", "one\ntwo"),
        ("**強調**\n次", "<strong>強調</strong>次"),
        ("機構は OTIT\nという", "機構は OTIT\nという"),
        ("一行目  \n二行目", "一行目<br>\n二行目"),
    ],
)
def test_a_line_break_within_japanese_prints_no_space(text: str, html: str) -> None:
    assert html_of(text) == html
