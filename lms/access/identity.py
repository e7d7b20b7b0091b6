# SPDX-License-Identifier: Apache-2.0
"""Who is acting: a person with roles and scopes, nobody, or the site itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

SYSTEM_SCOPE = "system"


class Role(StrEnum):
    """What a person may be on this site. Everybody who signs in is a learner."""

    LEARNER = "learner"
    AUTHOR = "author"
    OFFICER = "officer"
    ORGANIZATION_MANAGER = "organization_manager"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a scope: the whole site (`system`) or the key of an organization or workplace."""

    role: Role
    scope: str = SYSTEM_SCOPE


@dataclass(frozen=True, slots=True)
class Identity:
    """The one who acts. `person_key` is None for nobody and for the site itself."""

    person_key: str | None = None
    account_key: str | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    name: str = ""
    merged_keys: frozenset[str] = frozenset()
    """The keys of other records that were found to be hers."""

    @property
    def is_signed_in(self) -> bool:
        """Whether a person stands behind it."""
        return self.person_key is not None

    @property
    def person_keys(self) -> frozenset[str | None]:
        """Her key and those of the records merged into hers; a thing of any of them is her own."""
        return self.merged_keys | {self.person_key}

    def has(self, role: Role, scope: str = SYSTEM_SCOPE) -> bool:
        """Whether the role is held in the scope."""
        return Grant(role, scope) in self.grants

    def scopes_of(self, role: Role) -> frozenset[str]:
        """Where the role is held."""
        return frozenset(grant.scope for grant in self.grants if grant.role is role)


NOBODY = Identity()
SITE = Identity(name="site")
EVERYONE_SIGNED_IN = Grant(Role.LEARNER)
