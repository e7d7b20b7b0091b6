# SPDX-License-Identifier: Apache-2.0
"""The QR code of a certificate: the address of its page, and behind `#` its signed facts, which no server receives."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlsplit

from lms.certificates.adapters.cose import BadMessage
from lms.documents.qr import Symbol, symbol_of
from lms.identifiers import parse_certificate_id

PAGE = "/C/"


def certificate_url(public_url: str, certificate_id: str, cose: bytes | None = None) -> str:
    """The address in the code, upper case throughout; without a message it is the short code of a wallet card."""
    parts = urlsplit(public_url)
    if parts.path.strip("/") or not parts.netloc:
        raise ValueError("the public address must be a host without a path")
    page = f"{parts.scheme}://{parts.netloc}{PAGE}{certificate_id}".upper()
    return page if cose is None else f"{page}#{_base32(cose)}"


def read_url(url: str) -> tuple[str, bytes]:
    """The certificate id and the message of an address in a code; the host proves nothing and is not looked at.

    Errors: BadMessage.
    """
    page, _, fragment = url.partition("#")
    certificate_id = parse_certificate_id(page.rpartition("/")[2])
    if certificate_id is None or not fragment:
        raise BadMessage("not the address of a certificate")
    return certificate_id, _from_base32(fragment)


def symbol(url: str) -> Symbol:
    """The code for an address: dense letters around one byte for the `#`, level M, the smallest version."""
    page, mark, fragment = url.partition("#")
    return symbol_of((page, mark, fragment))


def _base32(content: bytes) -> str:
    return base64.b32encode(content).rstrip(b"=").decode()


def _from_base32(text: str) -> bytes:
    try:
        content = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise BadMessage("not base32") from None
    if _base32(content) != text:
        raise BadMessage("not base32 as we write it")
    return content
