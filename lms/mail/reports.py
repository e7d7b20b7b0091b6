# SPDX-License-Identifier: Apache-2.0
"""Reading delivery status notifications (RFC 3464): which mail of ours came back, and why.

They arrive from anywhere, so everything is bounded, and what they say counts only for a mail whose seal they quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

LONGEST_REPORT = 2 * 1024 * 1024
MOST_PARTS = 50
MOST_RECIPIENTS = 100
LONGEST_FIELD = 1000
REPORT = "multipart/report"
STATUS = "message/delivery-status"
RETURNED = frozenset({"message/rfc822", "message/rfc822-headers", "text/rfc822-headers", "message/global"})
_OURS = re.compile(r"<(\d{1,15})\.([0-9a-f]{20})@")
_PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Failure:
    """An address to which a mail could not be delivered for good, and the status that says why."""

    addresses: frozenset[str]
    status: str


@dataclass(frozen=True, slots=True)
class Report:
    """Which mail came back (its number and seal) and which addresses failed."""

    mail_id: int
    seal: str
    failures: tuple[Failure, ...]


def read(raw: bytes) -> Report | None:
    """What a mail reports about one of ours; None if it is no report, names no mail of ours or no lasting failure."""
    if len(raw) > LONGEST_REPORT:
        return None
    mail = message_from_bytes(raw, policy=compat32)
    parts = _parts(mail)
    if mail.get_content_type() != REPORT or not parts:
        return None
    ours = next((found for part in parts for found in _named_in(part)), None)
    failures = tuple(failure for part in parts if part.get_content_type() == STATUS for failure in _failures(part))
    if ours is None or not failures:
        return None
    return Report(int(ours[1]), ours[2], failures)


def _parts(mail: Message) -> list[Message]:
    payload = mail.get_payload()
    parts = [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []
    return parts[:MOST_PARTS]


def _named_in(part: Message) -> Iterator[re.Match[str]]:
    """The Message-ID of the mail that is returned, whole or by its headers."""
    if part.get_content_type() not in RETURNED:
        return
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    headers = inner if isinstance(inner, Message) else message_from_bytes(_decoded(part), policy=compat32)
    found = _OURS.match(_field(headers, "Message-ID"))
    if found:
        yield found


def _failures(part: Message) -> Iterator[Failure]:
    """The recipients of a delivery status whose delivery failed for good: one block of fields each."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    for block in blocks[: MOST_RECIPIENTS + 1]:
        if not isinstance(block, Message) or _field(block, "Action").lower() != "failed":
            continue
        status = _PERMANENT.match(_field(block, "Status"))
        names = (_address(_field(block, name)) for name in ("Final-Recipient", "Original-Recipient"))
        addresses = frozenset(address for address in names if address)
        if status and addresses:
            yield Failure(addresses, status[0])


def _address(field: str) -> str:
    """The address of a field such as `rfc822; hanako@example.jp`, folded."""
    kind, _semicolon, address = field.partition(";")
    return address.strip().strip("<>").casefold() if kind.strip().lower() in {"rfc822", "utf-8"} else ""


def _field(headers: Message, name: str) -> str:
    return str(headers.get(name, ""))[:LONGEST_FIELD].strip()


def _decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
