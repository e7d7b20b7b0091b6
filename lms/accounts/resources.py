# SPDX-License-Identifier: Apache-2.0
"""URL keys to things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.accounts import queries

if TYPE_CHECKING:
    from lms.accounts.models import Contact, Person


def person(person_key: str) -> Person | None:
    """The person with this key."""
    return queries.person_by_key(person_key)


def contact(contact_key: str) -> Contact | None:
    """The contact with this key, unless it was removed."""
    return queries.contact_by_key(contact_key)
