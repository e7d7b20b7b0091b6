# SPDX-License-Identifier: Apache-2.0
"""Dates by the Japanese era, as official papers write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Before this day Japan counted by the moon, so a Gregorian day has no such date.
FIRST_DAY = date(1873, 1, 1)
YEAR_ONE = {"ja": "元"}
DAY = {"ja": "{era}{year}年{month}月{day}日"}


@dataclass(frozen=True, slots=True)
class Era:
    """A reign: its name, its letter on forms, its first day and the year that counts as its first."""

    letter: str
    name: dict[str, str]
    first_day: date
    year_one: int


ERAS = (
    Era("R", {"ja": "令和", "en": "Reiwa"}, date(2019, 5, 1), 2019),
    Era("H", {"ja": "平成", "en": "Heisei"}, date(1989, 1, 8), 1989),
    Era("S", {"ja": "昭和", "en": "Showa"}, date(1926, 12, 25), 1926),
    Era("T", {"ja": "大正", "en": "Taisho"}, date(1912, 7, 30), 1912),
    Era("M", {"ja": "明治", "en": "Meiji"}, FIRST_DAY, 1868),
)


def era_of(day: date) -> tuple[Era, int]:
    """The era of a day and the year in it; the day on which an era begins belongs to it.

    Errors: ValueError before 1873.
    """
    for era in ERAS:
        if day >= era.first_day:
            return era, day.year - era.year_one + 1
    raise ValueError("there is no Gregorian date in Japan before 1873-01-01")


def wareki(day: date) -> str:
    """The day as an official paper writes it; the first year of an era is written in words.

    Errors: ValueError before 1873.
    """
    era, year = era_of(day)
    shown = YEAR_ONE["ja"] if year == 1 else str(year)
    return DAY["ja"].format(era=era.name["ja"], year=shown, month=day.month, day=day.day)
