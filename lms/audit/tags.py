# SPDX-License-Identifier: Apache-2.0
"""What can be written into the audit record: each tag declares exactly the details it carries."""

from enum import StrEnum


class Tag(StrEnum):
    """A kind of act, in the past tense: `package:thing:acted`."""

    PERSON_REGISTERED = "accounts:person:registered"
    NAME_RECORDED = "accounts:name:recorded"
    BIRTH_DATE_RECORDED = "accounts:birth-date:recorded"
    ACCOUNT_OPENED = "accounts:account:opened"
    PASSWORD_CHANGED = "accounts:password:changed"  # noqa: S105
    PASSWORD_RESET_REQUESTED = "accounts:password:reset-requested"  # noqa: S105
    SIGNED_IN = "accounts:session:opened"
    SIGN_IN_REFUSED = "accounts:session:refused"
    SIGNED_OUT = "accounts:session:closed"
    CONTACT_ADDED = "accounts:contact:added"
    CONTACT_CONFIRMED = "accounts:contact:confirmed"
    CONTACT_REMOVED = "accounts:contact:removed"
    TERMS_ACCEPTED = "accounts:terms:accepted"
    ROLE_GRANTED = "accounts:role:granted"
    ROLE_ENDED = "accounts:role:ended"
    OPERATOR_INVITED = "accounts:operator:invited"
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
    Tag.ACCOUNT_OPENED: frozenset(),
    Tag.PASSWORD_CHANGED: frozenset({"way"}),
    Tag.PASSWORD_RESET_REQUESTED: frozenset(),
    Tag.SIGNED_IN: frozenset({"way"}),
    Tag.SIGN_IN_REFUSED: frozenset({"reason"}),
    Tag.SIGNED_OUT: frozenset({"everywhere"}),
    Tag.CONTACT_ADDED: frozenset({"kind", "own"}),
    Tag.CONTACT_CONFIRMED: frozenset({"kind", "signs_in"}),
    Tag.CONTACT_REMOVED: frozenset({"kind"}),
    Tag.TERMS_ACCEPTED: frozenset({"text", "digest"}),
    Tag.ROLE_GRANTED: frozenset({"role", "scope"}),
    Tag.ROLE_ENDED: frozenset({"role", "scope"}),
    Tag.OPERATOR_INVITED: frozenset(),
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
