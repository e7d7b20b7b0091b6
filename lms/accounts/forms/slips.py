# SPDX-License-Identifier: Apache-2.0
"""Forms about slips: beginning with one, making one, registering a person for whom one is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from flask_login import current_user
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from lms.accounts.domain.desk import PersonGiven
from lms.accounts.domain.slips import read_code
from lms.accounts.domain.telephones import telephone_fault
from lms.accounts.forms import OWN, SHARED, BirthDateForm, NameForm, NewPasswordForm, evidence_field
from lms.accounts.forms.acceptance import AcceptanceForm
from lms.accounts.forms.locking import SHARED_HINT, SHARED_WORDS
from lms.accounts.forms.printed import SpokenPrintFields
from lms.accounts.labels import EXAMPLES
from lms.accounts.labels.contacts import TELEPHONE_EXAMPLE, TELEPHONE_FAULTS
from lms.accounts.labels.slips import CODE_EXAMPLE, CODE_FAULTS
from lms.i18n import _, bilingual, lazy
from lms.identifiers import parse_learner_number
from lms.web.forms import Form, LineField, refuse_control_characters

NO_ORGANIZATION = ""
LONGEST_CODE_TYPED = 60
MOST_SIGNS_SHOWN = 5


class Named(Protocol):
    """Something with a key and a name, to be chosen."""

    @property
    def key(self) -> str:
        """Its public key."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...


class SlipForm(Form):
    """Number and code of a slip, as the paper shows them. Typing errors are found before anything is looked up."""

    number = LineField(
        lazy("Learner number"), [DataRequired(lazy("Please write the learner number on the slip, such as 1234 5671."))]
    )
    code = LineField(
        lazy("Start code"), [DataRequired(lazy("Please write the start code on the slip, such as K7M-3XW-Q9A."))]
    )

    @property
    def learner_number(self) -> str:
        """The number that was meant."""
        return parse_learner_number(self.number.data or "") or ""

    @property
    def start_code(self) -> str:
        """The code that was meant."""
        return read_code(self.code.data or "").code

    def validate_number(self, field: Field) -> None:
        """A number that somebody could have: the check digit finds slips of the finger."""
        if parse_learner_number(field.data) is None:
            example = bilingual(EXAMPLES["learner_number"])
            raise ValidationError(
                _(
                    "A learner number has eight digits, such as %(example)s. One digit seems wrong or missing.",
                    example=example,
                )
            )

    def validate_code(self, field: Field) -> None:
        """Something that can be a code."""
        typed = read_code(field.data[:LONGEST_CODE_TYPED])
        if typed.fault is not None:
            shown = " ".join(sign for sign in typed.signs[:MOST_SIGNS_SHOWN] if sign.isprintable()) or "?"
            words = {"signs": shown, "example": bilingual(CODE_EXAMPLE)}
            raise ValidationError(str(CODE_FAULTS[typed.fault]) % words)


class SlipPasswordForm(NewPasswordForm):
    """The password she chooses by a slip."""

    shared = BooleanField(SHARED_WORDS, description=SHARED_HINT, default=lambda: current_user.is_shared)

    @property
    def accepted(self) -> dict[str, str]:
        """Nothing: she accepted the texts when she began."""
        return {}


class FirstPasswordForm(AcceptanceForm, SlipPasswordForm):
    """Her first password, with the texts to accept."""


class OrganizationForm(Form):
    """An organization to choose, where there is a choice."""

    organization = SelectField(lazy("Organization"), choices=[], validate_choice=False)
    is_required = False
    offered: tuple[str, ...] = ()

    def offer(self, organizations: Sequence[Named], *, required: bool) -> None:
        """Let these be chosen from; the only one is chosen already."""
        none = SelectChoice(NO_ORGANIZATION, _("None"))
        choices = [SelectChoice(row.key, row.name) for row in organizations]
        self.offered = tuple(row.key for row in organizations)
        self.is_required = self.organization.flags.required = required
        self.organization.choices = choices if required and len(choices) == 1 else [none, *choices]

    @property
    def organization_key(self) -> str | None:
        """The organization chosen, or none."""
        return self.organization.data or None

    def validate_organization(self, field: Field) -> None:
        """One of those that were offered; none only where none will do."""
        if field.data and field.data not in self.offered:
            raise ValidationError(_("Please choose one of the organizations in the list."))
        if self.is_required and not field.data:
            raise ValidationError(_("Please choose the organization to which the person belongs."))


class NewPersonForm(NameForm, SpokenPrintFields, BirthDateForm, OrganizationForm):
    """A person whom a desk registers, because she has no e-mail address or does not sign up herself."""

    telephone = LineField(lazy("Telephone number"), [refuse_control_characters])
    telephone_use = RadioField(
        lazy("Who answers at this number?"),
        choices=[
            SelectChoice(OWN, lazy("Only the person answers there.")),
            SelectChoice(SHARED, lazy("Others too, such as at a number of the company or the family.")),
        ],
        validate_choice=False,
    )
    evidence = evidence_field(lazy("How you made sure who it is"))

    def validate_telephone(self, field: Field) -> None:
        """Something that can be dialled, where anything is given."""
        fault = telephone_fault(field.data) if field.data else None
        if fault is not None:
            raise ValidationError(str(TELEPHONE_FAULTS[fault]) % {"example": bilingual(TELEPHONE_EXAMPLE)})

    def validate_telephone_use(self, field: Field) -> None:
        """Asked for where a number is given."""
        if self.telephone.data and field.data not in {OWN, SHARED}:
            raise ValidationError(_("Please say whether others answer there too."))

    def given(self, key: str) -> PersonGiven:
        """What was entered, as a value."""
        return PersonGiven(
            key=key,
            name=self.name_given,
            birth_date=self.birth_date.data,
            evidence=self.evidence.data,
            telephone=self.telephone.data or None,
            telephone_is_own=self.telephone_use.data == OWN,
            organization_key=self.organization_key,
            chosen=self.chosen,
        )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.no_kanji.label.text = _("The name is not written in kanji or kana.")


class MakeSlipForm(Form):
    """A slip for somebody who is registered already."""

    evidence = evidence_field(lazy("How you made sure who it is"))


class NoticesForm(Form):
    """That the notices up to one were read."""

    through = HiddenField()

    @property
    def newest(self) -> int:
        """The number of the newest notice shown."""
        typed = self.through.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
