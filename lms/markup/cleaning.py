# SPDX-License-Identifier: Apache-2.0
"""The last gate before HTML leaves: only these elements, attributes and class names, whatever happened before."""

from __future__ import annotations

import re

import nh3

CALLOUTS = ("note", "warning", "example", "exercise", "aim", "case", "checklist", "remember", "easy")

_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "code"),
    *("strong", "em", "a", "sup", "ruby", "rt", "rp", "img", "figure", "figcaption"),
    *("div", "table", "thead", "tbody", "tr", "th", "td", "aside", "section"),
}
_ATTRIBUTES = {
    "a": {"href", "id", "aria-label"},
    "img": {"src", "alt"},
    "div": {"aria-label"},
    "ol": {"start"},
    "li": {"id"},
    "th": {"scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_VALUES = {
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "pre": {"tabindex": {"0"}},
    "aside": {"role": {"note"}},
    "section": {"role": {"doc-endnotes"}},
    "a": {"role": {"doc-noteref", "doc-backlink"}},
    "img": {"loading": {"lazy"}},
}
_ALIGNED = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "div": {"table-scroll", "columns-1", "columns-2", "columns-3"},
    "aside": {"callout", *(f"callout-{kind}" for kind in CALLOUTS)},
    "p": {"callout-title"},
    "sup": {"footnote-ref"},
    "section": {"footnotes"},
    "a": {"footnote-back"},
    "figure": {"figure"},
    "th": _ALIGNED,
    "td": _ALIGNED,
}

# a secure address, a path of this site, or a place on the page; "//" and its disguises lead elsewhere
_ADDRESS = re.compile(r"https://[^\\]+|/(?![/\\])[^\\]*|#[^\\]*")


def _addresses(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "src"} and not _ADDRESS.fullmatch(value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    attribute_filter=_addresses,
    tag_attribute_values=_VALUES,
    allowed_classes=_CLASSES,
    url_schemes={"https"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def clean(html: str) -> str:
    """The HTML with everything taken out that is not on the lists above."""
    return _CLEANER.clean(html)
