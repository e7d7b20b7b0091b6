# SPDX-License-Identifier: Apache-2.0
"""What the public page says of a certificate: the facts on the paper, the birth date as its year, and no more.

It works on the stored JSON itself, not on the typed snapshot: a look-up must cost less than a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from lms.certificates.domain.standing import Answer, Standing

Json = Mapping[str, object]
YEAR_DIGITS = 4


def public_facts(snapshot: Json) -> dict[str, object]:
    """List the facts printed on the paper; a new key of the snapshot never becomes public by itself."""
    credits = cast(list[Json], snapshot["credits"])
    return {
        "id": snapshot["certificate_id"],
        "number": snapshot["number"],
        "kind": snapshot["kind"],
        "title": snapshot["title"],
        "holder": _holder(_part(snapshot, "holder")),
        "course": _some(_part(snapshot, "course"), "code", "name", "edition"),
        "course_type": _course_type(_part(snapshot, "course_type")),
        "completed_on": snapshot["completed_on"],
        "valid_through": snapshot["valid_through"],
        "issued_on": snapshot["issued_on"],
        "period_years": _part(snapshot, "validity")["years"],
        "minutes": sum(cast(int, credit["minutes"]) for credit in credits),
        "credits": [_some(credit, "legal_item", "name", "minutes") for credit in credits],
        "mode": _part(snapshot, "mode"),
        "identity": _some(_part(snapshot, "identity"), "level", "method", "by"),
        "test_passed": _part(snapshot, "test")["passed"],
        "issuer": _issuer(_part(snapshot, "issuer")),
        "development_key": _part(snapshot, "signature")["is_development"],
    }


def facts_of_standing(standing: Standing) -> dict[str, object]:
    """Say since when the answer holds, how many days are left, and what happened after the day asked about."""
    return {
        "since": None if standing.since is None else standing.since.isoformat(),
        "days_left": standing.days_left,
        "is_anniversary": standing.is_anniversary,
        "later": [{"event": event.kind.value, "on": event.effective_on.isoformat()} for event in standing.later],
    }


def shows_facts(answer: Answer) -> bool:
    """Say whether the printed facts go with the answer: not where there are none, or none are kept."""
    return answer not in {Answer.UNKNOWN, Answer.NO_LONGER_KEPT}


def renewal_costs(valid_through: date, *, renewed_on: date) -> int:
    """Count the days that a renewal completed on this day gives up, compared with one on the last day.

    The period of the new completion starts with it and is not added to the old one.
    """
    return max((valid_through - renewed_on).days, 0)


def _part(found: Json, name: str) -> Json:
    return cast(Json, found[name])


def _some(found: Json, *names: str) -> dict[str, object]:
    return {name: found[name] for name in names}


def _holder(holder: Json) -> dict[str, object]:
    born = cast(str, holder["birth_date"])
    return {
        **_some(holder, "name", "kana", "latin"),
        "birth_year": int(born[:YEAR_DIGITS]),
    }


def _course_type(found: Json) -> dict[str, object]:
    return _some(found, "key", "name", "roles", "article", "notice")


def _issuer(found: Json) -> dict[str, object]:
    # No list of issuers ships with this version, so no issuer is on it: nobody's own page may say "checked".
    return {**_some(found, "name", "representative", "notice", "notice_confirmed"), "listed": False}
