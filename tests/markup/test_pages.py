# SPDX-License-Identifier: Apache-2.0
"""What authors may write, and the HTML that readers get."""

from __future__ import annotations

import pytest

from lms.markup.cleaning import clean
from lms.markup.faults import Fault
from lms.markup.markdown import (
    LONGEST_LINE,
    MOST_BRACKETS,
    MOST_CHARACTERS,
    MOST_LINES,
    Heading,
    Rendered,
    as_markup,
    render,
)

ASSETS = {"assets/flow.svg": "/files/flow.svg"}
PAGES = {"purpose": "/pages/purpose"}


def page(text: str, prefix: str = "page") -> Rendered:
    return render(text, asset_url=ASSETS.get, page_url=PAGES.get, prefix=prefix)


def faults(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in page(text).faults]


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name() -> None:
    html = page("| 項目 | 時間 |\n|---|---:|\n| 法 | 90 |").html
    opening = '<div class="table-scroll columns-2" tabindex="0" role="region" aria-label="項目 / 時間">\n<table>'
    assert html.startswith(opening)
    assert '<th scope="col" class="align-right">時間</th>' in html
    assert "style=" not in html


def test_a_wide_table_is_not_squeezed() -> None:
    html = page("| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |").html
    assert html.startswith('<div class="table-scroll" tabindex')


def test_a_table_without_words_in_its_head_is_named_by_the_heading() -> None:
    assert 'aria-label="時間"' in page("## 時間\n\n| | |\n|---|---|\n| 法 | 90 |").html


def test_a_reading_within_a_table_does_not_part_the_cell() -> None:
    rendered = page("| 語 | 意味 |\n|---|---|\n| {遅滞|ちたい}なく | すぐに |")
    assert "<td><ruby>遅滞<rp>（</rp><rt>ちたい</rt><rp>）</rp></ruby>なく</td>" in rendered.html
    assert rendered.faults == ()


def test_a_row_with_more_cells_than_its_head_is_a_fault() -> None:
    assert faults("| a | b |\n|---|---|\n| 1 | 2 | 3 |") == [(3, "markup-table-cells")]


def test_an_escaped_bar_is_part_of_its_cell() -> None:
    rendered = page("| a | b |\n|---|---|\n| 1 \\| 2 | 3 |")
    assert "<td>1 | 2</td>" in rendered.html
    assert rendered.faults == ()


def test_a_table_that_is_none_is_a_fault() -> None:
    assert faults("| a | b |\n|---|\n| 1 | 2 |") == [(1, "markup-table-broken")]


def test_a_picture_alone_becomes_a_figure_with_caption() -> None:
    rendered = page('![流れの図](assets/flow.svg "手続の{流|なが}れ")')
    assert rendered.html == (
        '<figure class="figure">\n<img src="/files/flow.svg" alt="流れの図" loading="lazy">\n'
        "<figcaption>手続の<ruby>流<rp>（</rp><rt>なが</rt><rp>）</rp></ruby>れ</figcaption>\n</figure>\n"
    )
    assert rendered.assets == ("assets/flow.svg",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("![](assets/flow.svg)", "markup-alt-missing"),
        ("![ ](assets/flow.svg)", "markup-alt-missing"),
        ("文中の ![図](assets/flow.svg) です", "markup-image-alone"),
        ("![図](assets/none.svg)", "markup-image-missing"),
        ("![図](https://example.org/a.png)", "markup-image-address"),
        ("![図](assets/../../secret.svg)", "markup-image-address"),
        ("![図](//example.org/a.png)", "markup-image-address"),
        ("![図](data:image/svg+xml;base64,AAAA)", "markup-image-address"),
        ("[x](javascript:alert(1))", "markup-link"),
        ("[x](JaVaScRiPt:alert(1))", "markup-link"),
        ("[x](&#106;avascript:alert(1))", "markup-link"),
        ("[x](http://example.org/)", "markup-link"),
        ("[x](mailto:a@example.org)", "markup-link"),
        ("[x](/courses/other)", "markup-link"),
        ("[x](//example.org)", "markup-link"),
        ("[x](https://user@example.org/)", "markup-link"),
        ("[x](https://)", "markup-link"),
        ("<https://[bad>", "markup-link"),
        ("[x](https://localhost/)", "markup-link"),
        ("[x]()", "markup-link"),
        ("<mailto:a@example.org>", "markup-link"),
        ("[x](page:nowhere)", "markup-page-unknown"),
        ("[](https://example.org/)", "markup-link-empty"),
        ("# 題名", "markup-heading-first"),
        ("題名\n===", "markup-heading-first"),
        ("## a\n\n#### b", "markup-heading-jump"),
        ("### a", "markup-heading-jump"),
        ("##", "markup-heading-empty"),
        ("::: note\n本文\n:::", "markup-callout-title"),
        ("::: tip 題\n本文\n:::", "markup-callout-kind"),
        ("::: note 題\n本文", "markup-callout-open"),
        ("本文\n\n:::", "markup-callout-stray"),
        ("本文[^1]", "markup-footnote"),
        ("本文\n\n[^1]: 脚注", "markup-footnote-unused"),
        ("{技能|}", "markup-ruby"),
        ("{|ぎのう}", "markup-ruby"),
        ("｛技能｜ぎのう｝", "markup-ruby"),
        ("本文<br>です", "markup-html"),
        ("<div>\n本文\n</div>", "markup-html"),
        ("<!-- 覚え書き -->", "markup-html"),
    ],
)
def test_what_may_not_stand_on_a_page_is_a_fault(text: str, code: str) -> None:
    assert code in {found.code for found in page(text).faults}


