# SPDX-License-Identifier: Apache-2.0
"""What can be written into the audit record: each tag declares exactly the details it carries."""

from enum import StrEnum


class Tag(StrEnum):
    """A kind of act, in the past tense: `package:thing:acted`."""

    PERSON_REGISTERED = "accounts:person:registered"
    NAME_RECORDED = "accounts:name:recorded"
    BIRTH_DATE_RECORDED = "accounts:birth-date:recorded"
    NAME_REQUESTED = "accounts:name:requested"
    NAME_REQUEST_ENDED = "accounts:name-request:ended"
    PRINTED_FORM_CHOSEN = "accounts:printed-form:chosen"
    ACCOUNT_OPENED = "accounts:account:opened"
    PASSWORD_CHANGED = "accounts:password:changed"  # noqa: S105
    PASSWORD_RESET_REQUESTED = "accounts:password:reset-requested"  # noqa: S105
    RESET_WAITING = "accounts:reset:begun"
    RESET_RELEASED = "accounts:reset:released"
    RESET_STOPPED = "accounts:reset:stopped"
    SIGNED_IN = "accounts:session:opened"
    SIGN_IN_REFUSED = "accounts:session:refused"
    SIGNED_OUT = "accounts:session:closed"
    SESSION_SHARED = "accounts:session:shared"
    SESSION_LOCKED = "accounts:session:locked"
    SESSION_UNLOCKED = "accounts:session:unlocked"
    FORM_KEPT = "accounts:form:kept"
    KEPT_FORM_SETTLED = "accounts:kept-form:settled"
    CONTACT_ADDED = "accounts:contact:added"
    CONTACT_CONFIRMED = "accounts:contact:confirmed"
    CONTACT_REMOVED = "accounts:contact:removed"
    CONTACT_MARKED = "accounts:contact:marked"
    CONTACT_FAILING = "accounts:contact:failing"
    CONTACT_WORKING = "accounts:contact:working"
    TERMS_ACCEPTED = "accounts:terms:accepted"
    ROLE_GRANTED = "accounts:role:granted"
    ROLE_ENDED = "accounts:role:ended"
    OPERATOR_INVITED = "accounts:operator:invited"
    SLIP_MADE = "accounts:slip:made"
    SLIP_FETCHED = "accounts:slip:fetched"
    SLIP_VOIDED = "accounts:slip:voided"
    SLIP_USED = "accounts:slip:used"
    SLIP_LIST_ENTERED = "accounts:slip-list:entered"
    SLIP_LIST_CONFIRMED = "accounts:slip-list:confirmed"
    NOTICES_READ = "accounts:notices:read"
    CALL_NOTED = "accounts:call:noted"
    PERSON_MERGED = "accounts:person:merged"
    MERGE_UNDONE = "accounts:person:merge-undone"
    PERSONS_TOLD_APART = "accounts:person:told-apart"
    MEMBERSHIP_BEGUN = "accounts:membership:begun"
    MEMBERSHIP_ENDED = "accounts:membership:ended"
    ORGANIZATION_NAMED = "accounts:organization:named"
    LETTER_PRINTED = "accounts:letter:printed"
    RULE_SET_IMPORTED = "rules:rule-set:imported"
    RULE_SIGNED_OFF = "rules:rule-set:signed-off"
    EDITION_PUBLISHED = "courses:edition:published"
    ENROLLED = "courses:enrolment:begun"
    STUDY_CREDITED = "courses:study:credited"
    STUDY_TAKEN_OVER = "courses:study:taken-over"
    COURSE_COMPLETED = "courses:course:completed"
    ENROLMENT_FAILED = "courses:enrolment:failed"
    BANK_PUBLISHED = "quizzes:bank:published"
    ATTEMPT_BEGUN = "quizzes:attempt:begun"
    ATTEMPT_MARKED = "quizzes:attempt:marked"
    ISSUER_RECORDED = "certificates:issuer:recorded"
    KEY_CREATED = "certificates:key:created"
    KEY_RETIRED = "certificates:key:retired"
    CERTIFICATE_ISSUED = "certificates:certificate:issued"
    CERTIFICATE_RENDERED = "certificates:certificate:rendered"
    BACKLOG_ISSUED = "certificates:backlog:issued"
    NOTICE_SENT_AGAIN = "certificates:notice:sent-again"
    JOB_RETRIED = "jobs:job:retried"
    JOB_DISMISSED = "jobs:job:dismissed"


