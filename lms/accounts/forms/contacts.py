# SPDX-License-Identifier: Apache-2.0
"""Forms about the ways to reach a person, and about a new password for who has no mailbox of her own."""

from __future__ import annotations

from typing import Any

from wtforms import Field, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.accounts.domain.contacts import is_address
from lms.accounts.domain.telephones import telephone_fault
from lms.accounts.forms import (
    LONGEST_EVIDENCE,
    OWN,
    SHARED,
    AddressField,
    AddressForm,
    BirthDateForm,
    NewAddressForm,
)
from lms.accounts.labels import EXAMPLES, REFUSALS
from lms.accounts.labels.contacts import TELEPHONE_EXAMPLE, TELEPHONE_FAULTS
from lms.i18n import _, bilingual, lazy
from lms.identifiers import parse_learner_number, parse_request_number, parse_secret_code
from lms.web.forms import Form, LineField, refuse_control_characters

WHOSE = (
    SelectChoice(OWN, lazy("Only I answer there.")),
    SelectChoice(SHARED, lazy("Others too, such as at a number of the company or the family.")),
)
WHOSE_OF_HERS = (
    SelectChoice(OWN, lazy("Only the person answers there.")),
    SelectChoice(SHARED, lazy("Others too, such as at a number of the company or the family.")),
)
READERS_OF_HERS = (
    SelectChoice(OWN, lazy("Only the person. It may be used to sign in and to choose a new password.")),
    SelectChoice(SHARED, lazy("Others too, such as an address of the company.")),
)


class WithPassword(Form):
    """What only she may do who knows the password."""

    password = PasswordField(lazy("Password"), [DataRequired(lazy("Please write the password that you sign in with."))])


class AddressOfHersForm(AddressForm):
    """An address that an officer adds for a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.flags.required = self.email_use.flags.required = True
        self.email_use.choices = list(READERS_OF_HERS)

    def validate_email(self, field: Field) -> None:
        """Something that mail can be sent to."""
        if not field.data or not is_address(field.data):
            raise ValidationError(str(REFUSALS["not-an-address"]))


class NumberForm(Form):
    """A telephone number, in any way of writing."""

    telephone = LineField(
        lazy("Telephone number"), [DataRequired(lazy("Please write a telephone number.")), refuse_control_characters]
    )

    def validate_telephone(self, field: Field) -> None:
        """Something that can be dialled."""
        fault = telephone_fault(field.data or "")
        if fault is not None:
            raise ValidationError(str(TELEPHONE_FAULTS[fault]) % {"example": bilingual(TELEPHONE_EXAMPLE)})


class TelephoneOfHersForm(NumberForm):
    """A number that an officer adds for a person."""

    telephone_use = RadioField(
        lazy("Who answers at this number?"),
        [DataRequired(lazy("Please say whether others answer there too."))],
        choices=list(WHOSE_OF_HERS),
    )


class NewTelephoneForm(NumberForm, WithPassword):
    """A number of her own or one that others answer too, by who knows the password."""

    telephone_use = RadioField(
        lazy("Who answers at this number?"),
        [DataRequired(lazy("Please say whether others answer there too."))],
        choices=list(WHOSE),
    )


class RightAddressForm(Form):
    """The right address in the place of a wrong one."""

    email = AddressField(lazy("E-mail address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.flags.required = True

    def validate_email(self, field: Field) -> None:
        """Something that mail can be sent to."""
        if not field.data or not is_address(field.data):
            raise ValidationError(str(REFUSALS["not-an-address"]))


class OwnRightAddressForm(RightAddressForm, WithPassword):
    """The same, by who knows the password."""


class OwnRightNumberForm(NumberForm, WithPassword):
    """The right number in the place of a wrong one, by who knows the password."""


class WaitingResetForm(BirthDateForm):
    """Who asks for a new password without a mailbox of her own."""

    learner_number = LineField(
        lazy("Learner number"), [DataRequired(lazy("Please write your learner number, such as 1234 5671."))]
    )

    def validate_learner_number(self, field: Field) -> None:
        """A number that could be somebody's: the check digit finds slips of the finger."""
        if parse_learner_number(field.data or "") is None:
            example = bilingual(EXAMPLES["learner_number"])
            raise ValidationError(
                _("This is not a learner number. It has eight digits, such as %(example)s.", example=example)
            )


class ResetCodeForm(Form):
    """The number and the code that were written down."""

    number = LineField(
        lazy("Request number"), [DataRequired(lazy("Please write the request number, such as 123-4566."))]
    )
    code = LineField(
        lazy("Code"), [DataRequired(lazy("Please write the code that you noted, such as K7Q-F3M-9TX-W2Z."))]
    )

    def validate_number(self, field: Field) -> None:
        """A number that could be a request's."""
        if parse_request_number(field.data or "") is None:
            raise ValidationError(_("This is not a request number. It has seven digits, such as 123-4566."))

    def validate_code(self, field: Field) -> None:
        """Something that could be a code."""
        if parse_secret_code(field.data or "") is None:
            raise ValidationError(_("This is not a code. It has twelve letters and digits, such as K7Q-F3M-9TX-W2Z."))


class ResetSearchForm(Form):
    """The number of a request, as somebody reads it out on the telephone. It is sent by GET and changes nothing."""

    class Meta(Form.Meta):
        """Searching needs no token."""

        csrf = False

    number = LineField(lazy("Request number that was read out"))


class ReleaseForm(Form):
    """How an officer made sure that it was the person."""

    evidence = LineField(
        lazy("How you made sure that it was the person"),
        [
            DataRequired(lazy("Please write how you made sure, such as “Called back at the known number”.")),
            Length(max=LONGEST_EVIDENCE, message=lazy("Please write at most 200 characters.")),
            refuse_control_characters,
        ],
    )


__all__ = [
    "AddressOfHersForm",
    "NewAddressForm",
    "NewTelephoneForm",
    "NumberForm",
    "OwnRightAddressForm",
    "OwnRightNumberForm",
    "ReleaseForm",
    "ResetCodeForm",
    "ResetSearchForm",
    "RightAddressForm",
    "TelephoneOfHersForm",
    "WaitingResetForm",
]