def test_links_lead_to_secure_addresses_and_pages_of_the_course() -> None:
    rendered = page("[法令](https://laws.example.jp/a?b=1&c=2)と[目的](page:purpose)")
    assert '<a href="https://laws.example.jp/a?b=1&amp;c=2" rel="noopener noreferrer">法令</a>' in rendered.html
    assert '<a href="/pages/purpose" rel="noopener noreferrer">目的</a>' in rendered.html
    assert (rendered.faults, rendered.pages) == ((), ("purpose",))


def test_a_link_over_two_lines_and_one_around_a_picture_have_words() -> None:
    assert faults("[法令の\nページ](https://laws.example.jp/)") == []
    assert faults("[![図](assets/flow.svg)](https://laws.example.jp/)") == [(1, "markup-image-alone")]


def test_a_refused_link_leaves_its_words() -> None:
    assert page("前[ここ](http://example.org)後").html == "<p>前ここ後</p>\n"


def test_a_call_out_is_an_aside_with_a_title() -> None:
    rendered = page("::: warning {注意|ちゅうい}\n\n- 一\n- 二\n\n:::\n\n続き")
    assert rendered.html.startswith(
        '<aside class="callout callout-warning" role="note">\n<p class="callout-title">'
        "<ruby>注意<rp>（</rp><rt>ちゅうい</rt><rp>）</rp></ruby></p>\n<ul>"
    )
    assert rendered.html.endswith("</aside>\n<p>続き</p>\n")
    assert rendered.faults == ()


def test_a_call_out_within_a_list_or_quotation_knows_its_end() -> None:
    assert faults("- 一\n\n  ::: note 題\n  本文\n  :::\n") == []
    assert faults("> ::: note 題\n> 本文\n> :::\n") == []


def test_footnote_ids_are_the_same_each_time_and_carry_the_prefix() -> None:
    text = "甲[^a]乙[^b]丙[^a]\n\n[^a]: 一\n[^b]: 二"
    html = page(text, "purpose").html
    assert html == page(text, "purpose").html
    for name in ("fnref-purpose-1", "fnref-purpose-2", "fnref-purpose-1-2", "fn-purpose-1", "fn-purpose-2"):
        assert html.count(f'id="{name}"') == 1
    assert 'href="#fn-purpose-1"' in html
    assert 'href="#fnref-purpose-1-2"' in html


def test_headings_have_ids_and_are_listed() -> None:
    rendered = page("## {目的|もくてき}\n\n### 一\n\n## 二", "purpose")
    assert rendered.headings == (
        Heading(2, "h-purpose-1", "目的"),
        Heading(3, "h-purpose-2", "一"),
        Heading(2, "h-purpose-3", "二"),
    )
    assert '<h2 id="h-purpose-3">二</h2>' in rendered.html


def test_code_shows_the_signs_of_a_reading_as_typed() -> None:
    assert "<code>{a|b}</code>" in page("`{a|b}`").html
    assert '<pre tabindex="0"><code>{a|b} &lt;b&gt;\n</code></pre>' in page("```html\n{a|b} <b>\n```").html


def test_faults_name_the_line_they_stand_in() -> None:
    text = "一\n\n二\n三 <b>四</b>\n\n| a |\n|---|\n| [x](http://a.example) |\n\n[^1]: [y](ftp://a)\n\n五[^1]"
    assert sorted(set(faults(text))) == [(4, "markup-html"), (8, "markup-link"), (10, "markup-link")]


def test_characters_count_what_is_read() -> None:
    assert page("## 題\n\n{技能|ぎのう}と **実習** です。\n\n`ab`").characters == 1 + 2 + 1 + 2 + 3 + 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("あ\n" * (MOST_LINES + 1), "markup-too-many-lines"),
        ("行\n" * 10_000, "markup-too-many-lines"),
        ("あ" * (LONGEST_LINE + 1), "markup-long-line"),
        (("あ" * 1_999 + "\n") * (MOST_CHARACTERS // 2_000 + 1), "markup-too-long"),
        ("![" * (MOST_BRACKETS // 2) + "\n" + "[" * MOST_BRACKETS, "markup-brackets"),
    ],
)
def test_a_page_beyond_the_limits_is_refused_unread(text: str, code: str) -> None:
    rendered = page(text)
    assert code in {found.code for found in rendered.faults}
    assert rendered.html == ""


def test_quotations_within_quotations_have_a_limit() -> None:
    assert faults("> " * 11 + "深い") == [(1, "markup-too-deep")]
    assert faults("> " * 9 + "深い") == []


def test_every_line_end_is_read_alike() -> None:
    text = "## 一\n\n二\n\n- 三\n"
    assert page(text.replace("\n", "\r\n")) == page(text) == page(text.replace("\n", "\r"))


def test_a_prefix_cannot_carry_markup() -> None:
    with pytest.raises(ValueError, match="prefix"):
        page("一", prefix='"><script>')


def test_stored_html_is_trusted_by_a_template() -> None:
    assert as_markup("<p>一</p>").__html__() == "<p>一</p>"


def test_cleaning_what_was_cleaned_changes_nothing() -> None:
    html = page("## 一\n\n| a |\n|---|\n| {b|c} |\n\n::: note d\n\ne[^1]\n\n:::\n\n[^1]: f").html
    assert clean(html) == html


def test_faults_sort_by_line() -> None:
    assert sorted([Fault(9, "b"), Fault(2, "c"), Fault(2, "a")]) == [Fault(2, "a"), Fault(2, "c"), Fault(9, "b")]


def test_the_empty_corner_of_a_table_is_no_head() -> None:
    html = page("| | A |\n|---|---|\n| row | 1 |\n").html
    assert "<td></td>" in html
    assert html.count('<th scope="col">') == 1
