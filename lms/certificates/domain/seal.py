# SPDX-License-Identifier: Apache-2.0
"""The picture of a seal: a whole PNG file of a sensible size, looked at before it may stand on any paper."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from enum import StrEnum

LARGEST_FILE = 300 * 1024
SHORTEST_SIDE, LONGEST_SIDE = 100, 2000
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = struct.Struct(">IIBBBBB")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
EXPANDED_MARGIN = 64 * 1024


class SealFault(StrEnum):
    """Why a file cannot be the picture of a seal."""

    NOT_A_PNG = "not_a_png"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    TOO_SMALL_A_PICTURE = "too_small_a_picture"
    TOO_LARGE_A_PICTURE = "too_large_a_picture"


def fault_of(content: bytes) -> SealFault | None:
    """Look at an uploaded file; None if it is a PNG that can be printed."""
    if len(content) > LARGEST_FILE:
        return SealFault.TOO_LARGE
    if not content.startswith(SIGNATURE):
        return SealFault.NOT_A_PNG
    try:
        chunks = list(_chunks(content))
    except (struct.error, ValueError):
        return SealFault.DAMAGED
    return _fault_of_chunks(chunks)


def _fault_of_chunks(chunks: list[tuple[bytes, bytes]]) -> SealFault | None:
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names or len(chunks[0][1]) != HEADER.size:
        return SealFault.DAMAGED
    width, height, depth, colour, *_ = HEADER.unpack(chunks[0][1])
    if min(width, height) < SHORTEST_SIDE:
        return SealFault.TOO_SMALL_A_PICTURE
    if max(width, height) > LONGEST_SIDE:
        return SealFault.TOO_LARGE_A_PICTURE
    packed = b"".join(body for name, body in chunks if name == b"IDAT")
    line = (width * depth * CHANNELS.get(colour, 4) + 7) // 8 + 1
    return None if _unpacks(packed, line * height) else SealFault.DAMAGED


def _unpacks(packed: bytes, expected: int) -> bool:
    """Say whether the picture unpacks to what its head promises, within a margin (interlacing adds lines)."""
    unpacker = zlib.decompressobj()
    try:
        pixels = unpacker.decompress(packed, expected + EXPANDED_MARGIN)
    except zlib.error:
        return False
    return unpacker.eof and len(pixels) >= expected


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        body = content[place + 8 : place + 8 + length]
        (told,) = struct.unpack_from(">I", content, place + 8 + length)
        if len(body) != length or zlib.crc32(name + body) != told:
            raise ValueError("a chunk is not whole")
        yield name, body
        place += 12 + length
        if name == b"IEND":
            return
