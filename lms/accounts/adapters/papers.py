# SPDX-License-Identifier: Apache-2.0
"""Papers of the desk: slips, one page a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lms import links
from lms.accounts.domain.slips import SlipPaper
from lms.documents.qr import symbol_of
from lms.documents.typst import render
from lms.documents.wareki import wareki
from lms.i18n import gettext, speaking

TEMPLATES = Path(__file__).parents[2] / "templates" / "pdf"
SLIP = TEMPLATES / "slip.typ"
MODULE_MM = 0.9
"""Larger than on a certificate: the address is short, and the telephone may be old."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sender:
    """What papers say of the training body."""

    name: str
    telephone: str
    hours: str


def slips_pdf(papers: Sequence[SlipPaper], *, sender: Sender, on: date) -> bytes:
    """The slips in the order given, each on a page of its own, as PDF/A-3a and PDF/UA-1.

    Errors: RenderingError for a sign no shipped font has.
    """
    url = links.slip()
    code = symbol_of((url,))
    with speaking("ja"):
        title = gettext("Slip to begin with")
    return render(
        SLIP,
        {
            "document": {"title": title, "author": sender.name, "year": on.year, "month": on.month, "day": on.day},
            "made_on": day_of(on),
            "body": sender.name,
            "telephone": sender.telephone,
            "hours": sender.hours,
            "address": url.partition("://")[2],
            "qr": {"url": url, "svg": code.svg(), "modules": code.size_with_quiet_zone, "module_mm": MODULE_MM},
            "slips": [_slip(paper) for paper in papers],
        },
    )


def _slip(paper: SlipPaper) -> Json:
    number = paper.learner_number
    return {
        "name": paper.name,
        "kana": paper.kana,
        "number": f"{number[:4]} {number[4:]}",
        "code": paper.code,
        "last_day": day_of(paper.last_day),
    }


def day_of(day: date) -> Json:
    """A day as templates take it."""
    return {"year": day.year, "month": day.month, "day": day.day, "wareki": wareki(day)}
