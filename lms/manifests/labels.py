# SPDX-License-Identifier: Apache-2.0
"""Findings in the reader's language."""

from __future__ import annotations

from lms.i18n import _
from lms.manifests.catalogue import CATALOGUE
from lms.manifests.findings import Finding


def what(finding: Finding) -> str:
    """What is wrong, in the language being spoken."""
    return _(CATALOGUE[finding.code].what) % dict(finding.values)


def expected(finding: Finding) -> str:
    """What should be there, in the language being spoken."""
    return _(CATALOGUE[finding.code].expected) % dict(finding.values)


def line_of(finding: Finding) -> str:
    """The whole finding on one line, in the language being spoken."""
    return _(
        "%(file)s:%(line)s: %(what)s, expected %(expected)s",
        file=finding.file,
        line=finding.line,
        what=what(finding),
        expected=expected(finding),
    )


def as_data(finding: Finding) -> dict[str, str | int]:
    """The finding for `--json`: its code never changes with the language, its words do."""
    return {
        "file": finding.file,
        "line": finding.line,
        "level": finding.level.value,
        "code": finding.code,
        "what": what(finding),
        "expected": expected(finding),
    }
