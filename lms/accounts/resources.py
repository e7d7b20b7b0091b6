# SPDX-License-Identifier: Apache-2.0
"""URL keys to things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.accounts import queries
from lms.accounts.queries import correcting, keeping, merging, slips, waiting

if TYPE_CHECKING:
    from lms.accounts.models import Contact, KeptForm, NameRequest, Person, Slip, SlipList, WaitingReset


def person(person_key: str) -> Person | None:
    """The person with this key."""
    return queries.person_by_key(person_key)


def pair(first_key: str, second_key: str) -> merging.Compared | None:
    """Two records to be compared."""
    return merging.compared(first_key, second_key)


def contact(contact_key: str) -> Contact | None:
    """The contact with this key, unless it was removed."""
    return queries.contact_by_key(contact_key)


def slip(slip_key: str) -> Slip | None:
    """The slip with this key."""
    return slips.slip_by_key(slip_key)


def slip_list(slip_list_key: str) -> SlipList | None:
    """The list of people with this key."""
    return slips.list_by_key(slip_list_key)


def kept_form(kept_key: str) -> KeptForm | None:
    """What is kept under this key."""
    return keeping.kept_form(kept_key)


def name_request(name_request_key: str) -> NameRequest | None:
    """The request for another name with this key."""
    return correcting.request_by_key(name_request_key)


def waiting_reset(reset_key: str) -> WaitingReset | None:
    """The request with this key, if it fits somebody: others are nobody's."""
    found = waiting.reset_by_key(reset_key)
    return None if found is None or found.account is None else found
