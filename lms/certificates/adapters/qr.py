# SPDX-License-Identifier: Apache-2.0
"""The QR code of a certificate: the address of its page, and behind `#` its signed facts, which no server receives."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lms.certificates.adapters.cose import BadMessage
from lms.certificates.adapters.qr_matrix import matrix
from lms.identifiers import parse_certificate_id

QUIET_MODULES = 4
PAGE = "/C/"
DARK_RUN = re.compile("1+")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone: each row a text of `1` for dark and `0` for light."""

    version: int
    rows: tuple[str, ...]

    @property
    def size(self) -> int:
        """Modules along one side."""
        return len(self.rows)

    @property
    def size_with_quiet_zone(self) -> int:
        """Modules along one side with the white around it that readers need."""
        return self.size + 2 * QUIET_MODULES

    def path(self, offset: int = QUIET_MODULES) -> str:
        """The dark modules as one SVG path in units of a module; one path has no seams between its rows."""
        return "".join(
            f"M{run.start() + offset} {number + offset}h{run.end() - run.start()}v1H{run.start() + offset}z"
            for number, row in enumerate(self.rows)
            for run in DARK_RUN.finditer(row)
        )

    def svg(self) -> str:
        """The symbol with its quiet zone as an SVG picture, black on white."""
        side = self.size_with_quiet_zone
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{self.path()}"/></svg>'
        )


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
    return Symbol(*matrix((page, mark, fragment)))


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
