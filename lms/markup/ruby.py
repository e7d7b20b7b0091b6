# SPDX-License-Identifier: Apache-2.0
"""Readings over words: `{word|reading}`.

The bar also parts the cells of a table, and tables are cut before anything within a line is read. So the bars of
readings are put aside, as a private sign that no text may contain, and come back where no reading was meant.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from lms.markup.faults import Fault, fault

BAR = "\ue000"
_READING = re.compile(r"\{([^{}|\n\ue000]+)\\?\|([^{}|\n\ue000]+)\}")
_FOUND = re.compile(rf"\{{([^{{}}|\n{BAR}]+){BAR}([^{{}}|\n{BAR}]+)\}}")
# an empty half, or the full-width signs that a Japanese keyboard gives
_SLIP = re.compile(r"\{\s*\|[^{}\n]*\}|\{[^{}|\n]*\|\s*\}|[｛{][^｛｝{}|｜\n]*[｜|][^｛｝{}|｜\n]*[｝}]")


def put_bars_aside(text: str) -> str:
    """The text with the bars of its readings out of a table's sight."""
    return _READING.sub(rf"{{\1{BAR}\2}}", text)


def bars_back(text: str) -> str:
    """The text as it was typed."""
    return text.replace(BAR, "|")


def slips(text: str) -> list[Fault]:
    """Readings that were meant but not written as `{word|reading}`."""
    faults: list[Fault] = []
    for number, line in enumerate(put_bars_aside(text).split("\n"), start=1):
        faults.extend(fault(number, "markup-ruby", text=found.group()) for found in _SLIP.finditer(line))
    return faults


def with_readings(text: str) -> str:
    """Safe HTML of a plain text whose readings were put aside."""
    parts, end = [], 0
    for found in _FOUND.finditer(text):
        parts += [escape(bars_back(text[end : found.start()])), _ruby(found.group(1), found.group(2))]
        end = found.end()
    return "".join([*parts, escape(bars_back(text[end:]))])


def without_readings(text: str) -> str:
    """The plain words of a text whose readings were put aside."""
    return bars_back(_FOUND.sub(r"\1", text))


def _ruby(word: str, reading: str) -> str:
    return f"<ruby>{escape(word)}<rp>（</rp><rt>{escape(reading)}</rt><rp>）</rp></ruby>"


def plugin(md: MarkdownIt) -> None:
    """Teach the parser readings; the text must have gone through `put_bars_aside`."""
    md.inline.ruler.before("escape", "ruby", _rule)
    md.add_render_rule("ruby", _render)


def _rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = _FOUND.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.content = found.group(1)
        token.meta = {"reading": found.group(2)}
    state.pos = found.end()
    return True


def _render(renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return _ruby(tokens[index].content, str(tokens[index].meta["reading"]))
