# SPDX-License-Identifier: Apache-2.0
"""Recording how a name with rare characters is to be printed, and who agreed to it."""

from __future__ import annotations

from datetime import datetime

from lms import audit
from lms.access.identity import Identity
from lms.accounts.adapters import printing
from lms.accounts.domain.printed import Chosen, PrintWay
from lms.accounts.models import EvidenceFile, Person, PrintedForm
from lms.accounts.queries import printed as queries
from lms.accounts.services.evidence import keep_file
from lms.audit import Tag
from lms.db import db
from lms.errors import Conflict, Invalid


def choose_print(  # noqa: PLR0913 - the facts of one consent
    person: Person,
    typed: str | None,
    chosen: Chosen | None,
    *,
    by: Identity,
    at: datetime,
    spoken: bool = False,
    picture: bytes = b"",
) -> bool:
    """Whether a choice was recorded for a register name: not where nothing was chosen or that is the choice already.

    Errors: Invalid if it does not fit the name.
    """
    lacking = printing.lacking(typed)
    if chosen is None or typed is None or not lacking:
        return False
    _refuse_unfit(chosen, dict(lacking))
    db.session.flush()  # a new person has no id before
    known = queries.newest_for(person, typed)
    if known is not None and queries.chosen(known) == chosen and not picture:
        return False
    kept = _picture(person, picture, known, at=at)
    row = PrintedForm(
        person_id=person.id,
        typed=typed,
        way=chosen.way,
        pairs=[list(pair) for pair in chosen.pairs],
        at=at,
        recorded_by=by.person_key,
        spoken=spoken,
        picture=kept,
    )
    db.session.add(row)
    audit.record(Tag.PRINTED_FORM_CHOSEN, by=by, about=person, at=at, print_way=chosen.way, spoken=spoken)
    return True


def choose_for_present_name(
    person: Person, chosen: Chosen | None, *, by: Identity, at: datetime, spoken: bool = False, picture: bytes = b""
) -> None:
    """The same for the name recorded last.

    Errors: Conflict if nothing changes, Invalid.
    """
    typed = None if person.name is None else person.name.register
    if not choose_print(person, typed, chosen, by=by, at=at, spoken=spoken, picture=picture):
        raise Conflict("nothing-changes")


def _picture(person: Person, content: bytes, known: PrintedForm | None, *, at: datetime) -> EvidenceFile | None:
    if content:
        return keep_file(person, content, at=at)
    return None if known is None else known.picture


def _refuse_unfit(chosen: Chosen, lacking: dict[str, str | None]) -> None:
    signs = {sign for sign, _plain in chosen.pairs}
    if chosen.way is PrintWay.LATIN:
        fits = not chosen.pairs
    elif chosen.way is PrintWay.STAND_IN:
        fits = signs == set(lacking) and all(lacking[sign] == plain for sign, plain in chosen.pairs)
    else:
        fits = signs == set(lacking) and all(printing.can_stand_in(plain) for _sign, plain in chosen.pairs)
    if not fits:
        raise Invalid("print-not-possible")
