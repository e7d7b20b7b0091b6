# SPDX-License-Identifier: Apache-2.0
"""How long to wait after failed tries: some are free, then each doubles the wait up to a most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class Limit:
    """A named limit: `free` failures within the window cost nothing, the next ones cost waiting."""

    name: str
    free: int
    first_wait: timedelta
    longest_wait: timedelta
    window: timedelta


# One person who mistypes, or one account that somebody tries to guess.
SIGN_IN = Limit("sign-in", 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
# An office of many people behind one address; a guesser of many accounts from there.
SIGN_IN_ADDRESS = Limit("sign-in-address", 40, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1))
# Password and birth date before a test, of somebody already signed in.
IDENTITY_CHECK = Limit("identity-check", 5, timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=24))
# The old password when a new one is chosen.
OLD_PASSWORD = Limit("old-password", 5, timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=24))
# The password that opens a locked browser.
UNLOCK = Limit("unlock", 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
# Mails asked for: each counts, whether the address exists or not.
RESET = Limit("reset", 3, timedelta(minutes=5), timedelta(hours=2), timedelta(hours=24))
RESET_ADDRESS = Limit("reset-address", 20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
# A new password by number and birth date: each try counts, whether it fits or not.
WAITING_RESET = Limit("waiting-reset", 3, timedelta(minutes=10), timedelta(hours=4), timedelta(hours=24))
WAITING_RESET_ADDRESS = Limit("waiting-reset-address", 20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
# The code that belongs to it.
RESET_CODE = Limit("reset-code", 5, timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=24))
RESET_CODE_ADDRESS = Limit("reset-code-address", 20, timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=6))
# The code of a slip, of one learner number or from one address.
SLIP = Limit("slip", 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
SLIP_ADDRESS = Limit("slip-address", 40, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1))
# Accounts opened: an office may sign up everybody in an afternoon.
SIGN_UP_ADDRESS = Limit("sign-up-address", 60, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))
CONFIRMATION = Limit("confirmation", 3, timedelta(minutes=5), timedelta(hours=2), timedelta(hours=24))

LIMITS = (
    SIGN_IN,
    SIGN_IN_ADDRESS,
    IDENTITY_CHECK,
    OLD_PASSWORD,
    UNLOCK,
    RESET,
    RESET_ADDRESS,
    WAITING_RESET,
    WAITING_RESET_ADDRESS,
    RESET_CODE,
    RESET_CODE_ADDRESS,
    SLIP,
    SLIP_ADDRESS,
    SIGN_UP_ADDRESS,
    CONFIRMATION,
)
LONGEST_WINDOW = max(limit.window for limit in LIMITS)


@dataclass(frozen=True, slots=True)
class Tries:
    """What happened within a limit's window: how many failures, and the last of them."""

    count: int
    last: datetime | None


def seconds_to_wait(limit: Limit, tries: Tries, at: datetime) -> int:
    """Whole seconds until the next try is accepted; 0 if it is now."""
    if tries.last is None or tries.count < limit.free:
        return 0
    doublings = min(tries.count - limit.free, MOST_DOUBLINGS)
    wait = min(limit.first_wait * 2**doublings, limit.longest_wait)
    left = (tries.last + wait - at).total_seconds()
    return max(0, -int(-left // 1))
