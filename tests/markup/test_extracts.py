# SPDX-License-Identifier: Apache-2.0
"""Parts of rendered pages: call-outs of one kind, texts for a printed module."""

from __future__ import annotations

import pytest

from lms.markup.cleaning import CALLOUTS
from lms.markup.extracts import callouts, for_print
from lms.markup.markdown import render


def html_of(text: str) -> str:
    rendered = render(text, asset_url=lambda path: f"/assets/x/{path}", page_url=lambda page: f"/p/{page}")
    assert rendered.faults == ()
    return rendered.html


@pytest.mark.parametrize("kind", CALLOUTS)
def test_every_kind_of_call_out_keeps_its_class_title_and_list(kind: str) -> None:
    html = html_of(f"::: {kind} 持ち物\n\n- 在留カード\n- {{旅券|りょけん}}\n\n:::\n")
    assert f'<aside class="callout callout-{kind}" role="note">' in html
    assert '<p class="callout-title">持ち物</p>' in html
    assert html.count("<li>") == 2


def test_the_checklists_of_a_page_are_found_in_their_order() -> None:
    text = "::: checklist 一\n\n- a\n\n:::\n\n::: note 二\n\nb\n\n:::\n\n::: checklist 三\n\n- c\n\n:::\n"
    first, second = callouts(html_of(text), "checklist")
    assert first.startswith('<aside class="callout callout-checklist"')
    assert first.endswith("</aside>")
    assert ("一" in first, "三" in second, "二" in first + second) == (True, True, False)


def test_a_checklist_within_another_call_out_is_found_whole() -> None:
    (found,) = callouts(html_of(":::: case A\n\n::: checklist B\n\n- c\n\n:::\n\nend\n\n::::\n"), "checklist")
    assert "<li>c</li>" in found
    assert found.count("<aside") == found.count("</aside>") == 1


def test_a_page_without_checklist_has_none() -> None:
    assert callouts(html_of("Text.\n"), "checklist") == ()


def test_a_printed_page_has_its_headings_one_level_deeper_and_its_pictures_at_once() -> None:
    html = for_print(html_of("## A\n\n### B\n\n![a box](assets/box.svg)\n"))
    assert html.startswith("<h3 id=")
    assert "</h3>" in html
    assert "<h4 id=" in html
    assert "<h2" not in html
    assert "lazy" not in html
