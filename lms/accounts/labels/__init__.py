# SPDX-License-Identifier: Apache-2.0
"""Words for what accounts speak of: roles, faults in what was typed, acts of the record, refusals."""

from __future__ import annotations

from collections.abc import Mapping

from lms.access.identity import Role
from lms.accounts.domain.keeping import Reason
from lms.accounts.domain.names import NameFault, NamePart
from lms.accounts.domain.passwords import PasswordFault
from lms.accounts.domain.registration import OWN_STATEMENT, BirthDateFault, TextName
from lms.accounts.domain.tokens import TokenState
from lms.accounts.labels.contacts import CONTACT_REFUSALS, ENDS, WHY_FAILING
from lms.accounts.labels.correcting import CORRECTION_REFUSALS, OUTCOMES, PRINT_WAYS
from lms.accounts.labels.slips import SLIP_KINDS, SLIP_REFUSALS, VOID_REASONS
from lms.audit import Tag
from lms.documents.coverage import MissingKind
from lms.i18n import lazy

# Shown as typed in both languages: readings and register names have no English form.
EXAMPLES = {
    "register": {"ja": "山田 花子"},
    "kana": {"ja": "ヤマダ ハナコ"},
    "latin": {"ja": "YAMADA HANAKO"},
    "birth_date": {"ja": "1975-04-01、S50.4.1、昭和50年4月1日", "en": "1975-04-01, S50.4.1"},
    "email": {"ja": "hanako@example.jp"},
    "learner_number": {"ja": "1234 5671"},
    "evidence": {
        "ja": "運転免許証を対面で確認（7月10日）",
        "en": "Driving licence seen at the counter on 10 July",
    },
}

ROLES = {
    Role.LEARNER: lazy("Learner"),
    Role.AUTHOR: lazy("Course author"),
    Role.OFFICER: lazy("Training-body officer"),
    Role.ORGANIZATION_MANAGER: lazy("Organization manager"),
    Role.OPERATOR: lazy("Operator"),
}

ROLE_DUTIES = {
    Role.LEARNER: lazy("takes courses"),
    Role.AUTHOR: lazy("writes courses and questions"),
    Role.OFFICER: lazy("finds people, corrects names, confirms rules, issues certificates"),
    Role.ORGANIZATION_MANAGER: lazy("looks after the people of an organization"),
    Role.OPERATOR: lazy("keeps the installation and gives roles"),
}

NAME_PARTS = {
    NamePart.REGISTER: lazy("Name as on the resident register"),
    NamePart.KANA: lazy("Reading in katakana"),
    NamePart.LATIN: lazy("Name in Latin letters"),
}

TEXTS = {
    TextName.TERMS: lazy("Terms of use"),
    TextName.PRIVACY: lazy("Privacy notice"),
}

NAME_FAULTS = {
    NameFault.EMPTY: lazy("Please write the name."),
    NameFault.TOO_LONG: lazy(
        "This is longer than 60 characters. Please write it as on your residence card or register."
    ),
    NameFault.UNSEEN: lazy(
        "There are invisible characters in it (%(signs)s), perhaps copied from elsewhere. Please type the name again."
    ),
    NameFault.PRIVATE: lazy(
        "It contains a character that only your computer has (%(signs)s). "
        "Please choose the nearest usual form, or call us: we help with rare characters."
    ),
    NameFault.NO_LETTER: lazy("There is no letter in it. Please write the name."),
    NameFault.MARKS: lazy("There are too many marks on one letter, or a mark without a letter (%(signs)s)."),
    NameFault.NOT_A_NAME: lazy("These signs cannot stand in a name: %(signs)s. Please write the name only."),
    NameFault.NOT_KANA: lazy(
        "These signs are not katakana: %(signs)s. Please write the reading in katakana, such as %(example)s."
    ),
    NameFault.NOT_LATIN: lazy(
        "These signs are not Latin letters: %(signs)s. Please write the "
        "name as in the passport or on the residence card, "
        "such as %(example)s."
    ),
}

NOT_PRINTABLE = lazy(
    "None of our fonts can print this: %(signs)s. Please write the spelling "
    "of your residence card, in the letters A to Z."
)

PASSWORD_FAULTS = {
    PasswordFault.TOO_SHORT: lazy("The password is too short. Please use at least 10 characters, such as four words."),
    PasswordFault.TOO_LONG: lazy("The password is longer than 128 characters. Please choose a shorter one."),
    PasswordFault.REPEATS: lazy("The password repeats the same few characters. Please mix more different ones."),
    PasswordFault.RUN: lazy(
        "The password is mostly a row of keys or numbers, which is tried first. "
        "Please choose words that do not belong together."
    ),
    PasswordFault.COMMON: lazy(
        "The password is built on a very common word, which is tried first. "
        "Please choose words that do not belong together."
    ),
    PasswordFault.OWN: lazy(
        "The password is mostly your own name, number, date or address. "
        "Please choose something that nobody knows of you."
    ),
}

