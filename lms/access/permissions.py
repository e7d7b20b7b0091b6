# SPDX-License-Identifier: Apache-2.0
"""Everything that can be allowed, `package:thing:action`."""

from enum import StrEnum


class Permission(StrEnum):
    """A right. What each needs stands in policy.py."""

    ACCOUNT_KEEP = "accounts:account:keep"
    CONTACT_KEEP = "accounts:contact:keep"
    NAME_CORRECT = "accounts:name:correct"
    PERSON_FIND = "accounts:person:find"
    ROLE_GRANT = "accounts:role:grant"
    AUDIT_READ = "admin:audit:read"
    FIRST_STEPS_FOLLOW = "admin:first-steps:follow"
    JOB_SETTLE = "admin:job:settle"
    JOB_WATCH = "admin:job:watch"
    BACKLOG_ISSUE = "certificates:backlog:issue"
    CERTIFICATE_DOWNLOAD = "certificates:certificate:download"
    CERTIFICATE_LIST = "certificates:certificate:list"
    ISSUER_RECORD = "certificates:issuer:record"
    ENROLMENT_BEGIN = "courses:enrolment:begin"
    ENROLMENT_STUDY = "courses:enrolment:study"
    ATTEMPT_BEGIN = "quizzes:attempt:begin"
    ATTEMPT_TAKE = "quizzes:attempt:take"
    RULES_SIGN_OFF = "rules:rule-set:sign-off"
