# SPDX-License-Identifier: Apache-2.0
"""YAML text to plain values that remember their lines.

Built from the parser's events: no tags, no aliases, no recursion, so that no text can be larger than it looks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from lms.manifests.findings import Finding, finding

LARGEST_CHARACTERS = 500_000
DEEPEST = 16
MOST_NODES = 50_000

Trail = tuple[str | int, ...]
Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
# Marks the key of a repeated entry, whose value is read past: the first one counts. No text can contain it.
_AGAIN = "\0"
# Signs that reverse the direction of what follows: a text would read otherwise than it is stored.
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALLOWED_CONTROLS = frozenset("\n\r\t")


@dataclass(frozen=True, slots=True)
class Document:
    """A value read from a file, and the line of every part of it."""

    file: str
    value: Value
    lines: dict[Trail, int]

    def line(self, path: Trail) -> int:
        """The line of this part, or of the nearest part around it."""
        known = (length for length in range(len(path), 0, -1) if path[:length] in self.lines)
        return self.lines.get(path[: next(known, 0)], 1)


def text_of(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a file as UTF-8 with LF line ends, or why it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [finding(file, data[: error.start].count(b"\n") + 1, "not-utf-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        sign = next((sign for sign in line if _is_hidden(sign)), None)
        if sign is not None:
            return None, [finding(file, number, "control-character", sign=f"U+{ord(sign):04X}")]
    return text, []


def _is_hidden(sign: str) -> bool:
    if sign in _ALLOWED_CONTROLS:
        return False
    return sign in _DIRECTIONS or unicodedata.category(sign) in {"Cc", "Co", "Cs"}


def read(text: str, file: str) -> tuple[Document | None, list[Finding]]:
    """Read one YAML document; a document with findings may still be given, for further checks."""
    if len(text) > LARGEST_CHARACTERS:
        return None, [finding(file, 1, "file-too-large", size=len(text), limit=LARGEST_CHARACTERS)]
    builder = _Builder(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _StoppedError:
        return None, builder.findings
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [*builder.findings, finding(file, line, "yaml-syntax", problem=_problem(error))]
    except YAMLError:
        return None, [*builder.findings, finding(file, 1, "yaml-syntax", problem="unreadable character")]
    if builder.value is None:
        return None, [*builder.findings, finding(file, 1, "yaml-empty")]
    return Document(file, builder.value, builder.lines), builder.findings


def _problem(error: MarkedYAMLError) -> str:
    # the parser's own words, without the position and picture that it appends to some of them
    return str(error.problem or error.context or "unreadable").split("  in ")[0].strip()


class _StoppedError(Exception):
    """The rest of the text is not worth reading, or not safe to."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    value: list[Value] | dict[str, Value]
    path: Trail
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    file: str
    value: Value = None
    lines: dict[Trail, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._start_document(event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.stack.pop()
        elif isinstance(event, NodeEvent):
            self._count(event)
            self._take_node(event)

    def _start_document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop(event, "yaml-several-documents")

    def _count(self, event: NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(event, "yaml-too-many", limit=MOST_NODES)
        # an alias carries the name of its anchor
        if event.anchor is not None:
            self._stop(event, "yaml-alias")
        if getattr(event, "tag", None) is not None:
            self._stop(event, "yaml-tag", tag=str(getattr(event, "tag", "")))

    def _take_node(self, event: NodeEvent) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            top.key = self._key(event, top)
            return
        path = self._place(top)
        self.lines.setdefault(path, _line(event))
        value = self._value(event, path)
        self._put(top, value)

    def _key(self, event: NodeEvent, top: _Open) -> str:
        if not isinstance(event, ScalarEvent):
            self._stop(event, "yaml-key-not-text")
        key = str(getattr(event, "value", ""))
        path = (*top.path, key)
        if path in self.lines:
            self.findings.append(
                finding(self.file, _line(event), "yaml-duplicate-key", key=key, first=self.lines[path])
            )
            return f"{key}{_AGAIN}{self.nodes}"
        self.lines[path] = _line(event)
        return key

    def _place(self, top: _Open | None) -> Trail:
        if top is None:
            return ()
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return (*top.path, top.key or "")

    def _value(self, event: NodeEvent, path: Trail) -> Value:
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if len(self.stack) >= DEEPEST:
            self._stop(event, "yaml-too-deep", limit=DEEPEST)
        value: list[Value] | dict[str, Value] = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Open(value, path))
        return value

    def _put(self, top: _Open | None, value: Value) -> None:
        if top is None:
            self.value = value
        elif isinstance(top.value, list):
            top.value.append(value)
        else:
            if _AGAIN not in (top.key or ""):
                top.value[top.key or ""] = value
            top.key = None

    def _stop(self, event: Event, code: str, **values: object) -> None:
        self.findings.append(finding(self.file, _line(event), code, **values))
        raise _StoppedError


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: ScalarEvent) -> Value:
    """Resolve a plain scalar by the core schema of YAML 1.2; a quoted one is text."""
    text = str(event.value)
    if not event.implicit[0]:
        return text
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
