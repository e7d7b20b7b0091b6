# SPDX-License-Identifier: Apache-2.0
"""Japanese within Markdown: emphasis beside full-width punctuation, and line breaks that print no space.

CommonMark decides by spaces and punctuation whether `**` opens or closes. Japanese has no spaces, so that
an emphasis which ends in a bracket or full stop would stay as asterisks. Here wide characters never count as
punctuation that forbids; everything else follows CommonMark.
"""

from __future__ import annotations

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType


def is_wide(sign: str) -> bool:
    """Whether this is a character of Japanese, Chinese or Korean writing, punctuation included."""
    return unicodedata.east_asian_width(sign) in {"W", "F", "H"}


def _forbids(sign: str) -> bool:
    return not is_wide(sign) and (isMdAsciiPunct(ord(sign)) or isPunctChar(sign))


def _allows(sign: str) -> bool:
    return is_wide(sign) or isWhiteSpace(ord(sign)) or isMdAsciiPunct(ord(sign)) or isPunctChar(sign)


class JapaneseState(StateInline):
    """Knows that Japanese words are not set apart by spaces."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - names of the library
        """Whether the run of markers at `start` may open and may close an emphasis."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        left = not isWhiteSpace(ord(after)) and (not _forbids(after) or _allows(before))
        right = not isWhiteSpace(ord(before)) and (not _forbids(before) or _allows(after))
        opens = left and (canSplitWord or not right or _forbids(before))
        closes = right and (canSplitWord or not left or _forbids(after))
        return Scanned(opens, closes, end - start)


class JapaneseInline(ParserInline):
    """The inline parser with the state above."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse one inline text into `tokens`."""
        state = JapaneseState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def join_lines(children: list[Token]) -> None:
    """Take away the line breaks that a browser would print as a space in the middle of Japanese."""
    for position, token in enumerate(children):
        if token.type == "softbreak" and not _needs_space(children, position):
            token.type, token.tag, token.content = "text", "", ""


def _needs_space(children: list[Token], position: int) -> bool:
    before = next((token.content[-1] for token in reversed(children[:position]) if token.content), "a")
    after = next((token.content[0] for token in children[position + 1 :] if token.content), "a")
    both_wide = is_wide(before) and is_wide(after)
    beside_sign = any(is_wide(sign) and unicodedata.category(sign).startswith("P") for sign in (before, after))
    return not (both_wide or beside_sign)
