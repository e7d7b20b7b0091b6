# SPDX-License-Identifier: Apache-2.0
"""What the worker does for certificates; each is safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lms import clock
from lms.access.identity import SITE, Identity
from lms.certificates import queries, services
from lms.db import reading, transaction
from lms.periods import tokyo_day

PATIENCE = timedelta(hours=1)
MOST_AT_ONCE = 20


def issue(payload: Mapping[str, Any]) -> None:
    """Issue what a completion earns."""
    completion = queries.completion_by_key(payload["completion_key"])
    if completion is not None:
        at = clock.now()
        services.issue(completion, at=at, on=tokyo_day(at))


def issue_missing(_payload: Mapping[str, Any]) -> None:
    """Issue what a completion earned whose own job was given up."""
    at = clock.now()
    for completion in queries.without_paper(completed_before=at - PATIENCE, limit=MOST_AT_ONCE):
        services.issue(completion, at=at, on=tokyo_day(at))


def render(payload: Mapping[str, Any]) -> None:
    """Make and store the paper of a certificate. Typesetting happens between two acts: nobody waits for it."""
    certificate_id = payload["certificate_id"]
    with reading():
        certificate = queries.by_certificate_id(certificate_id)
        if certificate is None or queries.rendition_of(certificate) is not None:
            return
        pdf = services.pdf_of(certificate)
    with transaction():
        certificate = queries.by_certificate_id(certificate_id)
        if certificate is not None:
            services.keep_rendition(certificate, pdf, by=SITE, at=clock.now())


def send_notice(payload: Mapping[str, Any]) -> None:
    """Tell the holder that the certificate is ready."""
    certificate = queries.by_certificate_id(payload["certificate_id"])
    if certificate is not None:
        services.tell_holder(certificate, at=clock.now())


def issue_backlog(payload: Mapping[str, Any]) -> None:
    """Issue real certificates for the next completions that have only a sample."""
    services.issue_backlog(
        after=payload["after"],
        count=payload["count"],
        by=Identity(person_key=payload["by"]),
        at=clock.now(),
        on=clock.today(),
    )
