# SPDX-License-Identifier: Apache-2.0
"""Markdown to safe HTML: the one place where text of authors becomes HTML, and where stored HTML is trusted again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from lms.markup import ruby
from lms.markup.cleaning import clean
from lms.markup.faults import Fault, fault
from lms.markup.inspection import Inspection
from lms.markup.rendering import label_tables, number_headings, parser

MOST_CHARACTERS = 40_000
MOST_LINES = 2_000
LONGEST_LINE = 2_000
# Reading costs the square of the opening brackets that nothing closes.
MOST_BRACKETS = 1_000

_PREFIX = re.compile(r"[a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page, for a list of contents."""

    level: int
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as safe HTML, what is wrong with it, and what it refers to."""

    html: str
    faults: tuple[Fault, ...]
    assets: tuple[str, ...]
    pages: tuple[str, ...]
    headings: tuple[Heading, ...]
    characters: int


def render(
    text: str,
    *,
    asset_url: Callable[[str], str | None],
    page_url: Callable[[str], str | None],
    prefix: str = "page",
) -> Rendered:
    """Render a page. The two callables give the address of a file or page of the package, or None if there is none.

    `prefix` begins every id on the page, so that several texts can stand on one page. A text with faults is
    rendered all the same, what was refused shown as text; one that is too large is not rendered at all.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("a prefix has small letters, digits and hyphens only")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(ruby.BAR, "�")
    refused = _too_large(text)
    if refused:
        return Rendered("", tuple(refused), (), (), (), 0)
    return _rendered(text, asset_url, page_url, prefix)


def _too_large(text: str) -> list[Fault]:
    lines = text.split("\n")
    found = []
    if len(text) > MOST_CHARACTERS:
        found.append(fault(1, "markup-too-long", size=len(text), limit=MOST_CHARACTERS))
    if len(lines) > MOST_LINES:
        found.append(fault(MOST_LINES + 1, "markup-too-many-lines", size=len(lines), limit=MOST_LINES))
    if text.count("[") > MOST_BRACKETS:
        found.append(fault(1, "markup-brackets", size=text.count("["), limit=MOST_BRACKETS))
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        if len(line) > LONGEST_LINE:
            found.append(fault(number, "markup-long-line", size=len(line), limit=LONGEST_LINE))
    return found


def _rendered(
    text: str, asset_url: Callable[[str], str | None], page_url: Callable[[str], str | None], prefix: str
) -> Rendered:
    md = _parser()
    env: dict[str, object] = {"docId": prefix}
    aside = ruby.put_bars_aside(text)
    tokens = md.parse(aside, env)
    label_tables(tokens)
    number_headings(tokens, prefix)
    inspection = Inspection(aside.split("\n"), asset_url, page_url)
    inspection.inspect(tokens)
    html = ruby.bars_back(md.renderer.render(tokens, md.options, env))
    headings = enumerate(inspection.headings, start=1)
    return Rendered(
        html=clean(html),
        faults=tuple(sorted({*inspection.faults, *ruby.slips(text), *_forgotten_notes(aside, env)})),
        assets=tuple(sorted(inspection.assets)),
        pages=tuple(sorted(inspection.pages)),
        headings=tuple(Heading(level, f"h-{prefix}-{number}", words) for number, (level, words) in headings),
        characters=inspection.characters,
    )


@cache
def _parser() -> MarkdownIt:
    return parser()


def _forgotten_notes(text: str, env: dict[str, object]) -> list[Fault]:
    """Footnotes that nothing refers to: the page would be shown without them."""
    notes = env.get("footnotes")
    references = notes.get("refs", {}) if isinstance(notes, dict) else {}
    forgotten = [label[1:] for label, number in references.items() if number == -1]
    return [fault(_line_of_note(text, label), "markup-footnote-unused", id=label) for label in forgotten]


def _line_of_note(text: str, label: str) -> int:
    position = text.find(f"[^{label}]:")
    return text.count("\n", 0, max(position, 0)) + 1


def as_markup(html: str) -> Markup:
    """Mark HTML that `render` made earlier, and that was stored since, as safe for a template."""
    return Markup(html)  # noqa: S704 - the one place where stored pages are trusted; they were cleaned by `render`
