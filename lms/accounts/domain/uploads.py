# SPDX-License-Identifier: Apache-2.0
"""What a file that somebody sends may be, told by its own first bytes: neither its name nor the browser is believed."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Telephones take photographs of three to eight megabytes."""
LARGEST_PICTURE = 1024 * 1024
LARGEST_SENT = 20 * 1024 * 1024
"""So much is read, so that who chose too large a photograph is told on the form, with everything she typed."""
MOST_WAITING = 3
"""Files of one person that belong to nothing yet; the oldest makes room."""
_SMALLEST = 64


class Media(StrEnum):
    """The kinds that are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


class UploadFault(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    TOO_LARGE = "too-large"
    EMPTY = "empty"


PICTURES = frozenset({Media.JPEG, Media.PNG})
DOCUMENTS = frozenset(Media)
_BEGINNINGS = {
    Media.JPEG: b"\xff\xd8\xff",
    Media.PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    Media.PDF: b"%PDF-",
}


def media_of(content: bytes) -> Media | None:
    """Say what the bytes are, by their signature."""
    return next((media for media, beginning in _BEGINNINGS.items() if content.startswith(beginning)), None)


def fault_of(content: bytes, *, largest: int, kinds: Collection[Media] = DOCUMENTS) -> UploadFault | None:
    """Say why this is not taken; None if it is."""
    if len(content) > largest:
        return UploadFault.TOO_LARGE
    if len(content) < _SMALLEST:
        return UploadFault.EMPTY
    return None if media_of(content) in kinds else UploadFault.KIND
