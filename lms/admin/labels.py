# SPDX-License-Identifier: Apache-2.0
"""Words of the officer's and operator's room: kinds of job, their states, acts on record, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.accounts import labels as account_labels
from lms.audit import Tag
from lms.i18n import _, lazy
from lms.jobs.outbox import FACT_PREFIX
from lms.jobs.states import JobState

TEXTS = {str(name): words for name, words in account_labels.TEXTS.items()}
REFUSALS: Mapping[str, Any] = {
    "job-not-failed": lazy("This job has not failed, or somebody has settled it meanwhile. Please look again."),
}

JOB_STATES: Mapping[JobState, tuple[Any, str]] = {
    JobState.WAITING: (lazy("waiting"), "neutral"),
    JobState.RUNNING: (lazy("running"), "info"),
    JobState.RETRYING: (lazy("failed, will be tried again"), "notice"),
    JobState.FAILED: (lazy("given up"), "bad"),
}

# A kind that is not here is shown by its name.
JOB_KINDS: Mapping[str, Any] = {
    "accounts.announce_reset": lazy("Tell somebody that a new password was asked for"),
    "accounts.note_failing": lazy("Note that nothing arrives at a contact"),
    "accounts.send_reset": lazy("Mail the link for a new password"),
    "accounts.sweep": lazy("Forget counted tries, dead links and closed sessions"),
    "certificates.issue": lazy("Issue a certificate"),
    "certificates.issue_backlog": lazy("Issue certificates for earlier completions"),
    "certificates.issue_missing": lazy("Look for completions without a certificate"),
    "certificates.render": lazy("Make the PDF of a certificate"),
    "certificates.send_notice": lazy("Tell the holder that the certificate is ready"),
    "drafts.sweep": lazy("Forget what was typed and not sent"),
    "jobs.sweep": lazy("Forget jobs that are long done"),
    "mail.send": lazy("Send a mail"),
    "quizzes.close_attempt": lazy("Mark a test at the end of its time"),
    "quizzes.close_overdue": lazy("Look for tests whose time is over"),
    FACT_PREFIX + "CertificateIssued": lazy("Pass on: a certificate was issued"),
    FACT_PREFIX + "CourseCompleted": lazy("Pass on: a course was completed"),
    FACT_PREFIX + "MailRefused": lazy("Pass on: a mail came back"),
}

ACTS: Mapping[str, Any] = {
    **{str(tag): words for tag, words in account_labels.ACTS.items()},
    Tag.RULE_SET_IMPORTED: lazy("Rules imported"),
    Tag.RULE_SIGNED_OFF: lazy("Item of the rules signed off"),
    Tag.EDITION_PUBLISHED: lazy("Edition of a course published"),
    Tag.ENROLLED: lazy("Enrolled in a course"),
    Tag.STUDY_CREDITED: lazy("Credited study time"),
    Tag.STUDY_TAKEN_OVER: lazy("Study moved to another window or device"),
    Tag.COURSE_COMPLETED: lazy("Course completed"),
    Tag.ENROLMENT_FAILED: lazy("Enrolment ended after the last failed test"),
    Tag.BANK_PUBLISHED: lazy("Questions of an edition published"),
    Tag.ATTEMPT_BEGUN: lazy("Test begun"),
    Tag.ATTEMPT_MARKED: lazy("Test marked"),
    Tag.ISSUER_RECORDED: lazy("Details of the training body recorded"),
    Tag.KEY_CREATED: lazy("Signing key made"),
    Tag.KEY_RETIRED: lazy("Signing key taken out of use"),
    Tag.CERTIFICATE_ISSUED: lazy("Certificate issued"),
    Tag.CERTIFICATE_RENDERED: lazy("PDF of a certificate made"),
    Tag.BACKLOG_ISSUED: lazy("Certificates for earlier completions issued"),
    Tag.NOTICE_SENT_AGAIN: lazy("Notice of a certificate sent again"),
    Tag.JOB_RETRIED: lazy("Job tried again"),
    Tag.JOB_DISMISSED: lazy("Job dismissed"),
}

# What a record is about, where its key alone says nothing.
ABOUT: Mapping[str, Any] = {
    "Attempt": lazy("test"),
    "Certificate": lazy("certificate"),
    "Completion": lazy("completion"),
    "Edition": lazy("edition"),
    "Enrolment": lazy("enrolment"),
    "IssuerVersion": lazy("training body"),
    "RuleSetText": lazy("rules"),
}


def job_kind(kind: str) -> str:
    """What a job is for."""
    return str(JOB_KINDS.get(kind, kind))


def texts_accepted(accepted: Mapping[str, str] | None) -> str:
    """Which texts, each with the beginning of the hash of its wording."""
    return _(", ").join(f"{TEXTS.get(name, name)} ({digest[:8]})" for name, digest in sorted((accepted or {}).items()))


def act(tag: str) -> str:
    """What was done."""
    return str(ACTS.get(tag, tag))


def particulars(tag: str, details: Mapping[str, object]) -> list[str]:
    """What the record says of an act beside its name: acts about accounts in words, others as they are kept."""
    if tag.startswith("accounts:"):
        return account_labels.particulars(details)
    return [f"{name}: {value}" for name, value in sorted(details.items())]
