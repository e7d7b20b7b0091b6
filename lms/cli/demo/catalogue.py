# SPDX-License-Identifier: Apache-2.0
"""Which edition the people of the demo took: the shipped ones, and for years long past the manager's course of then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from lms.access.identity import SITE
from lms.authoring import services as authoring
from lms.authoring.domain.package import Package
from lms.cli.content import COURSES, newest_editions
from lms.courses import queries as courses
from lms.periods import TOKYO
from lms.rules import queries as rules

if TYPE_CHECKING:
    from lms.courses.models import Edition

COURSE = "training-manager"
# The first people of the demo show every stage in one course; after them, the courses take turns.
IN_ONE_COURSE = 8
PUBLISHED = (1, 10)
NINE = time(9, 0)


def published(root: Path) -> datetime:
    """Each edition came out in the January of its label's year."""
    return _january(int(root.name.split("-")[0]))


def former_editions(enrolled: Iterable[date]) -> None:
    """Publish the manager's course of former years for those who took it then: the same pages under older labels."""
    root = next(root for root in newest_editions(COURSES) if root.parent.name == COURSE)
    years = sorted({_year(day) for day in enrolled if _year(day) < published(root).year})
    package = authoring.check_package(root, rules.current_all())[0] if years else None
    if package is not None:
        for year in years:
            authoring.import_package(_under(package, f"{year}-1"), root, by=SITE, at=_january(year))


def _under(package: Package, label: str) -> Package:
    """The same pages as an edition with another label."""
    digest = hashlib.sha256(f"{package.digest} {label}".encode()).hexdigest()
    return replace(package, manifest=replace(package.manifest, edition=label), digest=digest)


def edition_for(number: int, enrolled_on: date) -> Edition:
    """The edition that a person of the demo took when she enrolled: one that had been published by then."""
    offered = [offer.edition for offer in courses.offers(enrolled_on) if not offer.is_fictitious]
    manager = next((edition for edition in offered if edition.course.key == COURSE), None)
    if manager is None:
        raise RuntimeError("the shipped course was not imported")
    if _year(enrolled_on) < int(manager.label.split("-")[0]):
        former = courses.edition_by_label(COURSE, f"{_year(enrolled_on)}-1")
        return former or manager
    return manager if number < IN_ONE_COURSE else offered[number % len(offered)]


def _year(day: date) -> int:
    return day.year if (day.month, day.day) >= PUBLISHED else day.year - 1


def _january(year: int) -> datetime:
    return datetime.combine(date(year, *PUBLISHED), NINE, tzinfo=TOKYO).astimezone(UTC)
