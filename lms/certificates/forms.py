# SPDX-License-Identifier: Apache-2.0
"""Forms of certificates: public ones that know nobody, and the officer's for the issuer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from lms.certificates.domain.issuers import IssuerGiven
from lms.certificates.domain.seal import LARGEST_FILE, fault_of
from lms.certificates.domain.snapshot import Issuer, SealKind, Words
from lms.certificates.labels import SEAL_FAULTS, SEALS
from lms.i18n import lazy
from lms.web.forms import DayField, Form, LineField, refuse_control_characters

LONGEST_NAME, LONGEST_NOTICE = 80, 160
LONGEST_TYPED = 60
A_DAY = lazy("By Japanese era or western year.")


def _line(label: Any, most: int) -> LineField:
    """A line that must be filled in and can be printed."""
    filled = DataRequired(lazy("Please fill in this field."))
    length = Length(max=most, message=lazy("At most %(max)d characters, please."))
    return LineField(label, [filled, length, refuse_control_characters])


def _words(ja: LineField, en: LineField) -> Words:
    return Words(ja.data or "", en.data or "")


class PublicForm(Form):
    """A form for anybody: it starts no session, and what it sends changes nothing of anybody's."""

    for_person = None

    class Meta(Form.Meta):
        """Without a session there is nothing to forge a request for."""

        csrf = False


class OnForm(PublicForm):
    """The day that a certificate is checked for."""

    on = DayField(lazy("Day of the application or appointment"), [Optional()], description=A_DAY)


class BirthDateForm(PublicForm):
    """A birth date to compare with the one on the certificate."""

    birth_date = DayField(
        lazy("Birth date on the identity document"),
        [DataRequired(lazy("Please write the birth date, such as 1975-04-01 or S50.4.1."))],
        description=A_DAY,
    )


class LookUpForm(PublicForm):
    """An id or a number; with a number the birth date, too."""

    typed = LineField(
        lazy("Certificate id or number"),
        [
            DataRequired(lazy("Please type the id or the number that is printed on the certificate.")),
            Length(max=LONGEST_TYPED, message=lazy("This is too long for an id or a number. Please type it again.")),
        ],
        description=lazy("16 letters and digits below the code, or the number at the top right."),
    )
    birth_date = DayField(lazy("Birth date of the holder"), [Optional()], description=lazy("Only with the number."))


class IssuerForm(Form):
    """The training body as it names itself on certificates."""

    name_ja = _line(lazy("Name in Japanese"), LONGEST_NAME)
    name_en = _line(lazy("Name in English"), LONGEST_NAME)
    notice_ja = _line(lazy("Designation in Japanese"), LONGEST_NOTICE)
    notice_en = _line(lazy("Designation in English"), LONGEST_NOTICE)
    notice_confirmed = BooleanField(
        lazy("I have compared number and date with the published notice."),
        description=lazy("Without this, only samples are issued."),
    )
    representative_ja = _line(lazy("Title and name in Japanese"), LONGEST_NAME)
    representative_en = _line(lazy("Name and title in English"), LONGEST_NAME)
    seal = RadioField(
        lazy("How the seal is shown"),
        choices=[SelectChoice(kind.value, SEALS[kind]) for kind in SealKind],
        default=SealKind.OMITTED.value,
        validators=[DataRequired(lazy("Please choose how the seal is shown."))],
    )
    picture = FileField(
        lazy("Picture of the seal"),
        description=lazy("PNG, up to 300 KB. It is printed 24 mm wide."),
    )
    seal_digest = HiddenField()
    from_day = DayField(
        lazy("First day of issue with these details"),
        [DataRequired(lazy("Please write a day, such as 2027-04-01 or R9.4.1."))],
        description=A_DAY,
    )

    def validate_picture(self, field: FileField) -> None:
        """A picture is needed when it is to be printed, and must be one that can be."""
        content = self.picture_sent()
        if content:
            fault = fault_of(content)
            if fault is not None:
                raise ValidationError(SEAL_FAULTS[fault])
        elif self.seal.data == SealKind.IMAGE and not self.seal_digest.data:
            raise ValidationError(lazy("Please choose a PNG file with the picture of the seal."))

    def picture_sent(self) -> bytes:
        """The bytes of the file that was sent with the form, as far as a file may be long."""
        file = self.picture.data
        if not hasattr(file, "read"):
            return b""
        file.seek(0)
        return bytes(file.read(LARGEST_FILE + 1))

    def given(self) -> IssuerGiven:
        """What was entered, as a value."""
        return IssuerGiven(
            name=_words(self.name_ja, self.name_en),
            representative=_words(self.representative_ja, self.representative_en),
            notice=_words(self.notice_ja, self.notice_en),
            notice_confirmed=self.notice_confirmed.data,
            seal=SealKind(self.seal.data),
            seal_digest=self.seal_digest.data or None,
            from_day=self.from_day.data,
        )

    @classmethod
    def filled(cls, issuer: Issuer | None, on: date) -> IssuerForm:
        """The form with what was recorded last."""
        if issuer is None:
            return cls(from_day=on)
        return cls(
            name_ja=issuer.name.ja,
            name_en=issuer.name.en,
            representative_ja=issuer.representative.ja,
            representative_en=issuer.representative.en,
            notice_ja=issuer.notice.ja,
            notice_en=issuer.notice.en,
            notice_confirmed=issuer.notice_confirmed,
            seal=issuer.seal.value,
            seal_digest=issuer.seal_digest or "",
            from_day=on,
        )


class ConfirmForm(Form):
    """A last question: nothing but a button."""
