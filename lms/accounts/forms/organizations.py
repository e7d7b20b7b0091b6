# SPDX-License-Identifier: Apache-2.0
"""Forms about who belongs to which organization and who looks after its people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.accounts.forms.slips import Named
from lms.i18n import _, lazy
from lms.web.forms import Form, LineField, refuse_control_characters

LONGEST_NAME = 100
MEMBER, MANAGER = "member", "manager"
NEW = ""


class PlaceForm(Form):
    """An organization, known or new, and what the person is there."""

    organization = SelectField(lazy("Organization"), choices=[], validate_choice=False)
    name = LineField(
        lazy("Name of a new organization"),
        [
            Length(max=LONGEST_NAME, message=lazy("At most %(max)d characters, please.")),
            refuse_control_characters,
        ],
    )
    place = RadioField(
        lazy("What is the person there?"),
        [DataRequired(lazy("Please say what the person is there."))],
        choices=[
            SelectChoice(MEMBER, lazy("Belongs to it, from today on.")),
            SelectChoice(MANAGER, lazy("Looks after its people: registers them and prints their slips.")),
        ],
    )

    def __init__(self, *args: Any, organizations: Sequence[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {row.key for row in organizations}
        known = [SelectChoice(row.key, row.name) for row in organizations]
        self.organization.choices = [SelectChoice(NEW, _("A new one")), *known]

    def validate_organization(self, field: Field) -> None:
        """One that is known, unless a new one is named."""
        if field.data and field.data not in self.offered:
            raise ValidationError(_("Please choose one of the organizations in the list."))

    def validate_name(self, field: Field) -> None:
        """A name for a new one, and none for one that is known."""
        if self.organization.data and field.data:
            raise ValidationError(_("Please choose an organization or write a new name, not both."))
        if not self.organization.data and not field.data:
            raise ValidationError(_("Please write the name of the organization, such as Mihon Cooperative."))
