# SPDX-License-Identifier: Apache-2.0
"""The tables of persons and accounts. Callers use these names; the modules are how they are sorted."""

from lms.accounts.models.calls import CallNote
from lms.accounts.models.correcting import EvidenceFile, NameRequest, PrintedForm
from lms.accounts.models.keeping import KeptForm
from lms.accounts.models.notices import Notice
from lms.accounts.models.persons import Person, PersonBirthDate, PersonMerge, PersonName, PersonsApart
from lms.accounts.models.sign_in import Account, Contact, OneTimeToken, SignInSession, Throttle
from lms.accounts.models.slips import Slip, SlipList, SlipListRow
from lms.accounts.models.standing import Acceptance, AcceptedText, Membership, NamedOrganization, RoleGrant
from lms.accounts.models.waiting import WaitingReset

__all__ = [
    "Acceptance",
    "AcceptedText",
    "Account",
    "CallNote",
    "Contact",
    "EvidenceFile",
    "KeptForm",
    "Membership",
    "NameRequest",
    "NamedOrganization",
    "Notice",
    "OneTimeToken",
    "Person",
    "PersonBirthDate",
    "PersonMerge",
    "PersonName",
    "PersonsApart",
    "PrintedForm",
    "RoleGrant",
    "SignInSession",
    "Slip",
    "SlipList",
    "SlipListRow",
    "Throttle",
    "WaitingReset",
]
