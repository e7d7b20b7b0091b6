# SPDX-License-Identifier: Apache-2.0
"""Forms about people: sign-up, names, passwords, addresses, search. Any width is taken; errors say what to type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_login import current_user
from wtforms import BooleanField, Field, PasswordField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.access.identity import Role
from lms.accounts.adapters import printing
from lms.accounts.domain import names
from lms.accounts.domain.contacts import is_address, tidy_address
from lms.accounts.domain.names import Finding, NameFault, NameGiven
from lms.accounts.domain.passwords import password_fault
from lms.accounts.domain.registration import Registration, birth_date_fault
from lms.accounts.forms.acceptance import AcceptanceForm
from lms.accounts.forms.locking import SHARED_HINT, SHARED_WORDS
from lms.accounts.forms.printed import PrintFields, SpokenPrintFields
from lms.accounts.labels import (
    BIRTH_DATE_FAULTS,
    EXAMPLES,
    NAME_FAULTS,
    NOT_PRINTABLE,
    PASSWORD_FAULTS,
    REFUSALS,
    ROLE_DUTIES,
    ROLES,
)
from lms.i18n import _, bilingual, lazy
from lms.web.forms import DayField, Form, LineField, half_width, katakana, refuse_control_characters, trimmed

LONGEST_EVIDENCE = 200
LONGEST_SEARCH = 60
GIVEN_ROLES = (Role.OFFICER, Role.AUTHOR, Role.OPERATOR)
OWN, SHARED = "own", "shared"
CAPITALS = "capitals"


class KanaField(LineField):
    """A reading; half-width kana, hiragana and hyphens become full-width katakana."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, converted."""
        super().process_formdata(valuelist)
        self.data = names.with_long_vowels(katakana(self.data) or "")


class LatinField(LineField):
    """Latin letters; full-width ones become half-width."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, converted."""
        super().process_formdata(valuelist)
        self.data = trimmed(half_width(self.data))


class AddressField(LineField):
    """An e-mail address, in half width."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, converted."""
        super().process_formdata(valuelist)
        self.data = tidy_address(self.data or "")


class SignInForm(Form):
    """Who signs in."""

    sign_in = LineField(
        lazy("Learner number or e-mail address"),
        [DataRequired(lazy("Please write your learner number, or the e-mail address that you confirmed."))],
    )
    password = PasswordField(lazy("Password"), [DataRequired(lazy("Please write your password."))])
    shared = BooleanField(SHARED_WORDS, description=SHARED_HINT, default=lambda: current_user.is_shared)


class StepForm(Form):
    """A form that is entered, checked and only then sent."""

    def conversions(self) -> list[tuple[str, str, str]]:
        """What was typed and is taken otherwise: label, typed, taken."""
        kinds = (KanaField, LatinField, AddressField)
        fields = (field for field in self if isinstance(field, kinds) and field.raw_data)
        pairs = ((field.label.text, str(field.raw_data[0]).strip(), str(field.data)) for field in fields)
        return [(label, typed, taken) for label, typed, taken in pairs if typed != taken]


