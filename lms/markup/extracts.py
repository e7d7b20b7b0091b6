# SPDX-License-Identifier: Apache-2.0
"""Parts of a page that was rendered and cleaned before: its call-outs of one kind, its text for a printed module."""

from __future__ import annotations

import re

_ASIDE = re.compile(r"<(/?)aside\b[^>]*>")
_HEADING = re.compile(r"<(/?)h([2-5])\b")
_LAZY = ' loading="lazy"'


def callouts(html: str, kind: str) -> tuple[str, ...]:
    """The call-outs of a kind, in their order, also those that stand within another one."""
    opened: list[tuple[int, bool]] = []
    found: list[tuple[int, str]] = []
    for tag in _ASIDE.finditer(html):
        if not tag.group(1):
            opened.append((tag.start(), f'"callout callout-{kind}"' in tag.group()))
            continue
        start, is_wanted = opened.pop()
        if is_wanted:
            found.append((start, html[start : tag.end()]))
    return tuple(part for _, part in sorted(found))


def for_print(html: str) -> str:
    """A page below a heading of its own: its headings one level deeper, its pictures loaded before they are printed."""
    deeper = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", html)
    return deeper.replace(_LAZY, "")
