# SPDX-License-Identifier: Apache-2.0
"""The policy as a table: each permission lists clauses, one of which must hold.

A clause is a small question about an identity and a thing. Things answer it through `owner_key` and `scopes` only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from lms.access.identity import Identity, Role
from lms.access.permissions import Permission


@runtime_checkable
class Owned(Protocol):
    """A thing that belongs to a person."""

    @property
    def owner_key(self) -> str:
        """The key of the person whose thing it is."""
        ...


Clause = Callable[[Identity, object], bool]


def signed_in(identity: Identity, _thing: object) -> bool:
    """Anybody with an account."""
    return identity.is_signed_in


def owns(identity: Identity, thing: object) -> bool:
    """The person whose thing it is."""
    return identity.is_signed_in and isinstance(thing, Owned) and thing.owner_key == identity.person_key


def officer(identity: Identity, _thing: object) -> bool:
    """An officer of the training body."""
    return identity.has(Role.OFFICER)


def operator(identity: Identity, _thing: object) -> bool:
    """The one who keeps the installation."""
    return identity.has(Role.OPERATOR)


POLICY: Mapping[Permission, tuple[Clause, ...]] = {
    Permission.ACCOUNT_KEEP: (signed_in,),
    Permission.CONTACT_KEEP: (owns,),
    Permission.NAME_CORRECT: (officer,),
    Permission.PERSON_FIND: (officer, operator),
    Permission.ROLE_GRANT: (operator,),
    Permission.AUDIT_READ: (officer, operator),
    Permission.FIRST_STEPS_FOLLOW: (officer, operator),
    Permission.JOB_SETTLE: (operator,),
    Permission.JOB_WATCH: (operator,),
    Permission.BACKLOG_ISSUE: (officer,),
    Permission.CERTIFICATE_DOWNLOAD: (owns, officer),
    Permission.CERTIFICATE_LIST: (signed_in,),
    Permission.ISSUER_RECORD: (officer, operator),
    Permission.ENROLMENT_BEGIN: (signed_in,),
    Permission.ENROLMENT_STUDY: (owns,),
    Permission.ATTEMPT_BEGIN: (owns,),
    Permission.ATTEMPT_TAKE: (owns,),
    Permission.RULES_SIGN_OFF: (officer,),
}


def permits(identity: Identity, permission: Permission, thing: object = None) -> bool:
    """Whether the identity may do this to the thing (None: there is no particular thing)."""
    return any(clause(identity, thing) for clause in POLICY[permission])
