# SPDX-License-Identifier: Apache-2.0
"""The courses of the demo: whoever enrolled years ago took an edition of then."""

from __future__ import annotations

from datetime import date

import pytest

from lms.cli.content import COURSES, import_shipped, newest_editions
from lms.cli.demo import catalogue
from lms.courses import queries
from lms.db import reading, transaction
from lms.i18n import speaking
from tests.authoring.editions import checked

TODAY = date(2026, 11, 20)
REAL = [root for root in newest_editions(COURSES) if root.parent.name != "short-tour"]


@pytest.mark.usefixtures("context")
def test_nobody_of_the_demo_took_an_edition_that_was_not_published_yet():
    with speaking("en"):
        import_shipped(demonstration=True, published=catalogue.published)
    days = [date(2022, 10, 9), date(2023, 1, 9), date(2023, 1, 10), TODAY]
    with transaction():
        catalogue.former_editions(days)
    with reading():
        taken = [catalogue.edition_for(0, day) for day in days]
        labels = [edition.label for edition in taken]
        assert labels[:3] == ["2022-1", "2022-1", "2023-1"]
        assert labels[3] == queries.current_edition(taken[3].course).label
        for edition, day in zip(taken, days, strict=True):
            assert edition.published_at.date() <= day


@pytest.mark.usefixtures("context")
def test_later_people_take_turns_at_the_courses_that_are_shipped():
    with speaking("en"):
        import_shipped(demonstration=True, published=catalogue.published)
    with reading():
        taken = [catalogue.edition_for(number, TODAY).course.key for number in range(24)]
    assert set(taken[:8]) == {catalogue.COURSE}
    assert set(taken) == {root.parent.name for root in REAL if checked(root)[0] is not None}
