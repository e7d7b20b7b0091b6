# SPDX-License-Identifier: Apache-2.0
"""The fuse box: what is plugged into the site, as literal tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from click import Command
from flask import Blueprint as AnyBlueprint  # noqa: TID251 - only as a type

from lms.access.permissions import Permission
from lms.accounts import jobs as account_jobs
from lms.accounts.labels import REFUSALS as ACCOUNT_REFUSALS
from lms.accounts.views import routes as account_pages
from lms.admin import labels as admin_labels
from lms.admin.views import routes as admin_pages
from lms.authoring import labels as authoring_labels
from lms.certificates import jobs as certificate_jobs
from lms.certificates import labels as certificate_labels
from lms.certificates import views as certificate_views
from lms.cli import certificates as cli_certificates
from lms.cli import content as cli_content
from lms.cli import database as cli_database
from lms.cli import docs as cli_docs
from lms.cli import jobs as cli_jobs
from lms.cli import mail as cli_mail
from lms.cli import people as cli_people
from lms.cli import serve as cli_serve
from lms.cli.demo import command as cli_demo
from lms.courses import labels as course_labels
from lms.courses import views as course_views
from lms.drafts import jobs as draft_jobs
from lms.home import views as home_pages
from lms.i18n import lazy
from lms.jobs import jobs as job_jobs
from lms.jobs.worker import Handler, Registry, Repeated
from lms.mail import jobs as mail_jobs
from lms.quizzes import jobs as quiz_jobs
from lms.quizzes import labels as quiz_labels
from lms.quizzes.views import learner as quiz_pages
from lms.rules import labels as rule_labels
from lms.web.navigation import MenuEntry

BLUEPRINTS: Sequence[AnyBlueprint] = (
    account_pages.bp,
    course_views.bp,
    quiz_pages.bp,
    certificate_views.bp,
    home_pages.bp,
    admin_pages.bp,
)

HANDLERS: Mapping[str, Handler] = {
    "accounts.announce_reset": account_jobs.announce_reset,
    "accounts.delete_evidence": account_jobs.delete_evidence,
    "accounts.note_failing": account_jobs.note_failing,
    "accounts.make_slips": account_jobs.make_slips,
    "accounts.send_reset": account_jobs.send_reset,
    "accounts.sweep": account_jobs.sweep,
    "certificates.issue": certificate_jobs.issue,
    "certificates.issue_missing": certificate_jobs.issue_missing,
    "certificates.issue_backlog": certificate_jobs.issue_backlog,
    "certificates.render": certificate_jobs.render,
    "certificates.send_notice": certificate_jobs.send_notice,
    "drafts.sweep": draft_jobs.sweep,
    "jobs.sweep": job_jobs.sweep,
    "mail.send": mail_jobs.send,
    "quizzes.close_attempt": quiz_jobs.close_attempt,
    "quizzes.close_overdue": quiz_jobs.close_overdue,
}

OUTSIDE = frozenset({"certificates.render", "mail.send"})

LISTENERS: Mapping[str, Sequence[str]] = {
    "CertificateIssued": ("certificates.send_notice",),
    "CourseCompleted": ("certificates.issue",),
    "MailRefused": ("accounts.note_failing",),
}

SCHEDULE: Sequence[Repeated] = (
    Repeated("accounts.sweep", timedelta(days=1)),
    Repeated("drafts.sweep", timedelta(hours=1)),
    Repeated("jobs.sweep", timedelta(days=1)),
    Repeated("quizzes.close_overdue", timedelta(hours=1)),
    Repeated("certificates.issue_missing", timedelta(hours=1)),
)

COMMANDS: Sequence[Command] = (
    cli_certificates.certificates_group,
    cli_certificates.keys_group,
    cli_content.group,
    cli_database.group,
    cli_docs.group,
    cli_jobs.group,
    cli_mail.group,
    cli_people.group,
    cli_serve.command,
    cli_demo.command,
)

MENU: Sequence[MenuEntry] = (
    MenuEntry(lazy("Courses"), "courses.catalogue"),
    MenuEntry(lazy("My learning"), "home.my", Permission.CERTIFICATE_LIST),
    MenuEntry(lazy("My certificates"), "certificates.mine", Permission.CERTIFICATE_LIST),
    MenuEntry(lazy("Verify a certificate"), "certificates.verify"),
    MenuEntry(lazy("People"), "accounts.people", Permission.PERSON_FIND),
    MenuEntry(lazy("Slips"), "accounts.slips", Permission.PERSON_REGISTER),
    MenuEntry(lazy("First steps"), "admin.first_steps", Permission.FIRST_STEPS_FOLLOW),
    MenuEntry(lazy("Acts on record"), "admin.records", Permission.AUDIT_READ),
    MenuEntry(lazy("Jobs"), "admin.queue", Permission.JOB_WATCH),
)

SENTENCES: Mapping[str, Any] = {
    **ACCOUNT_REFUSALS,
    **admin_labels.REFUSALS,
    **authoring_labels.REFUSALS,
    **certificate_labels.REFUSALS,
    **course_labels.REFUSALS,
    **quiz_labels.REFUSALS,
    **rule_labels.REFUSALS,
    "too-many-requests": lazy("Too many requests came from your network. Please wait a little and try again."),
    "draft-too-large": lazy("This is more than the form can take. Please send it in several parts."),
    "page-of-another-person": lazy(
        "This page was opened by another learner. What you sent was not booked to anybody. Please open the page again."
    ),
    "session-locked": lazy("The page is locked. Please type the password to go on."),
}


def registry() -> Registry:
    """What the worker needs to know."""
    return Registry(handlers=HANDLERS, listeners=LISTENERS, schedule=SCHEDULE, outside=OUTSIDE)
