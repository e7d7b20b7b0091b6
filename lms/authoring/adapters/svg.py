# SPDX-License-Identifier: Apache-2.0
"""Whether an SVG is only a drawing: no script, nothing from outside, no entities."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.manifests.findings import Finding, finding

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
DEEPEST = 60

_ELEMENTS = {
    *("svg", "g", "defs", "title", "desc", "symbol", "use", "marker", "clipPath", "mask", "pattern", "style"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
    *("linearGradient", "radialGradient", "stop"),
}
_FOREIGN_ATTRIBUTES = {f"{XLINK} href", f"{XML} lang", f"{XML} space"}
# a style sheet may name colours and fonts, but fetch nothing
_FETCHED = re.compile(r"url\(\s*['\"]?(?!['\"]?#)[^)]*\)?|@import[^;]*|javascript\s*:|\\[0-9a-f]", re.IGNORECASE)


class _StoppedError(Exception):
    """The rest of the drawing is not worth reading, or not safe to."""


def svg_findings(text: str, file: str) -> list[Finding]:
    """Everything in the drawing that may not be there."""
    reader = _Reader(file)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reader.attach(parser)
    try:
        parser.Parse(text.encode(), True)
    except _StoppedError:
        pass
    except expat.ExpatError as error:
        reader.findings.append(finding(file, error.lineno, "svg-syntax"))
    return sorted(set(reader.findings))


@dataclass(slots=True)
class _Reader:
    file: str
    findings: list[Finding] = field(default_factory=list)
    depth: int = 0
    in_style: bool = False
    parser: expat.XMLParserType | None = None

    def attach(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ProcessingInstructionHandler = self._instruction

    def _note(self, code: str, **values: str) -> None:
        line = self.parser.CurrentLineNumber if self.parser is not None else 1
        self.findings.append(finding(self.file, line, code, **values))

    def _refuse(self, *_declared: object) -> None:
        self._note("svg-syntax")
        raise _StoppedError

    def _instruction(self, target: str, _data: str) -> None:
        self._note("svg-element", name=f"<?{target}?>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse()
        space, _, local = name.rpartition(" ")
        if self.depth == 1 and (space != SVG or local != "svg" or "viewBox" not in attributes):
            self._note("svg-root")
        elif space != SVG or local not in _ELEMENTS:
            self._note("svg-element", name=local)
        self.in_style = local == "style"
        for attribute, value in attributes.items():
            self._attribute(attribute, value)

    def _end(self, _name: str) -> None:
        self.depth -= 1
        self.in_style = False

    def _attribute(self, name: str, value: str) -> None:
        local = name.rpartition(" ")[2]
        if local.lower().startswith("on") or (" " in name and name not in _FOREIGN_ATTRIBUTES):
            self._note("svg-attribute", name=local)
        elif (local.lower() in {"href", "src"} and not value.strip().startswith("#")) or _FETCHED.search(value):
            self._note("svg-reference", target=value.strip()[:60])

    def _text(self, text: str) -> None:
        fetched = _FETCHED.search(text) if self.in_style else None
        if fetched is not None:
            self._note("svg-reference", target=fetched.group().strip()[:60])
