# SPDX-License-Identifier: Apache-2.0
"""Forms about letters: where they go, to whom, and what they say beside what waits."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.accounts.domain.postal import LONGEST_LINE, PostalAddress, parse_postcode, read_address
from lms.accounts.forms import OWN, SHARED
from lms.accounts.labels.slips import POSTAL_EXAMPLES
from lms.documents import coverage
from lms.i18n import _, bilingual, lazy
from lms.identifiers import parse_learner_number
from lms.web.forms import Form, LineField, refuse_control_characters

MOST_LETTERS = 300
LONGEST_MESSAGE = 800
WAITING, PICKED = "waiting", "picked"
CHOU_3, DL = "chou3", "dl"
_APART = re.compile(r"[\r\n,;、]+")
_TOO_LONG = lazy("At most %(max)d characters, please.")


def refuse_unprintable(_form: Form, field: Field) -> None:
    """Validator: only signs that the shipped fonts can print."""
    lacking = [sign.grapheme for sign in coverage.missing(field.data or "")]
    if lacking:
        raise ValidationError(
            _("None of our fonts can print this: %(signs)s. Please write it otherwise.", signs=" ".join(lacking[:5]))
        )


class PostalForm(Form):
    """Where letters for a person go."""

    postcode = LineField(lazy("Postcode"), [DataRequired(lazy("Please write the postcode, such as 100-0001."))])
    street = LineField(
        lazy("Prefecture, town and number"),
        [
            DataRequired(lazy("Please write the address.")),
            Length(max=LONGEST_LINE, message=_TOO_LONG),
            refuse_control_characters,
            refuse_unprintable,
        ],
    )
    building = LineField(
        lazy("Building and room"),
        [Length(max=LONGEST_LINE, message=_TOO_LONG), refuse_control_characters, refuse_unprintable],
    )
    care_of = LineField(
        lazy("Company or host"),
        [Length(max=LONGEST_LINE, message=_TOO_LONG), refuse_control_characters, refuse_unprintable],
    )
    postal_use = RadioField(
        lazy("Who opens letters there?"),
        [DataRequired(lazy("Please say who opens letters there."))],
        choices=[
            SelectChoice(OWN, lazy("The person, or her household.")),
            SelectChoice(SHARED, lazy("Others too, such as a company. The envelope then says that it is personal.")),
        ],
    )

    def validate_postcode(self, field: Field) -> None:
        """Seven digits."""
        if parse_postcode(field.data) is None:
            example = bilingual(POSTAL_EXAMPLES["postcode"])
            raise ValidationError(_("A postcode has seven digits, such as %(example)s.", example=example))

    @property
    def address(self) -> PostalAddress:
        """What was entered, as a value."""
        lines = (self.street.data, self.building.data, self.care_of.data)
        return PostalAddress(parse_postcode(self.postcode.data or "") or "", *(line or "" for line in lines))

    def show(self, value: str, *, own: bool) -> None:
        """Fill in an address that is recorded."""
        address = read_address(value)
        if address is not None:
            self.postcode.data, self.street.data = address.postcode_shown, address.street
            self.building.data, self.care_of.data = address.building, address.care_of
            self.postal_use.data = OWN if own else SHARED


class LettersForm(Form):
    """To whom letters go, in which envelopes, and what they say."""

    whom = RadioField(
        lazy("To whom?"),
        [DataRequired(lazy("Please say to whom."))],
        choices=[
            SelectChoice(WAITING, lazy("Everybody who has yet to be told something and whom no mail reaches.")),
            SelectChoice(PICKED, lazy("The people with the learner numbers below.")),
        ],
    )
    numbers = TextAreaField(lazy("Learner numbers"))
    message = TextAreaField(
        lazy("What the letter says"), [Length(max=LONGEST_MESSAGE, message=_TOO_LONG), refuse_unprintable]
    )
    envelope = RadioField(
        lazy("Window envelope"),
        [DataRequired(lazy("Please choose the envelope."))],
        choices=[
            SelectChoice(CHOU_3, lazy("Japanese long no. 3, 235 × 120 mm, window at the top left")),
            SelectChoice(DL, lazy("DL, 220 × 110 mm, window at the lower left")),
        ],
    )

    @property
    def learner_numbers(self) -> list[str]:
        """The numbers that were meant, each once."""
        found = (parse_learner_number(typed) for typed in _APART.split(self.numbers.data or "") if typed.strip())
        return list(dict.fromkeys(number for number in found if number is not None))

    @property
    def wants_waiting(self) -> bool:
        """Whether it is for everybody who waits."""
        return bool(self.whom.data == WAITING)

    def validate_numbers(self, field: Field) -> None:
        """Numbers, one a line, where they are asked for."""
        if self.wants_waiting:
            return
        typed = [part.strip() for part in _APART.split(field.data or "") if part.strip()]
        wrong = [part for part in typed if parse_learner_number(part) is None]
        if wrong:
            raise ValidationError(
                _("These are not learner numbers: %(numbers)s. Please write one a line.", numbers=", ".join(wrong[:5]))
            )
        if not typed:
            raise ValidationError(_("Please write the learner numbers, one a line, such as 1234 5671."))
        if len(typed) > MOST_LETTERS:
            raise ValidationError(_("At most %(most)s letters at a time, please.", most=MOST_LETTERS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("whom", WAITING)
        kwargs.setdefault("envelope", CHOU_3)
        super().__init__(*args, **kwargs)
