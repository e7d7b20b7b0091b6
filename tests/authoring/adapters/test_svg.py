# SPDX-License-Identifier: Apache-2.0
"""A drawing is a drawing: nothing in it acts, and nothing in it comes from elsewhere."""

from __future__ import annotations

import pytest

from lms.authoring.adapters.svg import svg_findings

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def codes(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in svg_findings(text, "a.svg")]


@pytest.mark.parametrize(
    "inside",
    [
        '<title id="t">図</title><desc>説明</desc><g fill="#fff"><rect width="1" height="1"/></g>',
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><path d="M0 0" fill="url(#g)"/>',
        '<marker id="m"><path d="M0 0"/></marker><line marker-end="url(\'#m\')" x1="0"/>',
        '<use href="#a"/><use xlink:href="#a"/><text xml:lang="ja">文<tspan dy="1">字</tspan></text>',
        "<style>.a { fill: #123; font-family: sans-serif }</style><!-- remark -->",
        "<text>url(x) と javascript: という文字</text>",
    ],
)
def test_drawings_that_only_draw(inside: str) -> None:
    assert codes(f"{HEAD}{inside}</svg>") == []


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "svg-element"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "svg-element"),
        ("<p xmlns='http://www.w3.org/1999/xhtml'>x</p>", "svg-element"),
        ("<image href='data:image/png;base64,AAAA'/>", "svg-element"),
        ("<a href='#x'><text>x</text></a>", "svg-element"),
        ("<animate attributeName='href' to='javascript:alert(1)'/>", "svg-element"),
        ("<set attributeName='onload' to='alert(1)'/>", "svg-element"),
        ("<rect onclick='alert(1)'/>", "svg-attribute"),
        ("<rect ONLOAD='alert(1)'/>", "svg-attribute"),
        ("<rect xmlns:e='http://evil.example' e:x='1'/>", "svg-attribute"),
        ("<use href='https://evil.example/a.svg#x'/>", "svg-reference"),
        ("<use xlink:href='other.svg#x'/>", "svg-reference"),
        ("<rect fill='url(https://evil.example/a)'/>", "svg-reference"),
        ("<rect style='fill: URL( \"//evil.example\" )'/>", "svg-reference"),
        ("<style>@import 'https://evil.example/a.css';</style>", "svg-reference"),
        ("<style>.a { fill: url(//evil.example) }</style>", "svg-reference"),
        ("<style>.a { fill: \\75rl(//evil.example) }</style>", "svg-reference"),
        ("<?xml-stylesheet href='https://evil.example'?>", "svg-element"),
        ("<rect>", "svg-syntax"),
        ("<text>&unknown;</text>", "svg-syntax"),
    ],
)
def test_drawings_that_do_more(inside: str, code: str) -> None:
    assert code in {found for _, found in codes(f"{HEAD}\n{inside}\n</svg>")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not xml",
        "<svg/>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD + "</svg>",
        '<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">' + HEAD + "</svg>",
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD + "<text>&a;</text></svg>",
        HEAD + "<g>" * 100 + "</g>" * 100 + "</svg>",
    ],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    assert codes(text) != []


def test_entities_that_grow_are_never_expanded() -> None:
    bomb = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert codes(f"<!DOCTYPE svg [{bomb}]>{HEAD}<text>&i;</text></svg>") == [(1, "svg-syntax")]


def test_the_line_of_the_offence_is_told() -> None:
    assert codes(f"{HEAD}\n\n<script/>\n</svg>") == [(3, "svg-element")]
