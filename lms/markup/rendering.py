# SPDX-License-Identifier: Apache-2.0
"""How the blocks of a page are written as HTML, with class names that are all ours."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from lms.markup import ruby
from lms.markup.cleaning import CALLOUTS
from lms.markup.inspection import plain
from lms.markup.japanese import JapaneseInline
from lms.markup.ruby import with_readings

LONGEST_LABEL = 100
NARROW_TABLES = frozenset({1, 2, 3})  # these fit a telephone; wider ones are scrolled

# The library stops reading at its own limit without a word; ours is far below and is told to the author.
_LIBRARY_NESTING = 100


def parser() -> MarkdownIt:
    """CommonMark with tables, footnotes, readings and call-outs. HTML is recognized, so that it can be refused."""
    md = MarkdownIt("commonmark", {"html": True})
    md.inline = JapaneseInline()
    md.configure("commonmark", {"maxNesting": _LIBRARY_NESTING, "html": True})
    md.enable("table")
    md.use(footnote_plugin, inline=False, move_to_end=True)
    md.use(ruby.plugin)
    for kind in CALLOUTS:
        md.use(container_plugin, kind, render=_callout, validate=_is_kind(kind))
    # every address comes through, to be judged and reported by the inspection
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


def _is_kind(kind: str) -> Callable[[str, str], bool]:
    def validate(parameters: str, markup: str) -> bool:
        return parameters.strip().partition(" ")[0] == kind

    return validate


def label_tables(tokens: list[Token]) -> None:
    """Give each table the words of its head as a name, and each cell a class instead of a style."""
    heading = ""
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = plain(tokens[position + 1].children or [])
        elif token.type == "table_open":
            _label(tokens, position, heading)
        elif token.type in {"th_open", "td_open"}:
            side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            if token.type == "th_open":
                _head_or_corner(tokens, position)
            token.attrs.update({"class": f"align-{side}"} if side else {})


def _head_or_corner(tokens: list[Token], position: int) -> None:
    """Give a head its scope; the empty corner above row names heads nothing and is a plain cell."""
    if tokens[position + 1].content.strip():
        tokens[position].attrs["scope"] = "col"
    else:
        tokens[position].tag = tokens[position + 2].tag = "td"


def _label(tokens: list[Token], position: int, heading: str) -> None:
    end = next(n for n in range(position, len(tokens)) if tokens[n].type == "table_close")
    part = tokens[position:end]
    head = part[: next(n for n, token in enumerate(part) if token.type == "thead_close")]
    cells = [plain(token.children or []) for token in head if token.type == "inline"]
    label = " / ".join(cell for cell in cells if cell) or heading
    tokens[position].meta.update({"label": label[:LONGEST_LABEL], "columns": len(cells)})
    for row in part:
        if row.type == "tr_open":
            row.meta["columns"] = len(cells)


def number_headings(tokens: list[Token], prefix: str) -> None:
    """Give each heading an id that stays the same as long as the page does."""
    headings = [token for token in tokens if token.type == "heading_open"]
    for number, token in enumerate(headings, start=1):
        token.attrSet("id", f"h-{prefix}-{number}")


def _callout(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    if token.nesting != 1:
        return "</aside>\n"
    kind, _, title = token.info.strip().partition(" ")
    heading = f'<p class="callout-title">{with_readings(title.strip())}</p>\n' if title.strip() else ""
    return f'<aside class="callout callout-{kind}" role="note">\n{heading}'


def _table(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    label, columns = escape(str(tokens[index].meta.get("label", ""))), tokens[index].meta.get("columns")
    narrow = f" columns-{columns}" if columns in NARROW_TABLES else ""
    return f'<div class="table-scroll{narrow}" tabindex="0" role="region" aria-label="{label}">\n<table>\n'


def _table_end(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return "</table>\n</div>\n"


def _figure(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    image = tokens[index]
    source, caption = escape(str(image.attrs["src"])), str(image.attrs["caption"])
    words = f"\n<figcaption>{with_readings(caption)}</figcaption>" if caption else ""
    picture = f'<img src="{source}" alt="{escape(image.content)}" loading="lazy">'
    return f'<figure class="figure">\n{picture}{words}\n</figure>\n'


def _as_text(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return escape(ruby.bars_back(tokens[index].content))


def _block_as_text(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return f"<p>{escape(ruby.bars_back(tokens[index].content))}</p>\n"


def _code(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def _note_name(tokens: list[Token], index: int, env: EnvType) -> tuple[str, str, int]:
    """The note's place on the page, its reference's, and the number that people see."""
    meta = tokens[index].meta
    number = int(meta["id"]) + 1
    again = int(meta.get("subId", 0) or 0)
    name = f"{env['docId']}-{number}"
    return f"fn-{name}", f"fnref-{name}-{again + 1}" if again else f"fnref-{name}", number


def _note_reference(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    note, reference, number = _note_name(tokens, index, env)
    link = f'<a href="#{note}" id="{reference}" role="doc-noteref">[{number}]</a>'
    return f'<sup class="footnote-ref">{link}</sup>'


def _notes(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return '<section class="footnotes" role="doc-endnotes">\n<ol>\n'


def _notes_end(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return "</ol>\n</section>\n"


def _note(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return f'<li id="{_note_name(tokens, index, env)[0]}">'


def _note_back(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    _, reference, number = _note_name(tokens, index, env)
    return f' <a href="#{reference}" class="footnote-back" role="doc-backlink">↩ [{number}]</a>'


_RULES = {
    "table_open": _table,
    "table_close": _table_end,
    "figure": _figure,
    "html_inline": _as_text,
    "html_block": _block_as_text,
    "fence": _code,
    "code_block": _code,
    "footnote_ref": _note_reference,
    "footnote_block_open": _notes,
    "footnote_block_close": _notes_end,
    "footnote_open": _note,
    "footnote_anchor": _note_back,
}
