# SPDX-License-Identifier: Apache-2.0
"""Words about the ways to reach a person: faults in numbers, why nothing arrives, how a request for a password ends."""

from __future__ import annotations

from lms.accounts.domain.contacts import TOLD, ContactKind
from lms.accounts.domain.telephones import TelephoneFault
from lms.accounts.domain.waiting import End
from lms.i18n import lazy
from lms.mail.trouble import Trouble

# Shown as typed in both languages.
TELEPHONE_EXAMPLE = {"ja": "090-1234-5678"}

KINDS = {
    ContactKind.EMAIL: lazy("E-mail address"),
    ContactKind.TELEPHONE: lazy("Telephone number"),
    ContactKind.POSTAL: lazy("Postal address"),
}

TELEPHONE_FAULTS = {
    TelephoneFault.NO_NUMBER: lazy("There is no number in it. Please write one such as %(example)s."),
    TelephoneFault.TOO_LONG: lazy("This is longer than 60 characters. Please write one number, such as %(example)s."),
    TelephoneFault.NO_AREA_CODE: lazy(
        "The area code is missing. Please begin with 0, such as %(example)s, or with + for a number abroad."
    ),
    TelephoneFault.DIGITS_MISSING: lazy(
        "Some digits are missing: a mobile number has 11, another one 10. Please write one such as %(example)s."
    ),
    TelephoneFault.TOO_MANY_DIGITS: lazy(
        "There are too many digits for one number. Please write one number at a time, such as %(example)s."
    ),
}

WHY_FAILING = {
    Trouble.NO_SUCH_ADDRESS: lazy("There is no such address, or it was closed."),
    Trouble.FULL: lazy("The mailbox is full."),
    Trouble.FILTERED: lazy("The mail was turned away, perhaps by a filter for unwanted mail."),
    Trouble.OTHER: lazy("Mail came back."),
    TOLD: lazy("We were told that nothing arrives there."),
}

WHAT_TO_DO = {
    Trouble.NO_SUCH_ADDRESS: lazy("Ask the person for the right address, and correct it."),
    Trouble.FULL: lazy("Ask the person to delete old mails; then send the link again."),
    Trouble.FILTERED: lazy("Ask the person to allow mail from us; mobile phones often take known senders only."),
    Trouble.OTHER: lazy("Ask the person whether the address is right; then correct it, or send the link again."),
    TOLD: lazy("Ask the person for another way to reach her."),
}

ENDS = {
    End.STOPPED_BY_MAIL: lazy("by the link in a mail"),
    End.STOPPED_BY_HER: lazy("by the person, signed in"),
    End.STOPPED_BY_OFFICER: lazy("by an officer"),
    End.PASSWORD_SET: lazy("a password was set"),
}

CONTACT_REFUSALS = {
    "too-many-telephones": lazy("There are %(most)s telephone numbers already. Please take one off first."),
    "not-a-telephone": lazy("This is not a telephone number. Please write one such as 090-1234-5678."),
    "person-needs-operator": lazy(
        "This person has duties on this site. For her the operator does this, so that nobody takes over an account "
        "that may do more."
    ),
    "contact-kept-elsewhere": lazy("A postal address is corrected by us: please call, or use the page of the person."),
    "reset-ended": lazy("This request has ended already. Please ask the person to make a new one."),
}