class NameForm(StepForm):
    """A name in its three writings. Who has none in kanji says so, and leaves the first empty."""

    register = LineField(lazy("Name as on the resident register"))
    no_kanji = BooleanField(lazy("My name is not written in kanji or kana."))
    kana = KanaField(
        lazy("Reading in katakana"), [DataRequired(lazy("Please write the reading of the name in katakana."))]
    )
    latin = LatinField(
        lazy("Name in Latin letters"),
        [DataRequired(lazy("Please write the name in Latin letters, as in the passport or on the residence card."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register.flags.required = True

    @property
    def name_given(self) -> NameGiven:
        """The name as a value."""
        register = None if self.no_kanji.data else self.register.data
        return NameGiven(register, self.kana.data or "", self.latin.data or "")

    def show(self, name: NameGiven) -> None:
        """Fill in a name that is recorded."""
        self.register.data, self.kana.data, self.latin.data = name.register or "", name.kana, name.latin
        self.no_kanji.data = name.register is None

    @property
    def in_capitals(self) -> str | None:
        """The Latin name as passports and residence cards write it, if it was typed otherwise."""
        typed = self.latin.data or ""
        return None if typed == typed.upper() else typed.upper()

    def take(self, offer: str) -> None:
        """Write the Latin name in capitals."""
        if offer == CAPITALS and self.in_capitals is not None:
            self.latin.data = self.in_capitals

    def validate_register(self, field: Field) -> None:
        """A name of the register, or the word that there is none; not both."""
        if not self.no_kanji.data and not field.data:
            raise ValidationError(_("Please write the name, or tick “My name is not written in kanji or kana”."))
        if self.no_kanji.data and field.data:
            raise ValidationError(
                _("Please empty this field, or take away the tick at “My name is not written in kanji or kana”.")
            )
        if field.data:
            _refuse(names.register_fault(field.data), EXAMPLES["register"])

    def validate_kana(self, field: Field) -> None:
        """Katakana that can be printed."""
        _refuse(names.kana_fault(field.data), EXAMPLES["kana"])
        _refuse_unprintable(field)

    def validate_latin(self, field: Field) -> None:
        """Latin letters that can be printed: where nothing else can, they stand on the certificate."""
        _refuse(names.latin_fault(field.data), EXAMPLES["latin"])
        _refuse_unprintable(field)


class BirthDateForm(StepForm):
    """A birth date, by Japanese era or western year."""

    birth_date = DayField(
        lazy("Birth date"),
        [DataRequired(lazy("Please write the birth date, such as 1975-04-01 or S50.4.1."))],
        description=lazy("By Japanese era or western year."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def validate_birth_date(self, field: Field) -> None:
        """A day that can be a birth date."""
        fault = None if field.data is None else birth_date_fault(field.data, on=self.on)
        if fault is not None:
            raise ValidationError(str(BIRTH_DATE_FAULTS[fault]) % {"example": bilingual(EXAMPLES["birth_date"])})


class OwnNamesForm(NameForm, PrintFields, BirthDateForm):
    """What a learner may mend herself until her first test."""


class NewPasswordForm(Form):
    """A password, twice. `own` are words of the person that must not carry it."""

    password = PasswordField(
        lazy("Password"), [DataRequired(lazy("Please choose a password of at least 10 characters."))]
    )
    password_again = PasswordField(
        lazy("The same password again"), [DataRequired(lazy("Please write the same password a second time."))]
    )
    own: tuple[str, ...] = ()

    def validate_password(self, field: Field) -> None:
        """Long enough and not easy to guess."""
        fault = password_fault(field.data, own=self.own)
        if fault is not None:
            raise ValidationError(str(PASSWORD_FAULTS[fault]))

    def validate_password_again(self, field: Field) -> None:
        """The same twice."""
        if field.data != self.password.data:
            raise ValidationError(_("The two passwords differ. Please write the same one in both fields."))


class ChangePasswordForm(NewPasswordForm):
    """A new password, by who knows the old one."""

    old_password = PasswordField(
        lazy("Present password"), [DataRequired(lazy("Please write the password that you sign in with now."))]
    )


class AddressForm(Form):
    """An e-mail address and who reads it."""

    email = AddressField(lazy("E-mail address"))
    email_use = RadioField(
        lazy("Who reads this address?"),
        choices=[
            SelectChoice(OWN, lazy("Only I. It may be used to sign in and to choose a new password.")),
            SelectChoice(SHARED, lazy("Others too, such as an address of the company.")),
        ],
        validate_choice=False,
    )

    def validate_email(self, field: Field) -> None:
        """Something that mail can be sent to."""
        if field.data and not is_address(field.data):
            raise ValidationError(str(REFUSALS["not-an-address"]))

    def validate_email_use(self, field: Field) -> None:
        """Asked for where an address is given."""
        if self.email.data and field.data not in {OWN, SHARED}:
            raise ValidationError(_("Please say whether only you read this address."))


class NewAddressForm(AddressForm):
    """Another address, by who knows the password."""

    password = PasswordField(lazy("Password"), [DataRequired(lazy("Please write the password that you sign in with."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.flags.required = self.email_use.flags.required = True

    def validate_email(self, field: Field) -> None:
        """Something that mail can be sent to."""
        if not field.data or not is_address(field.data):
            raise ValidationError(str(REFUSALS["not-an-address"]))


class SignUpForm(NameForm, PrintFields, BirthDateForm, NewPasswordForm, AddressForm, AcceptanceForm):
    """Everything a person gives when she signs up. A password once taken is not asked for again."""

    kept_hash: str | None = None

    def keep(self, password_hash: str) -> None:
        """A password was taken before: the two fields may stay empty."""
        self.kept_hash = password_hash
        if not self.password.data and not self.password_again.data:
            for field in (self.password, self.password_again):
                field.validators = []
                field.flags.required = False

    def validate_password(self, field: Field) -> None:
        """As everywhere, unless the one taken before stays."""
        self.own = tuple(
            str(text) for text in (self.register.data, self.latin.data, self.email.data, self.birth_date.data) if text
        )
        if field.data or self.kept_hash is None:
            super().validate_password(field)

    def registration(self, *, key: str, locale: str) -> Registration:
        """What was given, as a value."""
        return Registration(
            key=key,
            name=self.name_given,
            birth_date=self.birth_date.data,
            password_hash=self.kept_hash or "",
            locale=locale,
            email=self.email.data or None,
            email_is_own=self.email_use.data == OWN,
            accepted=self.accepted,
            chosen=self.chosen,
        )


class ForgotPasswordForm(Form):
    """Who asks for a link."""

    sign_in = LineField(
        lazy("Learner number or e-mail address"),
        [DataRequired(lazy("Please write your learner number, or the e-mail address that you confirmed."))],
    )


class SearchForm(Form):
    """Whom an officer looks for. It is sent by GET and changes nothing."""

    class Meta(Form.Meta):
        """Searching needs no token."""

        csrf = False

    words = LineField(
        lazy("Learner number or name"),
        [Length(max=LONGEST_SEARCH, message=lazy("Please write at most 60 characters."))],
    )
    born = DayField(lazy("Birth date"))

    @property
    def asks_nothing(self) -> bool:
        """Whether neither field says anything: then nobody is listed."""
        return not (self.words.data or self.born.data)


def _in_one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


REASON = lazy("Reason and evidence")


def evidence_field(label: Any = REASON) -> TextAreaField:
    """What was seen, where and when, in one line."""
    too_long = lazy("Please write at most 200 characters.")
    missing = lazy("Please write why, and which document was seen, where and when.")
    return TextAreaField(
        label,
        [DataRequired(missing), Length(max=LONGEST_EVIDENCE, message=too_long), refuse_control_characters],
        filters=[_in_one_line],
    )


class CorrectNameForm(NameForm, SpokenPrintFields):
    """Another name, with the officer's reason."""

    evidence = evidence_field()


class CorrectBirthDateForm(BirthDateForm):
    """Another birth date, with the officer's reason."""

    evidence = evidence_field()


class RoleForm(Form):
    """A role to give."""

    role = RadioField(
        lazy("Role on this site"),
        [DataRequired(lazy("Please choose a role."))],
        choices=lambda: [SelectChoice(role.value, f"{ROLES[role]} – {ROLE_DUTIES[role]}") for role in GIVEN_ROLES],
    )


def _refuse(finding: Finding | None, example: Mapping[str, str]) -> None:
    if finding is None:
        return
    values = {"signs": shown_signs(finding), "example": bilingual(example)}
    raise ValidationError(str(NAME_FAULTS[finding.fault]) % values)


def _refuse_unprintable(field: Field) -> None:
    if signs := printing.unprintable(field.data):
        raise ValidationError(str(NOT_PRINTABLE) % {"signs": " ".join(signs)})


def shown_signs(finding: Finding) -> str:
    """The signs of a finding: as themselves where one can see them, as numbers where one cannot."""
    as_numbers = finding.fault in {NameFault.UNSEEN, NameFault.PRIVATE}
    shown = finding.signs[:5]
    if as_numbers:
        return ", ".join(f"U+{ord(sign):04X}" for sign in shown)
    return " ".join(shown)
