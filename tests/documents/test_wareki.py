# SPDX-License-Identifier: Apache-2.0
"""Dates by the era, at the edges where they go wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.documents.wareki import ERAS, FIRST_DAY, era_of, wareki


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 7, 10), "令和8年7月10日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 12, 31), "令和元年12月31日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_a_day_is_written_as_offices_write_it(day, written):
    assert wareki(day) == written


def test_before_the_calendar_was_changed_there_is_no_such_date():
    with pytest.raises(ValueError, match="1873"):
        wareki(FIRST_DAY - timedelta(days=1))


@given(st.dates(FIRST_DAY))
def test_era_and_year_lead_back_to_the_calendar_year(day):
    era, year = era_of(day)
    assert era.year_one + year - 1 == day.year
    assert year >= 1


def test_eras_follow_each_other_and_have_a_name_in_both_languages():
    days = [era.first_day for era in ERAS]
    assert days == sorted(days, reverse=True)
    assert all(set(era.name) == {"ja", "en"} for era in ERAS)
