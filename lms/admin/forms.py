# SPDX-License-Identifier: Apache-2.0
"""Forms of the operator's and officer's room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask import request
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from lms.admin.items import Item
from lms.admin.labels import act
from lms.audit import Tag
from lms.i18n import _, lazy
from lms.identifiers import parse_learner_number
from lms.web.forms import DayField, Form, LineField, refuse_control_characters

LONGEST_DOCUMENT = 300
EVERY_ACT = ""


class ActsForm(Form):
    """Which acts on record to show. It is sent by GET and changes nothing."""

    class Meta(Form.Meta):
        """Looking needs no token."""

        csrf = False

    learner_number = LineField(lazy("Learner number"), description=lazy("Acts by this person and about her."))
    tag = SelectField(lazy("Kind of act"), default=EVERY_ACT)
    first_day = DayField(lazy("From"), [Optional()])
    last_day = DayField(lazy("To"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((tag.value, act(tag)) for tag in Tag), key=lambda pair: pair[1])
        self.tag.choices = [SelectChoice(EVERY_ACT, _("every kind")), *(SelectChoice(*pair) for pair in kinds)]

    @property
    def number(self) -> str | None:
        """The learner number that was meant."""
        return parse_learner_number(self.learner_number.data or "")

    def validate_learner_number(self, field: Field) -> None:
        """Eight digits that fit."""
        if field.data and self.number is None:
            raise ValidationError(_("A learner number has eight digits, such as 1234 5671. Please check it."))

    def validate_last_day(self, field: Field) -> None:
        """Not before the first."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_("This day is before the first one. Please write the later day here."))


LONGEST_REASON = 500


_NAMEABLE = [
    Length(max=LONGEST_DOCUMENT, message=lazy("At most %(max)d characters, please.")),
    refuse_control_characters,
]


class SignOffForm(Form):
    """Data of the law confirmed by documents: the ones that are ticked, by one for all or each by its own."""

    ticked = SelectMultipleField(
        lazy("Data that the document confirms"),
        [DataRequired(lazy("Please tick what you have read in the document."))],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    document = LineField(
        lazy("Document for all that you ticked"),
        _NAMEABLE,
        description=lazy(
            "For example a statute with its article, a notice with its number, a decision of your board. An item with a"
            " document of its own keeps that one."
        ),
    )
    confirmed_on = DayField(
        lazy("Read on"),
        [DataRequired(lazy("Please write a day, such as 2027-04-01 or R9.4.1."))],
        description=lazy("By Japanese era or western year."),
    )
    read = BooleanField(
        lazy("I have read what I ticked in this document myself."),
        [DataRequired(lazy("Please tick this box if you have."))],
    )

    def __init__(self, *args: Any, on: date, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.document.flags.required = True
        self.ticked.choices = [SelectChoice(item.path, item.label) for item in items]
        self.own = BaseForm({item.path: LineField(lazy("Document for this item"), _NAMEABLE) for item in items}, "own-")
        self.own.process(request.form if self.is_submitted() else None)

    def document_for(self, path: str) -> str:
        """The document by which an item is confirmed: its own, else the one for all."""
        return self.own[path].data or self.document.data or ""

    def validate(self, **options: Any) -> bool:
        """The fields, and the documents of single items."""
        is_valid = bool(super().validate(**options))
        if self.own.validate():
            return is_valid
        self.form_errors.append(_("The document of a single item cannot be taken. Please look at the items."))
        return False

    def validate_document(self, field: Field) -> None:
        """Needed by whatever has none of its own."""
        if any(not self.document_for(path) for path in self.ticked.data or () if path in self.own):
            raise ValidationError(_("Please name the document, with its number or place."))

    def validate_confirmed_on(self, field: Field) -> None:
        """Nothing has been read on a day that is still to come."""
        if field.data is not None and field.data > self.on:
            raise ValidationError(_("This day has not come yet. Please write the day on which you read the document."))


class Decision(StrEnum):
    """What an officer finds about two records that look alike."""

    KEEP_FIRST = "keep_first"
    KEEP_SECOND = "keep_second"
    APART = "apart"


def _reason() -> LineField:
    return LineField(
        lazy("Reason"),
        [
            DataRequired(
                lazy("Please write how you found out, for example what the person told you on the telephone.")
            ),
            Length(max=LONGEST_REASON, message=lazy("At most %(max)d characters, please.")),
            refuse_control_characters,
        ],
        description=lazy(
            "How you found out, for example: called on the number of the record, confirmed both numbers. "
            "It stays on record with your name."
        ),
    )


class DecisionForm(Form):
    """One person or two, and under which number she goes on."""

    decision = RadioField(lazy("What did you find?"), [InputRequired(lazy("Please choose what you found."))])
    reason = _reason()

    def __init__(self, numbers: tuple[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = lazy("One person, who goes on under %(number)s")
        self.decision.choices = [
            (Decision.KEEP_FIRST.value, keep % {"number": numbers[0]}),
            (Decision.KEEP_SECOND.value, keep % {"number": numbers[1]}),
            (Decision.APART.value, _("Two people who share name and birth date")),
        ]


class UndoForm(Form):
    """Taking a merge back."""

    reason = _reason()
