# SPDX-License-Identifier: Apache-2.0
"""What the parsed page may contain: addresses, pictures and headings are checked, and what is refused becomes text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from lms.markup.faults import Fault, fault
from lms.markup.japanese import join_lines
from lms.markup.ruby import bars_back, without_readings

Address = Callable[[str], str | None]

DEEPEST = 10
_PAGE = re.compile(r"page:([a-z0-9]+(?:-[a-z0-9]+)*)")
# a plain host with a dot: no user name, no number in disguise
_SECURE = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?(?:[/?#].*)?")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_CALLOUT = re.compile(r"^ {0,3}:{3,}\s*(\S*)", re.MULTILINE)
_BARS = re.compile(r"^ {0,3}\|", re.MULTILINE)


@dataclass(slots=True)
class Inspection:
    """Goes through the tokens of a page once, changes what must not stay and notes what it found."""

    lines: list[str]
    asset_url: Address
    page_url: Address
    faults: list[Fault] = field(default_factory=list)
    assets: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    headings: list[tuple[int, str]] = field(default_factory=list)
    characters: int = 0
    line: int = 1

    def note(self, code: str, **values: object) -> None:
        """Remember a fault at the place where the inspection stands."""
        self.faults.append(fault(self.line, code, **values))

    def inspect(self, tokens: list[Token]) -> None:
        """Look at every block of the page."""
        for position, token in enumerate(tokens):
            if token.map is not None:
                self.line = token.map[0] + 1
            if token.level > DEEPEST and token.nesting == 1:
                self.note("markup-too-deep", limit=DEEPEST)
            self._block(tokens, position)

    def _block(self, tokens: list[Token], position: int) -> None:
        token = tokens[position]
        match token.type:
            case "html_block":
                self.note("markup-html", html=_shortened(token.content))
            case "heading_open":
                self._heading(token, tokens[position + 1])
            case "tr_open":
                self._row(token)
            case "inline":
                self._inline(tokens, position)
            case "fence" | "code_block":
                token.content = bars_back(token.content)
                self._count(token.content)
            case _ if token.type.startswith("container_") and token.nesting == 1:
                self._callout(token)

    def _count(self, text: str) -> None:
        self.characters += sum(not sign.isspace() for sign in text)

    def _heading(self, token: Token, inline: Token) -> None:
        level = int(token.tag[1])
        words = plain(inline.children or [])
        before = self.headings[-1][0] if self.headings else 1
        if level == 1:
            self.note("markup-heading-first")
        elif level > before + 1:
            self.note("markup-heading-jump")
        if not words:
            self.note("markup-heading-empty")
        self.headings.append((level, words))

    def _callout(self, token: Token) -> None:
        closing = self.lines[token.map[1]] if token.map is not None and token.map[1] < len(self.lines) else ""
        if not closing.lstrip(" >").startswith(":::"):
            self.note("markup-callout-open")
        title = token.info.strip().partition(" ")[2].strip()
        if not title:
            self.note("markup-callout-title")
        self._count(without_readings(title))

    def _row(self, token: Token) -> None:
        cells = escapedSplit(self._source(token).strip().removeprefix("|").removesuffix("|"))
        columns = token.meta.get("columns")
        if columns is not None and len(cells) > int(columns):
            self.note("markup-table-cells", columns=columns)

    def _source(self, token: Token) -> str:
        return self.lines[token.map[0]] if token.map is not None else ""

    def _inline(self, tokens: list[Token], position: int) -> None:
        children = tokens[position].children or []
        if self._is_figure(tokens, position):
            self._figure(tokens, position)
            return
        self._unread(children)
        first = self.line
        for place, child in enumerate(children):
            self._child(children, place, child)
            if child.type in {"softbreak", "hardbreak"}:
                self.line += 1
        self.line = first
        join_lines(children)

    def _child(self, children: list[Token], place: int, child: Token) -> None:
        match child.type:
            case "html_inline":
                self.note("markup-html", html=_shortened(child.content))
            case "link_open":
                self._link(children, place)
            case "image":
                self.note("markup-image-alone")
                child.type, child.tag, child.content = "text", "", plain(child.children or [])
            case "text" | "code_inline" | "ruby":
                child.content = bars_back(child.content)
                self._count(child.content)

    def _unread(self, children: list[Token]) -> None:
        """Find what was meant as a footnote, call-out or table, but was read as mere text."""
        text = "".join("\n" if child.type in {"softbreak", "hardbreak"} else child.content for child in children)
        plainly = "".join(
            "\n" if child.type == "softbreak" else child.content for child in children if child.type != "code_inline"
        )
        for found in _FOOTNOTE.finditer(plainly):
            self.note("markup-footnote", id=bars_back(found.group(1)))
        for found in _CALLOUT.finditer(text):
            if found.group(1):
                self.note("markup-callout-kind", kind=bars_back(found.group(1)))
            else:
                self.note("markup-callout-stray")
        if _BARS.search(text):
            self.note("markup-table-broken")

    def _is_figure(self, tokens: list[Token], position: int) -> bool:
        children = tokens[position].children or []
        alone = len(children) == 1 and children[0].type == "image"
        return alone and position > 0 and tokens[position - 1].type == "paragraph_open"

    def _figure(self, tokens: list[Token], position: int) -> None:
        image = (tokens[position].children or [])[0]
        words, caption = plain(image.children or []), str(image.attrs.get("title", ""))
        if not words:
            self.note("markup-alt-missing")
        address = self._picture(str(image.attrs.get("src", "")))
        image.type = "figure" if address is not None else "text"
        image.content, image.tag = words, ""
        image.attrs = {"src": address or "", "caption": caption}
        for around in (tokens[position - 1], tokens[position + 1]):
            around.hidden = address is not None
        self._count(without_readings(caption))

    def _picture(self, source: str) -> str | None:
        if not source.startswith("assets/") or ".." in source.split("/"):
            self.note("markup-image-address", target=_shortened(source))
            return None
        address = self.asset_url(source)
        if address is None:
            self.note("markup-image-missing", target=source)
        else:
            self.assets.add(source)
        return address

    def _link(self, children: list[Token], place: int) -> None:
        opening = children[place]
        end = next(n for n in range(place, len(children)) if children[n].type == "link_close")
        if not plain(children[place + 1 : end]):
            self.note("markup-link-empty")
        address = self._target(str(opening.attrs.get("href", "")))
        if address is not None:
            opening.attrs = {"href": address}
            return
        for token in (opening, children[end]):
            token.type, token.tag, token.content, token.nesting = "text", "", "", 0

    def _target(self, href: str) -> str | None:
        page = _PAGE.fullmatch(href)
        if page is None:
            if _SECURE.fullmatch(href):
                return href
            self.note("markup-link", target=_shortened(bars_back(href)))
            return None
        address = self.page_url(page.group(1))
        if address is None:
            self.note("markup-page-unknown", id=page.group(1))
        else:
            self.pages.add(page.group(1))
        return address


def plain(children: list[Token]) -> str:
    """The words of an inline text, without its marks and readings."""
    return "".join(_words(children)).strip()


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield " "
        elif child.type == "image":
            yield plain(child.children or [])
        else:
            yield bars_back(child.content)


def _shortened(text: str) -> str:
    first = text.strip().split("\n")[0]
    return first if len(first) <= 60 else f"{first[:60]}…"
