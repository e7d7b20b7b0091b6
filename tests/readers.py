# SPDX-License-Identifier: Apache-2.0
"""Paper as the world sees it: printed, scanned, sent by FAX; and two readers of codes that share no code."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

WHITE, BLACK = 255, 0
FAX_ACROSS, FAX_DOWN = 204, 196
FINDER_MODULES = 8


@cache
def scanned(pdf: bytes, across: int, down: int | None = None) -> Image.Image:
    """The first page in grey, at so many dots per inch."""
    command = ["pdftoppm", "-gray", "-f", "1", "-l", "1", "-rx", str(across), "-ry", str(down or across), "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    picture = Image.open(io.BytesIO(done.stdout))
    picture.load()
    return picture


def faxed(pdf: bytes) -> Image.Image:
    """The page after a FAX in fine mode: black or white, nothing between."""
    return scanned(pdf, FAX_ACROSS, FAX_DOWN).point(lambda grey: WHITE if grey > 127 else BLACK)


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """The page laid askew on the glass."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)


def blurred(picture: Image.Image) -> Image.Image:
    """The page a little out of focus: a spread of one dot."""
    return picture.filter(ImageFilter.GaussianBlur(1))


@dataclass(frozen=True)
class Place:
    """Where the code lies on the page, in dots."""

    left: float
    top: float
    side: float
    modules: int


def place_of_code(picture: Image.Image, modules: int) -> Place:
    """Find the code; it must be readable on this page."""
    (found,) = zxingcpp.read_barcodes(picture)
    corner = found.position.top_left
    return Place(corner.x, corner.y, found.position.bottom_right.x - corner.x, modules)


def covered(picture: Image.Image, place: Place, across: float, down: float, colour: int) -> Image.Image:
    """A tenth of the code under a square: its corner at these fractions of the room there is."""
    side = place.side * 0.1**0.5
    left = place.left + across * (place.side - side)
    top = place.top + down * (place.side - side)
    soiled = picture.copy()
    ImageDraw.Draw(soiled).rectangle((left, top, left + side, top + side), fill=colour)
    return soiled


def spots(count: int, modules: int, seed: int) -> Iterator[tuple[float, float, int]]:
    """Where squares may lie without touching a finder, and their colour."""
    chooser = random.Random(seed)
    side, finder = 0.1**0.5, FINDER_MODULES / modules
    while count:
        across, down = chooser.random(), chooser.random()
        left, top = across * (1 - side), down * (1 - side)
        near = left < finder, left + side > 1 - finder, top < finder, top + side > 1 - finder
        is_left, is_right, is_top, is_bottom = near
        if not ((is_top and (is_left or is_right)) or (is_bottom and is_left)):
            count -= 1
            yield across, down, chooser.choice([WHITE, BLACK])


def read_by_zxing(picture: Image.Image) -> list[str]:
    """What zxing-cpp reads."""
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def read_by_zbar(picture: Image.Image) -> list[str]:
    """What zbarimg reads."""
    page = io.BytesIO()
    picture.save(page, "PPM")
    command = ["zbarimg", "-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", "-"]
    done = subprocess.run(command, input=page.getvalue(), capture_output=True, check=False)
    return done.stdout.decode().splitlines()


READERS = {"zxing": read_by_zxing, "zbar": read_by_zbar}
