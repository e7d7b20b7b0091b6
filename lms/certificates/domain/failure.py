# SPDX-License-Identifier: Apache-2.0
"""The notice that a test was not passed: what is printed, and no score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.certificates.domain.snapshot import Course, Holder, Issuer, TestResult, Words


@dataclass(frozen=True, slots=True)
class NoticeOfFailure:
    """Who took which test when, the mark that was not reached, what to revise and what may be done next."""

    learner_number: str
    holder: Holder
    course: Course
    course_type: Words
    test: TestResult
    taken_on: date
    issued_on: date
    issuer: Issuer
    revise: tuple[Words, ...]
    next_steps: tuple[Words, ...]
    contact: Words
    title: Words
    is_sample: bool = False