BIRTH_DATE_FAULTS = {
    BirthDateFault.IN_THE_FUTURE: lazy("This day is in the future. Please write your birth date, such as %(example)s."),
    BirthDateFault.TOO_EARLY: lazy("This day is before 1900. Please write your birth date, such as %(example)s."),
}

MISSING = {
    MissingKind.CHARACTER: lazy("None of our fonts has this character."),
    MissingKind.VARIATION: lazy("None of our fonts has this form of the character."),
    MissingKind.COMBINATION: lazy("None of our fonts can set this mark on this letter."),
    MissingKind.UNSEEN: lazy("This character is invisible."),
}

DEAD_LINKS = {
    TokenState.USABLE: "",
    TokenState.USED: lazy("This link has been used already. It works once only."),
    TokenState.EXPIRED: lazy("This link has expired, or a newer one was sent. Please use the newest mail."),
    TokenState.UNKNOWN: lazy("This link is not complete or not one of ours. Please copy the whole line from the mail."),
}

KEPT_BECAUSE = {
    Reason.OTHER: lazy("Somebody else was signed in when it was sent."),
    Reason.NOBODY: lazy("Nobody was signed in any more when it was sent."),
    Reason.LOCKED: lazy("The page was locked when it was sent."),
    Reason.RENEWED: lazy("You had signed in anew before it was sent."),
    Reason.HANDED_OVER: lazy("It had not been sent when the learner was changed."),
}

EVIDENCE = {OWN_STATEMENT: lazy("As stated by the person")}

ACTS = {
    Tag.PERSON_REGISTERED: lazy("Learner number given"),
    Tag.NAME_RECORDED: lazy("Name recorded"),
    Tag.BIRTH_DATE_RECORDED: lazy("Birth date recorded"),
    Tag.NAME_REQUESTED: lazy("Another name or birth date asked for"),
    Tag.NAME_REQUEST_ENDED: lazy("Request about the name ended"),
    Tag.PRINTED_FORM_CHOSEN: lazy("Printed form of a rare character chosen"),
    Tag.CALL_NOTED: lazy("Call noted"),
    Tag.PERSON_MERGED: lazy("Found to be one person with another record"),
    Tag.MERGE_UNDONE: lazy("Merge with another record undone"),
    Tag.PERSONS_TOLD_APART: lazy("Found to be another person than a record alike"),
    Tag.ACCOUNT_OPENED: lazy("Account opened"),
    Tag.PASSWORD_CHANGED: lazy("Password changed"),
    Tag.PASSWORD_RESET_REQUESTED: lazy("Link for a new password asked for"),
    Tag.RESET_WAITING: lazy("New password asked for by number and birth date"),
    Tag.RESET_RELEASED: lazy("Request for a new password released"),
    Tag.RESET_STOPPED: lazy("Request for a new password stopped"),
    Tag.SIGNED_IN: lazy("Signed in"),
    Tag.SIGN_IN_REFUSED: lazy("Sign-in refused"),
    Tag.SIGNED_OUT: lazy("Signed out"),
    Tag.SESSION_SHARED: lazy("Said whether others use the computer, too"),
    Tag.SESSION_LOCKED: lazy("Page locked"),
    Tag.SESSION_UNLOCKED: lazy("Page unlocked"),
    Tag.FORM_KEPT: lazy("Kept what was typed on a page left open"),
    Tag.KEPT_FORM_SETTLED: lazy("What was kept was sent or thrown away"),
    Tag.CONTACT_ADDED: lazy("Contact added or link sent again"),
    Tag.CONTACT_CONFIRMED: lazy("Contact confirmed"),
    Tag.CONTACT_REMOVED: lazy("Contact removed"),
    Tag.CONTACT_MARKED: lazy("Marked who reads or answers a contact"),
    Tag.CONTACT_FAILING: lazy("Nothing arrives at a contact"),
    Tag.CONTACT_WORKING: lazy("A contact works again"),
    Tag.TERMS_ACCEPTED: lazy("Text accepted"),
    Tag.ROLE_GRANTED: lazy("Role given"),
    Tag.ROLE_ENDED: lazy("Role ended"),
    Tag.OPERATOR_INVITED: lazy("First operator invited"),
    Tag.SLIP_MADE: lazy("Slip made"),
    Tag.SLIP_FETCHED: lazy("Slip printed"),
    Tag.SLIP_VOIDED: lazy("Slip made void"),
    Tag.SLIP_USED: lazy("Slip used"),
    Tag.SLIP_LIST_ENTERED: lazy("List of people entered"),
    Tag.SLIP_LIST_CONFIRMED: lazy("List of people confirmed"),
    Tag.NOTICES_READ: lazy("Notices read"),
    Tag.MEMBERSHIP_BEGUN: lazy("Belongs to an organization"),
    Tag.MEMBERSHIP_ENDED: lazy("Does not belong to an organization any more"),
    Tag.ORGANIZATION_NAMED: lazy("Organization named"),
    Tag.LETTER_PRINTED: lazy("Letter printed"),
}

