# SPDX-License-Identifier: Apache-2.0
"""Why mail does not arrive, in the few kinds that somebody can do something about."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What is wrong with a mailbox."""

    NO_SUCH_ADDRESS = "no-such-address"
    FULL = "full"
    FILTERED = "filtered"
    OTHER = "other"


_BY_STATUS = (
    ("5.1.", Trouble.NO_SUCH_ADDRESS),
    ("5.4.4", Trouble.NO_SUCH_ADDRESS),
    ("5.2.2", Trouble.FULL),
    ("5.2.3", Trouble.OTHER),
    ("5.2.", Trouble.NO_SUCH_ADDRESS),
    ("5.7.", Trouble.FILTERED),
)
_BY_REPLY = {
    "550": Trouble.NO_SUCH_ADDRESS,
    "551": Trouble.NO_SUCH_ADDRESS,
    "552": Trouble.FULL,
    "553": Trouble.NO_SUCH_ADDRESS,
    "554": Trouble.FILTERED,
}


def trouble_of(code: str) -> Trouble:
    """The kind of trouble behind a status of RFC 3463 (5.1.1) or a reply of SMTP (550)."""
    by_status = (trouble for beginning, trouble in _BY_STATUS if f"{code}.".startswith(beginning))
    return _BY_REPLY.get(code) or next(by_status, Trouble.OTHER)
