# SPDX-License-Identifier: Apache-2.0
"""The policy as a table: each permission lists clauses, one of which must hold.

A clause is a small question about an identity and a thing. Things answer it through `owner_key` and `scopes` only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from lms.access.identity import SYSTEM_SCOPE, Identity, Role
from lms.access.permissions import Permission


@runtime_checkable
class Owned(Protocol):
    """A thing that belongs to a person."""

    @property
    def owner_key(self) -> str:
        """The key of the person whose thing it is."""
        ...


@runtime_checkable
class Scoped(Protocol):
    """A thing that lies within organizations."""

    @property
    def scopes(self) -> frozenset[str]:
        """The keys of the organizations."""
        ...


Clause = Callable[[Identity, object], bool]


def signed_in(identity: Identity, _thing: object) -> bool:
    """Anybody with an account."""
    return identity.is_signed_in


def owns(identity: Identity, thing: object) -> bool:
    """The person whose thing it is."""
    return identity.is_signed_in and isinstance(thing, Owned) and thing.owner_key in identity.person_keys


def officer(identity: Identity, _thing: object) -> bool:
    """An officer of the training body."""
    return identity.has(Role.OFFICER)


def operator(identity: Identity, _thing: object) -> bool:
    """The one who keeps the installation."""
    return identity.has(Role.OPERATOR)


def manages_some(identity: Identity, _thing: object) -> bool:
    """Whoever looks after the people of an organization, whichever it is."""
    return bool(identity.scopes_of(Role.ORGANIZATION_MANAGER) - {SYSTEM_SCOPE})


def manages(identity: Identity, thing: object) -> bool:
    """Whoever looks after the people of an organization within which the thing lies."""
    scopes = identity.scopes_of(Role.ORGANIZATION_MANAGER) - {SYSTEM_SCOPE}
    return identity.is_signed_in and isinstance(thing, Scoped) and bool(scopes & thing.scopes)


def made_at_the_desk(identity: Identity, thing: object) -> bool:
    """Whoever made the thing, as long as she may make such things."""
    return owns(identity, thing) and any(clause(identity, thing) for clause in (officer, operator, manages_some))


POLICY: Mapping[Permission, tuple[Clause, ...]] = {
    Permission.ACCOUNT_KEEP: (signed_in,),
    Permission.CALL_NOTE: (officer,),
    Permission.CONTACT_KEEP: (owns,),
    Permission.CONTACT_MEND: (officer, operator),
    Permission.KEPT_FORM_SETTLE: (owns,),
    Permission.RESET_DECIDE: (officer, operator),
    Permission.NAME_CORRECT: (officer,),
    Permission.NAME_REQUEST_KEEP: (owns,),
    Permission.PERSON_FIND: (officer, operator),
    Permission.ROLE_GRANT: (operator,),
    Permission.LETTER_PRINT: (officer,),
    Permission.MEMBERSHIP_KEEP: (officer, operator),
    Permission.PERSON_MERGE: (officer,),
    Permission.PERSON_REGISTER: (officer, manages_some),
    Permission.SLIP_FETCH: (made_at_the_desk,),
    Permission.SLIP_MAKE: (officer, operator, manages),
    Permission.AUDIT_READ: (officer, operator),
    Permission.CODE_READ: (officer, operator),
    Permission.FIRST_STEPS_FOLLOW: (officer, operator),
    Permission.JOB_SETTLE: (operator,),
    Permission.JOB_WATCH: (operator,),
    Permission.RECORD_SEE: (officer,),
    Permission.BACKLOG_ISSUE: (officer,),
    Permission.CERTIFICATE_DOWNLOAD: (owns, officer),
    Permission.CERTIFICATE_LIST: (signed_in,),
    Permission.ISSUER_RECORD: (officer, operator),
    Permission.NOTICE_SEND: (officer,),
    Permission.ENROLMENT_BEGIN: (signed_in,),
    Permission.ENROLMENT_STUDY: (owns,),
    Permission.ATTEMPT_BEGIN: (owns,),
    Permission.ATTEMPT_TAKE: (owns,),
    Permission.RULES_SIGN_OFF: (officer,),
}


def permits(identity: Identity, permission: Permission, thing: object = None) -> bool:
    """Whether the identity may do this to the thing (None: there is no particular thing)."""
    return any(clause(identity, thing) for clause in POLICY[permission])
