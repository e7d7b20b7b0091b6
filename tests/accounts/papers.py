# SPDX-License-Identifier: Apache-2.0
"""Reading papers of the desk as text."""

from __future__ import annotations

import subprocess
from pathlib import Path


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of all pages."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The words of each page."""
    return text_of(pdf, folder).split("\f")[:-1]