DETAILS: dict[Tag, frozenset[str]] = {
    Tag.PERSON_REGISTERED: frozenset({"learner_number"}),
    Tag.NAME_RECORDED: frozenset({"evidence"}),
    Tag.BIRTH_DATE_RECORDED: frozenset({"evidence"}),
    Tag.NAME_REQUESTED: frozenset({"number"}),
    Tag.NAME_REQUEST_ENDED: frozenset({"number", "outcome"}),
    Tag.PRINTED_FORM_CHOSEN: frozenset({"print_way", "spoken"}),
    Tag.ACCOUNT_OPENED: frozenset(),
    Tag.PASSWORD_CHANGED: frozenset({"way"}),
    Tag.PASSWORD_RESET_REQUESTED: frozenset(),
    Tag.RESET_WAITING: frozenset({"number", "told"}),
    Tag.RESET_RELEASED: frozenset({"number", "evidence"}),
    Tag.RESET_STOPPED: frozenset({"number", "how"}),
    Tag.SIGNED_IN: frozenset({"way"}),
    Tag.SIGN_IN_REFUSED: frozenset({"reason"}),
    Tag.SIGNED_OUT: frozenset({"everywhere"}),
    Tag.SESSION_SHARED: frozenset({"shared"}),
    Tag.SESSION_LOCKED: frozenset(),
    Tag.SESSION_UNLOCKED: frozenset(),
    Tag.FORM_KEPT: frozenset({"page", "reason"}),
    Tag.KEPT_FORM_SETTLED: frozenset({"page"}),
    Tag.CONTACT_ADDED: frozenset({"kind", "own"}),
    Tag.CONTACT_CONFIRMED: frozenset({"kind", "signs_in"}),
    Tag.CONTACT_REMOVED: frozenset({"kind"}),
    Tag.CONTACT_MARKED: frozenset({"kind", "own"}),
    Tag.CONTACT_FAILING: frozenset({"kind", "why"}),
    Tag.CONTACT_WORKING: frozenset({"kind"}),
    Tag.TERMS_ACCEPTED: frozenset({"text", "digest"}),
    Tag.ROLE_GRANTED: frozenset({"role", "scope"}),
    Tag.ROLE_ENDED: frozenset({"role", "scope"}),
    Tag.OPERATOR_INVITED: frozenset(),
    Tag.SLIP_MADE: frozenset({"purpose", "evidence", "slip"}),
    Tag.SLIP_FETCHED: frozenset({"slip"}),
    Tag.SLIP_VOIDED: frozenset({"why", "slip"}),
    Tag.SLIP_USED: frozenset({"purpose", "slip"}),
    Tag.SLIP_LIST_ENTERED: frozenset({"rows", "organization"}),
    Tag.SLIP_LIST_CONFIRMED: frozenset({"rows", "organization"}),
    Tag.NOTICES_READ: frozenset({"count"}),
    Tag.CALL_NOTED: frozenset(),
    Tag.PERSON_MERGED: frozenset({"other", "into"}),
    Tag.MERGE_UNDONE: frozenset({"other"}),
    Tag.PERSONS_TOLD_APART: frozenset({"other"}),
    Tag.MEMBERSHIP_BEGUN: frozenset({"organization"}),
    Tag.MEMBERSHIP_ENDED: frozenset({"organization"}),
    Tag.ORGANIZATION_NAMED: frozenset({"name"}),
    Tag.LETTER_PRINTED: frozenset({"way"}),
    Tag.RULE_SET_IMPORTED: frozenset({"scheme", "version", "digest"}),
    Tag.RULE_SIGNED_OFF: frozenset({"digest", "item", "document"}),
    Tag.EDITION_PUBLISHED: frozenset({"course", "edition", "digest"}),
    Tag.ENROLLED: frozenset({"edition"}),
    Tag.STUDY_CREDITED: frozenset({"page", "seconds", "source"}),
    Tag.STUDY_TAKEN_OVER: frozenset({"page"}),
    Tag.COURSE_COMPLETED: frozenset({"completed_on"}),
    Tag.ENROLMENT_FAILED: frozenset(),
    Tag.BANK_PUBLISHED: frozenset({"edition", "questions"}),
    Tag.ATTEMPT_BEGUN: frozenset({"number", "identity"}),
    Tag.ATTEMPT_MARKED: frozenset({"score", "passed", "way"}),
    Tag.ISSUER_RECORDED: frozenset({"name", "from_day"}),
    Tag.KEY_CREATED: frozenset({"kid"}),
    Tag.KEY_RETIRED: frozenset({"kid"}),
    Tag.CERTIFICATE_ISSUED: frozenset({"number", "sample"}),
    Tag.CERTIFICATE_RENDERED: frozenset({"reissue"}),
    Tag.BACKLOG_ISSUED: frozenset({"count"}),
    Tag.NOTICE_SENT_AGAIN: frozenset({"number"}),
    Tag.JOB_RETRIED: frozenset({"kind"}),
    Tag.JOB_DISMISSED: frozenset({"kind"}),
}
