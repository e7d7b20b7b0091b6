# SPDX-License-Identifier: Apache-2.0
import pytest

from lms.courses.domain.progress import Needed, Progress, progress
from lms.rules.domain.facts import Bilingual

LAW = (
    Needed("act", Bilingual("法", "Act"), 90),
    Needed("labour", Bilingual("労働", "Labour"), 30),
    Needed("duties", Bilingual("職務", "Duties"), 60),
)


def after(**minutes: float) -> Progress:
    return progress(LAW, {item: int(count * 60) for item, count in minutes.items()})


def test_nothing_is_complete_before_anything_is_credited():
    begun = after()
    assert not begun.is_complete
    assert not begun.has_begun
    assert (begun.counted_minutes, begun.needed_minutes) == (0, 180)


def test_all_is_complete_when_every_subject_has_its_minutes():
    assert after(act=90, labour=30, duties=60).is_complete


def test_minutes_of_one_subject_do_not_help_another():
    assert not after(act=180, labour=0, duties=60).is_complete


def test_the_last_second_counts():
    almost = progress(LAW, {"act": 90 * 60 - 1})
    assert not almost.items[0].is_complete
    assert progress(LAW, {"act": 90 * 60}).items[0].is_complete


def test_more_than_the_law_demands_is_credited_but_does_not_count_twice():
    item = after(act=120).items[0]
    assert (item.credited_minutes, item.counted_minutes, item.needed_minutes) == (120, 90, 90)
    assert after(act=120).counted_minutes == 90


def test_a_minute_counts_when_it_is_full():
    assert progress(LAW, {"act": 119}).items[0].counted_minutes == 1


@pytest.mark.parametrize(
    ("credited", "open_items"),
    [
        ({}, ["act"]),
        ({"act": 89.9}, ["act"]),
        ({"act": 90}, ["act", "labour"]),
        ({"act": 90, "labour": 29}, ["act", "labour"]),
        ({"act": 90, "labour": 30}, ["act", "labour", "duties"]),
        ({"labour": 30, "duties": 60}, ["act"]),
    ],
)
def test_a_subject_opens_when_those_before_it_have_their_minutes(credited, open_items):
    assert [item.legal_item for item in LAW if after(**credited).is_open(item.legal_item)] == open_items


def test_a_shut_subject_names_the_first_one_it_waits_for():
    waits = after(act=90).waits_for("duties")
    assert waits is not None
    assert waits.legal_item == "labour"


def test_a_subject_that_the_course_lacks_is_found_by_nobody():
    assert after().item("history") is None
