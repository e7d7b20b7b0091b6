# SPDX-License-Identifier: Apache-2.0
"""Words about slips, lists of people, organizations and what is told at the next sign-in."""

from __future__ import annotations

from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.domain.slip_lists import ListColumn
from lms.accounts.domain.slips import CodeFault, SlipKind, SlipRefusal, SlipState, VoidReason
from lms.i18n import lazy

# Shown as typed in both languages. The example is no code: its check sign is wrong on purpose.
CODE_EXAMPLE = {"ja": "K7M-3XW-Q9A"}

CODE_FAULTS = {
    CodeFault.LENGTH: lazy("The start code has nine signs in three groups, such as %(example)s. Please count again."),
    CodeFault.NUMBER: lazy(
        "This is a learner number. The start code stands below it on the slip; it has nine letters and digits, "
        "such as %(example)s."
    ),
    CodeFault.LOOK_ALIKE: lazy(
        "The digits 0 and 1 and the letters O, I and L never stand in a start code. You typed %(signs)s: please look "
        "again which sign it is. Example: %(example)s."
    ),
    CodeFault.SIGNS: lazy(
        "A start code has only letters A to Z and digits. You typed %(signs)s: please switch the keyboard to letters. "
        "Example: %(example)s."
    ),
    CodeFault.MISTYPED: lazy(
        "One sign is wrong, or two changed places. Please compare what you typed with the slip, group by group. "
        "Example: %(example)s."
    ),
}

SLIP_STATES = {
    SlipState.OPEN: lazy("may be used"),
    SlipState.USED: lazy("was used"),
    SlipState.VOID: lazy("void"),
    SlipState.EXPIRED: lazy("too old"),
}

# Said only to whoever typed the right code, so to whoever has the paper.
DEAD_SLIPS = {
    SlipState.USED: lazy(
        "This slip was used already. Please sign in with your learner number and the password that was chosen. "
        "If it was not you, please call us at once."
    ),
    SlipState.VOID: lazy("This slip does not work any more: a newer one was made. Please use the newest, or call us."),
    SlipState.EXPIRED: lazy("This slip is too old: it worked for 14 days. Please call us; we make a new one."),
}

SLIP_KINDS = {
    SlipKind.FIRST: lazy("to begin with"),
    SlipKind.RECOVERY: lazy("to choose a new password"),
}

VOID_REASONS = {
    VoidReason.NEWER: lazy("a newer slip was made"),
    VoidReason.LOST: lazy("it was lost or not wanted"),
    VoidReason.LEFT: lazy("the person left the organization"),
}

COLUMNS = {
    ListColumn.REGISTER: lazy("name in kanji"),
    ListColumn.KANA: lazy("reading in katakana"),
    ListColumn.LATIN: lazy("name in Latin letters"),
    ListColumn.BIRTH_DATE: lazy("birth date"),
}

NOTICES = {
    NoticeKind.SLIP_MADE: lazy("A slip was made for you."),
    NoticeKind.SLIP_VOIDED: lazy("A slip was made void before anybody used it."),
    NoticeKind.SLIP_USED: lazy("A slip was used, and a password was chosen with it."),
    NoticeKind.NAME_GRANTED: lazy("Your name or birth date was corrected as you asked."),
    NoticeKind.NAME_REFUSED: lazy("Your name or birth date was not corrected."),
    NoticeKind.NAME_EXPIRED: lazy(
        "Your request about name or birth date was not decided in time and has ended. Please ask again, or call us."
    ),
}

# What a letter says that others may open: that there is something, never what.
SOMETHING_WAITS = lazy("There is a message for you about your account. You read it when you sign in.")

# Shown as typed in both languages.
POSTAL_EXAMPLES = {
    "postcode": {"ja": "100-0001"},
    "street": {"ja": "東京都千代田区千代田1-1"},
    "building": {"ja": "みほん荘101号"},
    "care_of": {"ja": "みほん農園 気付"},
}

# Why nobody may make this slip; the keys are the codes of the refusals.
SLIP_REFUSALS = {
    SlipRefusal.CLOSED.value: lazy("This account is closed. Please ask the operator."),
    SlipRefusal.OUTRANKED.value: lazy(
        "This person has duties on this site. For her the operator makes the slip, so that nobody takes over an "
        "account that may do more."
    ),
    SlipRefusal.BEGUN.value: lazy(
        "This person has signed in before. To choose a new password she calls the training body: only an officer makes "
        "that slip."
    ),
    SlipRefusal.MERGED.value: lazy(
        "This record was found to belong to another one. Please make the slip on the page of that one."
    ),
    "slip-not-open": lazy("This slip was used or made void meanwhile. Please make a new one."),
    "slip-fetched-already": lazy(
        "This paper was fetched already, or it is older than a day. Please make a new slip: the one before stops "
        "working."
    ),
    "slip-list-confirmed": lazy(
        "This list was confirmed already. What was registered is corrected on each person’s page."
    ),
    "slip-list-empty": lazy("Every line is left out. Please keep at least one."),
    "slip-list-all-begun": lazy("Everybody on this list has begun; nobody needs a new slip."),
    "slip-list-not-right": lazy("Some lines are not right yet. Please correct them or leave them out."),
    "slip-list-not-finished": lazy("The slips are still being made. Please wait a moment and open the page again."),
    "list-columns-missing": lazy(
        "We could not find these columns: %(missing)s. Please name the columns in the first line, as in the sample "
        "file."
    ),
    "sheet-too-large": lazy("This is larger than %(most)s KB. Please send the list in several parts."),
    "sheet-too-many-rows": lazy("There are more than %(most)s lines. Please send the list in several parts."),
    "sheet-cell-too-long": lazy("A cell in line %(row)s is longer than %(most)s characters. Is it the right list?"),
    "sheet-not-readable": lazy(
        "This file cannot be read. Please save it as an Excel workbook (.xlsx) or as CSV, or paste the lines."
    ),
    "sheet-locked": lazy("This workbook has a password. Please save it without one, or paste the lines."),
    "sheet-empty": lazy("There is no line with people in it. Please look whether it is the right file."),
    "organization-without-name": lazy("Please write the name of the organization, such as Mihon Cooperative."),
    "organization-not-yours": lazy("You do not look after the people of this organization any more."),
}
