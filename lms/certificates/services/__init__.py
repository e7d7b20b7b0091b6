# SPDX-License-Identifier: Apache-2.0
"""What can be done with certificates: issue, render, record the issuer, keep the keys, answer careful questions."""

from lms.certificates.services.asking import compare_birth_date, find_by_number
from lms.certificates.services.issuers import keep_seal, record_issuer
from lms.certificates.services.issuing import begin_backlog, issue, issue_backlog
from lms.certificates.services.keys import active_key, create_key, has_key, retire_key, rotate_keys
from lms.certificates.services.papers import (
    bears_former_details,
    code_url,
    failure_notice_pdf,
    keep_rendition,
    learning_record_pdf,
    pdf_of,
    preview_pdf,
    reissue,
)
from lms.certificates.services.printing import as_issuer
from lms.certificates.services.readiness import earned_kind, first_steps, open_sign_off, readiness
from lms.certificates.services.telling import send_notice_again, tell_holder

__all__ = [
    "active_key",
    "as_issuer",
    "bears_former_details",
    "begin_backlog",
    "code_url",
    "compare_birth_date",
    "create_key",
    "earned_kind",
    "failure_notice_pdf",
    "find_by_number",
    "first_steps",
    "has_key",
    "issue",
    "issue_backlog",
    "keep_rendition",
    "keep_seal",
    "learning_record_pdf",
    "open_sign_off",
    "pdf_of",
    "preview_pdf",
    "readiness",
    "record_issuer",
    "reissue",
    "retire_key",
    "rotate_keys",
    "send_notice_again",
    "tell_holder",
]
