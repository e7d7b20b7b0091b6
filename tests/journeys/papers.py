# SPDX-License-Identifier: Apache-2.0
"""Reading a paper as a stranger's telephone would."""

from __future__ import annotations

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image


def codes_in(pdf: Path, resolution: int = 200) -> set[str]:
    """The texts of all QR codes on the first page."""
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(resolution), "-png", "-singlefile", str(pdf), str(stem)], check=True)
    with Image.open(stem.with_suffix(".png")) as picture:
        return {code.text for code in zxingcpp.read_barcodes(picture)}
