# SPDX-License-Identifier: Apache-2.0
"""Letters for window envelopes, one page each, and a workbook from which labels are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms import links
from lms.accounts.adapters.papers import TEMPLATES, Json, Sender, day_of
from lms.accounts.domain.postal import PostalAddress
from lms.documents.typst import render
from lms.i18n import gettext, lazy, speaking
from lms.sheets.writer import Column, workbook

LETTER = TEMPLATES / "letter.typ"
COLUMNS = (
    (lazy("Postcode"), 12),
    (lazy("Address, first line"), 44),
    (lazy("Address, second line"), 30),
    (lazy("Address, third line"), 30),
    (lazy("Full name"), 26),
    (lazy("Title"), 8),
    (lazy("Learner number"), 16),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on one letter."""

    name: str
    learner_number: str
    address: PostalAddress
    is_personal: bool
    """Whether the envelope says that only the addressee may open it."""
    news: tuple[Mapping[str, str], ...] = ()
    """What she has yet to be told, in both languages."""


def letters_pdf(letters: Sequence[Letter], *, message: str, envelope: str, sender: Sender, on: date) -> bytes:
    """The letters in the order given, each on a page of its own, as PDF/A-3a and PDF/UA-1.

    Errors: RenderingError for a sign no shipped font has.
    """
    return render(
        LETTER,
        {
            "document": {
                "title": _in("ja", lazy("Letter")),
                "author": sender.name,
                "year": on.year,
                "month": on.month,
                "day": on.day,
            },
            "made_on": day_of(on),
            "envelope": envelope,
            "body": sender.name,
            "telephone": sender.telephone,
            "hours": sender.hours,
            "address": links.sign_in().partition("://")[2],
            "message": [line.strip() for line in message.splitlines() if line.strip()],
            "letters": [_letter(letter) for letter in letters],
        },
    )


def labels_xlsx(letters: Sequence[Letter], *, made_at: datetime) -> bytes:
    """The addresses as a workbook, a row each: what label printing programs take."""
    rows = [
        [
            letter.address.postcode_shown,
            letter.address.street,
            letter.address.building,
            letter.address.care_of,
            letter.name,
            _in("ja", lazy("Mr or Ms")),
            f"{letter.learner_number[:4]} {letter.learner_number[4:]}",
        ]
        for letter in letters
    ]
    columns = [Column(str(head), width) for head, width in COLUMNS]
    return workbook(gettext("Labels"), columns, rows, made_at=made_at)


def _letter(letter: Letter) -> Json:
    return {
        "name": letter.name,
        "number": f"{letter.learner_number[:4]} {letter.learner_number[4:]}",
        "postcode": letter.address.postcode_shown,
        "lines": list(letter.address.lines),
        "personal": letter.is_personal,
        "news": list(letter.news),
    }


def _in(locale: str, words: object) -> str:
    with speaking(locale):
        return str(words)
