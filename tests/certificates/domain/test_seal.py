# SPDX-License-Identifier: Apache-2.0
"""Which files can be the picture of a seal."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.domain.seal import LARGEST_FILE, SIGNATURE, SealFault, fault_of


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 200, height: int = 200, pixels: bytes | None = None, extra: bytes = b"") -> bytes:
    lines = b"".join(b"\0" + bytes(width) for _ in range(height)) if pixels is None else pixels
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + head + extra + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def test_a_whole_picture_of_a_sensible_size_is_accepted():
    assert fault_of(png()) is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SealFault.NOT_A_PNG),
        (b"GIF89a", SealFault.NOT_A_PNG),
        (b"<svg/>", SealFault.NOT_A_PNG),
        (SIGNATURE, SealFault.DAMAGED),
        (png()[:-1], SealFault.DAMAGED),
        (png()[:-12], SealFault.DAMAGED),
        (png(pixels=b"\0"), SealFault.DAMAGED),
        (png(pixels=bytes(10_000_000)), SealFault.DAMAGED),
        (png().replace(b"IDAT", b"IDAX"), SealFault.DAMAGED),
        (png(width=99), SealFault.TOO_SMALL_A_PICTURE),
        (png(height=2001, width=100), SealFault.TOO_LARGE_A_PICTURE),
        (png(extra=chunk(b"tEXt", bytes(LARGEST_FILE))), SealFault.TOO_LARGE),
    ],
)
def test_anything_else_is_refused_with_its_fault(content, fault):
    assert fault_of(content) is fault


@given(st.integers(len(SIGNATURE), len(png()) - 1), st.integers(1, 255))
def test_no_single_wrong_byte_is_overlooked(place, change):
    content = bytearray(png())
    content[place] ^= change
    assert fault_of(bytes(content)) is not None


@given(st.binary(max_size=400))
def test_no_file_brings_it_down(content):
    fault_of(SIGNATURE + content)
