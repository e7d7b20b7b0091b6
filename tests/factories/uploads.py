# SPDX-License-Identifier: Apache-2.0
"""Small files as telephones and scanners make them."""

from __future__ import annotations

import struct
import zlib


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_png(width: int = 240, height: int = 160) -> bytes:
    """A grey picture."""
    pixels = zlib.compress(b"".join(b"\0" + b"\xcc" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


PNG = a_png()
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 200 + b"\xff\xd9"
PDF = b"%PDF-1.7\n" + b"% a scan\n" * 20 + b"%%EOF\n"

__all__ = ["JPEG", "PDF", "PNG", "a_png"]