# What is said of an act beside its name; details that are not here say nothing to a reader (digests, scopes).
PARTICULARS = {
    "evidence": lazy("on the evidence: %(value)s"),
    "learner_number": lazy("number %(value)s"),
    "reason": lazy("because of: %(value)s"),
    "role": lazy("role: %(value)s"),
    "text": lazy("text: %(value)s"),
    "way": lazy("by: %(value)s"),
    "how": lazy("how: %(value)s"),
    "number": lazy("request number %(value)s"),
    "told": lazy("mails written about it: %(value)s"),
    "why": lazy("because: %(value)s"),
    "purpose": lazy("slip %(value)s"),
    "outcome": lazy("outcome: %(value)s"),
    "print_way": lazy("printed: %(value)s"),
}

VALUES = {
    **{("role", role.value): words for role, words in ROLES.items()},
    **{("text", name.value): words for name, words in TEXTS.items()},
    ("evidence", OWN_STATEMENT): EVIDENCE[OWN_STATEMENT],
    **{("how", end.value): words for end, words in ENDS.items()},
    **{("why", str(why)): words for why, words in WHY_FAILING.items()},
    **{("purpose", kind.value): words for kind, words in SLIP_KINDS.items()},
    **{("why", why.value): words for why, words in VOID_REASONS.items()},
    **{("outcome", outcome.value): words for outcome, words in OUTCOMES.items()},
    **{("print_way", way.value): words for way, words in PRINT_WAYS.items()},
    ("reason", "slip"): lazy("wrong start code"),
    ("way", "slip"): lazy("a slip"),
    ("way", "letter"): lazy("letter"),
    ("way", "label"): lazy("label"),
    ("reason", "reset-code"): lazy("wrong code of a request for a new password"),
    ("reason", "wrong"): lazy("wrong password"),
    ("reason", "identity"): lazy("wrong password or birth date before a test"),
    ("reason", "old-password"): lazy("wrong password when changing something"),
    ("reason", "unlock"): lazy("wrong password when unlocking the page"),
    **{("reason", reason.value): words for reason, words in KEPT_BECAUSE.items()},
    ("way", "password"): lazy("password"),
    ("way", "sign-up"): lazy("sign-up"),
    ("way", "changed"): lazy("the person herself, with the old password"),
    ("way", "link"): lazy("a link"),
}

REFUSALS = {
    **SLIP_REFUSALS,
    **CONTACT_REFUSALS,
    **CORRECTION_REFUSALS,
    "wait-seconds": lazy(
        "Please wait %(seconds)s seconds and try again. You have done nothing wrong; this protects everybody."
    ),
    "wait-minutes": lazy(
        "Please wait %(minutes)s minutes and try again. You have done nothing wrong; this protects everybody."
    ),
    "names-locked": lazy(
        "Your name was fixed when your first test began. Please call us "
        "to have it corrected; we need to see a document."
    ),
    "merge-one-record": lazy("This is one and the same record."),
    "merged-already": lazy("One of the two was merged already. Please look at its record first."),
    "merge-other-way": lazy(
        "Only the record that would go can sign in. Please let the other one stay, or make her a slip first."
    ),
    "merge-undone-already": lazy("This merge was undone already."),
    "apart-already": lazy("This was recorded already; nothing was changed."),
    "nothing-changes": lazy("This is what is recorded already; nothing was changed."),
    "name-not-possible": lazy("This name cannot be recorded. Please check it."),
    "birth-date-not-possible": lazy("This birth date cannot be recorded. Please check it."),
    "password-not-accepted": lazy("This password is not accepted. Please choose a longer or less usual one."),
    "link-not-usable": lazy("This link does not work any more. Please ask for a new one."),
    "not-an-address": lazy("This is not an e-mail address. Please write one such as hanako@example.jp."),
    "address-confirmed-already": lazy("This address is confirmed already."),
    "too-many-addresses": lazy("There are %(most)s addresses already. Please take one off first."),
    "last-operator": lazy("This is the last operator. Please give the role to somebody else first."),
    "everybody-is-a-learner": lazy("Everybody is a learner; this role is neither given nor ended."),
    "no-such-language": lazy("Mails are written in Japanese or English."),
}


def particulars(details: Mapping[str, object]) -> list[str]:
    """What an act of the record says beside its name, in words."""
    known = (
        (PARTICULARS[name], VALUES.get((name, str(value)), value))
        for name, value in details.items()
        if name in PARTICULARS
    )
    return [str(words) % {"value": value} for words, value in known]
