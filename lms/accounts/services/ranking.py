# SPDX-License-Identifier: Apache-2.0
"""Whoever can change how somebody is reached, or let a new password be set, could take over her account.

So what an officer does for learners only an operator does for people with duties on this site.
"""

from __future__ import annotations

from lms.access.identity import Identity, Role
from lms.accounts.models import Person
from lms.accounts.queries.ranking import has_duties
from lms.audit import unaudited
from lms.errors import Refused


@unaudited("it only looks")
def refuse_outranked(person: Person, *, by: Identity) -> None:
    """Refuse what would open an account that may do more than the one who acts.

    Errors: Refused.
    """
    is_herself_or_site = by.person_key is None or person.key in by.person_keys
    if not is_herself_or_site and not by.has(Role.OPERATOR) and has_duties(person):
        raise Refused("person-needs-operator")
