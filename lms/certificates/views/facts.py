# SPDX-License-Identifier: Apache-2.0
"""The facts printed on a certificate as rows for a page: label, value, remark, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lms.certificates.domain.snapshot import PaperKind
from lms.courses.labels import duration
from lms.i18n import _, bilingual, day
from lms.identifiers import in_groups

Facts = Mapping[str, Any]
Row = tuple[str, str, str | None]


def rows_of(facts: Facts) -> list[Row]:
    """Everything on the paper, in its order; the birth date as its year."""
    rows = [
        *_number(facts),
        (_("Born"), _("in %(year)s", year=facts["holder"]["birth_year"]), _("The paper shows the whole date.")),
        (
            _("Course and edition"),
            bilingual(facts["course"]["name"]),
            _("Edition %(label)s", label=facts["course"]["edition"]),
        ),
        (_("For the role of"), _roles(facts), bilingual(facts["course_type"]["article"])),
        (_("Day of completion"), _day(facts["completed_on"]), None),
        (_("Last day of the %(years)s-year period", years=facts["period_years"]), _day(facts["valid_through"]), None),
        (_("Hours of the course"), duration(facts["minutes"]), _by_item(facts)),
        (_("Way of studying"), bilingual(facts["mode"]["name"]), None),
        (_("Identity check"), bilingual(facts["identity"]["method"]), bilingual(facts["identity"]["by"])),
        (_("Comprehension test"), _("passed") if facts["test_passed"] else _("not passed"), None),
        (_("Issued on"), _day(facts["issued_on"]), None),
        (_("Issued by"), bilingual(facts["issuer"]["name"]), bilingual(facts["issuer"]["representative"])),
        (_("Certificate id"), in_groups(facts["id"]), None),
    ]
    return [*rows, *_development(facts)]


def _number(facts: Facts) -> list[Row]:
    if facts["number"] is None:
        kind = _("none, because this is a sample") if facts["kind"] == PaperKind.SAMPLE else _("none")
        return [(_("Certificate number"), kind, None)]
    return [(_("Certificate number"), facts["number"], None)]


def _roles(facts: Facts) -> str:
    return _(", ").join(bilingual(role["name"]) for role in facts["course_type"]["roles"])


def _by_item(facts: Facts) -> str:
    return _("; ").join(f"{bilingual(credit['name'])} {duration(credit['minutes'])}" for credit in facts["credits"])


def _development(facts: Facts) -> list[Row]:
    if not facts["development_key"]:
        return []
    return [(_("Signature"), _("made with a development key, for trying things out"), None)]


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
