# SPDX-License-Identifier: Apache-2.0
"""The tables of persons and accounts. Callers use these names; the modules are how they are sorted."""

from lms.accounts.models.persons import Person, PersonBirthDate, PersonMerge, PersonName
from lms.accounts.models.sign_in import Account, Contact, OneTimeToken, SignInSession, Throttle
from lms.accounts.models.standing import Acceptance, AcceptedText, Membership, RoleGrant

__all__ = [
    "Acceptance",
    "AcceptedText",
    "Account",
    "Contact",
    "Membership",
    "OneTimeToken",
    "Person",
    "PersonBirthDate",
    "PersonMerge",
    "PersonName",
    "RoleGrant",
    "SignInSession",
    "Throttle",
]
