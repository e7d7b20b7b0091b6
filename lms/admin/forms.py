# SPDX-License-Identifier: Apache-2.0
"""Forms of the operator's and officer's room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, Field, SelectMultipleField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.admin.items import Item
from lms.i18n import _, lazy
from lms.web.forms import DayField, Form, LineField, refuse_control_characters

LONGEST_DOCUMENT = 300


class SignOffForm(Form):
    """Data of the law confirmed by a document: the ones that are ticked, by the one that is named."""

    ticked = SelectMultipleField(
        lazy("Data that the document confirms"),
        [DataRequired(lazy("Please tick what you have read in the document."))],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    document = LineField(
        lazy("Document"),
        [
            DataRequired(lazy("Please name the document, with its number or place.")),
            Length(max=LONGEST_DOCUMENT, message=lazy("At most %(max)d characters, please.")),
            refuse_control_characters,
        ],
        description=lazy("For example a statute with its article, a notice with its number, a decision of your board."),
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

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def validate_confirmed_on(self, field: Field) -> None:
        """Nothing has been read on a day that is still to come."""
        if field.data is not None and field.data > self.on:
            raise ValidationError(_("This day has not come yet. Please write the day on which you read the document."))

    def offer(self, items: Sequence[Item]) -> None:
        """Let these be chosen from."""
        self.ticked.choices = [SelectChoice(item.path, item.label) for item in items]
