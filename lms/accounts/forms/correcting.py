# SPDX-License-Identifier: Apache-2.0
"""Forms about requests for another name or birth date: asking, and deciding."""

from __future__ import annotations

from enum import StrEnum

from wtforms import Field, FileField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from lms.accounts.domain.correcting import LONGEST_WORDS, Cause, DocumentKind, HandIn, RequestGiven
from lms.accounts.domain.uploads import DOCUMENTS, LARGEST_DOCUMENT, UploadFault
from lms.accounts.forms import LONGEST_EVIDENCE, BirthDateForm, NameForm
from lms.accounts.forms.printed import PrintFields
from lms.accounts.forms.uploads import content_of, is_sent, refuse_unfit
from lms.accounts.labels.correcting import CAUSES, HAND_INS, UPLOAD_FAULTS
from lms.accounts.labels.correcting import DOCUMENTS as DOCUMENT_WORDS
from lms.i18n import _, lazy
from lms.web.forms import Form, refuse_control_characters


class Decision(StrEnum):
    """What an officer decides."""

    GRANT = "grant"
    REFUSE = "refuse"


class NameRequestForm(NameForm, PrintFields, BirthDateForm):
    """What is right, what happened, and the document that shows it."""

    cause = RadioField(
        lazy("What happened?"),
        [DataRequired(lazy("Please choose what happened."))],
        choices=lambda: [SelectChoice(cause.value, str(words)) for cause, words in CAUSES.items()],
    )
    words = TextAreaField(
        lazy("In your words"),
        [Length(max=LONGEST_WORDS, message=lazy("Please write at most 300 characters.")), refuse_control_characters],
        filters=[lambda text: " ".join((text or "").split())],
    )
    document = RadioField(
        lazy("Which document shows it?"),
        [DataRequired(lazy("Please choose the document."))],
        choices=lambda: [SelectChoice(kind.value, str(words)) for kind, words in DOCUMENT_WORDS.items()],
    )
    hand_in = RadioField(
        lazy("How do you hand it in?"),
        [DataRequired(lazy("Please choose how you hand it in."))],
        choices=lambda: [SelectChoice(way.value, str(words)) for way, words in HAND_INS.items()],
    )
    file = FileField(lazy("Photo or scan"))
    kept_file: str | None = None

    @property
    def file_sent(self) -> bytes:
        """The bytes of the document."""
        return content_of(self.file, LARGEST_DOCUMENT)

    @property
    def file_name(self) -> str | None:
        """The document that was sent, if it is handed in here."""
        return self.kept_file if self.hand_in.data == HandIn.HERE else None

    def validate_words(self, field: Field) -> None:
        """Needed where none of the usual causes fits."""
        if self.cause.data == Cause.OTHER and not field.data:
            raise ValidationError(_("Please write in a few words what happened."))

    def validate_file(self, field: Field) -> None:
        """Needed where it is handed in here; of a kind that an officer can look at."""
        if self.hand_in.data != HandIn.HERE:
            return
        if is_sent(self.file) and not self.file_sent:
            raise ValidationError(str(UPLOAD_FAULTS[UploadFault.EMPTY]))
        refuse_unfit(self.file_sent, largest=LARGEST_DOCUMENT, kinds=DOCUMENTS)
        if not self.file_sent and self.kept_file is None:
            raise ValidationError(_("Please choose the photo or scan, such as one taken with your telephone."))

    def given(self, key: str) -> RequestGiven:
        """What was entered, as a value."""
        return RequestGiven(
            key=key,
            name=self.name_given,
            birth_date=self.birth_date.data,
            cause=Cause(self.cause.data),
            words=self.words.data or "",
            document=DocumentKind(self.document.data),
            file_name=self.file_name,
            chosen=self.chosen,
        )


class DecisionForm(Form):
    """The officer's decision: what was compared, or why not."""

    decision = RadioField(
        lazy("Your decision"),
        [DataRequired(lazy("Please choose."))],
        choices=lambda: [
            SelectChoice(Decision.GRANT, _("Record it as asked")),
            SelectChoice(Decision.REFUSE, _("Do not record it")),
        ],
    )
    evidence = TextAreaField(
        lazy("What you compared it with"),
        [Length(max=LONGEST_EVIDENCE, message=lazy("Please write at most 200 characters.")), refuse_control_characters],
        filters=[lambda text: " ".join((text or "").split())],
    )
    reason = TextAreaField(
        lazy("Why not"),
        [Length(max=LONGEST_EVIDENCE, message=lazy("Please write at most 200 characters.")), refuse_control_characters],
        filters=[lambda text: " ".join((text or "").split())],
    )
    seen = HiddenField()

    @property
    def grants(self) -> bool:
        """Whether it is granted."""
        return bool(self.decision.data == Decision.GRANT)

    def validate_evidence(self, field: Field) -> None:
        """Needed for a yes."""
        if self.grants and not field.data:
            raise ValidationError(_("Please write which document you compared it with."))

    def validate_reason(self, field: Field) -> None:
        """Needed for a no."""
        if self.decision.data == Decision.REFUSE and not field.data:
            raise ValidationError(_("Please write why not; the person reads it."))
