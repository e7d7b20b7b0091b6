# SPDX-License-Identifier: Apache-2.0
"""Papers from templates: values in, PDF bytes out, and the same bytes for the same values.

Only the shipped fonts are used and no clock is read, so that a paper can be made again years later. A template takes
its values from `sys.inputs.data` (JSON; bytes arrive as arrays of numbers) and sets the document's date from them.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast

import typst

from lms.errors import LmsError

FONTS = Path(__file__).parent / "fonts"
FONT_SUMS = FONTS / "SHA256SUMS"
PAGE_TREE = re.compile(rb"/Type/Pages/Count (\d+)")

Standard = Literal["a-3a", "ua-1"]
# Archivable with files attached, and accessible. With a standard a character without a glyph is an error, not a box.
ARCHIVAL: tuple[Standard, ...] = ("a-3a", "ua-1")

# A compiler keeps state between calls and may serve one thread at a time; the fonts are shared by all of them.
_of_thread = threading.local()


class RenderingError(LmsError):
    """The compiler refused the template with these values; `diagnostic` in the details says why."""

    def __str__(self) -> str:
        return f"{self.code}: {self.details}"


def render(template: Path, data: Mapping[str, object], *, standard: tuple[Standard, ...] = ARCHIVAL) -> bytes:
    """The PDF of a template with values.

    Errors: RenderingError, for instance for a character that no shipped font has.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, default=_as_numbers)}
    try:
        document = _compiler().compile(
            input=template,
            root=template.parent,
            format="pdf",
            pdf_standards=list(standard),
            sys_inputs=inputs,
        )
    except typst.TypstError as error:
        raise RenderingError("document-not-rendered", template=template.name, diagnostic=error.diagnostic) from error
    # Several files come back only for pictures of pages.
    return cast(bytes, document)


def page_count(document: bytes) -> int:
    """How many pages a rendered PDF has; the compiler writes the page tree in plain sight."""
    counted = PAGE_TREE.search(document)
    if counted is None:
        raise ValueError("not a document of this compiler")
    return int(counted[1])


@cache
def compiler_version() -> str:
    """The version of the compiler itself (not of its Python package); it stands in each file and makes its bytes."""
    answer = typst.eval(b"", "str(sys.version)", font_paths=_fonts(), ignore_system_fonts=True)
    return str(json.loads(answer))


@cache
def template_version(template: Path) -> str:
    """Identifies the template with its neighbours and the fonts: the beginning of a SHA-256, 16 hexadecimal digits."""
    digest = hashlib.sha256(FONT_SUMS.read_bytes())
    for part in sorted(template.parent.glob("*.typ")):
        digest.update(part.name.encode() + b"\0" + hashlib.sha256(part.read_bytes()).digest())
    return f"{template.stem}-{digest.hexdigest()[:16]}"


def _compiler() -> typst.Compiler:
    if not hasattr(_of_thread, "compiler"):
        _of_thread.compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _of_thread.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _as_numbers(value: object) -> list[int]:
    if isinstance(value, bytes):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be handed to a template")
