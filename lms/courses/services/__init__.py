# SPDX-License-Identifier: Apache-2.0
"""Writing courses: publishing editions, enrolling and completing, crediting study time."""

from lms.courses.services.enrolments import close_failed, complete, enrol
from lms.courses.services.publication import publish
from lms.courses.services.recording import CreditSource, record_credit
from lms.courses.services.study import Heard, Seen, hear, sit_down

__all__ = [
    "CreditSource",
    "Heard",
    "Seen",
    "close_failed",
    "complete",
    "enrol",
    "hear",
    "publish",
    "record_credit",
    "sit_down",
]
