# SPDX-License-Identifier: Apache-2.0
"""The answer to "is this certificate good?", as JSON and as values for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from flask import Response

from lms.certificates.domain.printed import facts_of_standing, public_facts, shows_facts
from lms.certificates.domain.standing import Answer, Standing, answer_of
from lms.certificates.labels import ANSWERS, EVENTS, UNCHECKED
from lms.certificates.queries import Found
from lms.i18n import _, day

PRIVATE = {
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language, Cookie",
}
_JSON_HEADERS = [("Content-Type", "application/json"), *PRIVATE.items()]
MOST_KEPT = 512
UNCHECKED_STATE = "in_force_unchecked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is answered for a day: the state, the printed facts where they go with it, the successor."""

    standing: Standing
    facts: Mapping[str, Any] | None
    keeps_period: bool = False

    @property
    def status(self) -> int:
        """The HTTP status: only what is not here is not found."""
        return 404 if self.standing.answer is Answer.UNKNOWN else 200

    @property
    def is_unchecked(self) -> bool:
        """Whether it would be good if anybody vouched for the issuer."""
        return self.standing.is_good and self.facts is not None and not self.facts["issuer"]["listed"]

    @property
    def state(self) -> str:
        """How the page draws it: nobody's own page may be plain green."""
        return UNCHECKED_STATE if self.is_unchecked else self.standing.answer.value

    @property
    def words(self) -> str:
        """The answer in a few words."""
        table = UNCHECKED if self.is_unchecked else ANSWERS
        return str(table[self.standing.answer])


def verdict(found: Found | None, on: date) -> Verdict:
    """The answer for a day."""
    if found is None:
        return Verdict(Standing(Answer.UNKNOWN, on), None)
    standing = answer_of(found.facts, on)
    has_facts = found.snapshot is not None and shows_facts(standing.answer)
    facts = public_facts(found.snapshot) if has_facts and found.snapshot is not None else None
    return Verdict(standing, facts, found.successor_keeps_period)


def as_json(found: Found | None, on: date) -> Response:
    """The answer for a script."""
    status, body = _json_of(found, on)
    return Response(body, status, _JSON_HEADERS)


@lru_cache(maxsize=MOST_KEPT)
def _json_of(found: Found | None, on: date) -> tuple[int, bytes]:
    given = verdict(found, on)
    standing = given.standing
    body = {
        "answer": standing.answer.value,
        "on": standing.on.isoformat(),
        "certificate": None if given.facts is None else {**given.facts, "standing": facts_of_standing(standing)},
        "successor": standing.successor,
    }
    return given.status, orjson.dumps(body)


def detail(given: Verdict) -> str | None:
    """The line below the answer: until when, since when."""
    standing = given.standing
    through = "" if given.facts is None else day(date.fromisoformat(given.facts["valid_through"]))
    since = "" if standing.since is None else day(standing.since)
    match standing.answer:
        case Answer.IN_FORCE:
            return _("Through %(day)s (%(left)s days left)", day=through, left=standing.days_left)
        case Answer.RENEWAL_DUE:
            return _("Through %(day)s. Renewal has been open since %(since)s.", day=through, since=since)
        case Answer.EXPIRED:
            return _("Since %(day)s. The completion itself remains a fact.", day=since)
        case Answer.REVOKED | Answer.SUSPENDED | Answer.REPLACED:
            return _("Since %(day)s", day=since)
        case Answer.NOT_YET:
            return _("The course was completed on %(day)s.", day=since)
        case Answer.SAMPLE:
            return _("The training body has not finished its sign-off. This paper proves nothing.")
        case Answer.UNKNOWN:
            return _("There is no certificate with this id here.")
        case _:
            return None


def remarks(given: Verdict) -> list[str]:
    """What must be said besides: later events, an unaffected period, the day on which the authority decides."""
    standing = given.standing
    said = [
        _("Attention: %(event)s on %(day)s.", event=EVENTS[event.kind], day=day(event.effective_on))
        for event in standing.later
    ]
    if standing.answer is Answer.REPLACED and given.keeps_period:
        said.append(_("The completion and its period are unaffected."))
    if standing.is_anniversary:
        said.append(
            _("This is the anniversary of the completion. The authority may still count it in: please ask there.")
        )
    return said
