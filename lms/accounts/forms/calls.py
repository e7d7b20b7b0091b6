# SPDX-License-Identifier: Apache-2.0
"""The telephone note, in three fields."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from lms.i18n import Lazy, lazy
from lms.web.forms import Form, LineField, refuse_control_characters

LONGEST_CALLER, LONGEST_WORDS = 200, 1000


def _words(label: Lazy, hint: Lazy, missing: Lazy) -> TextAreaField:
    most = Length(max=LONGEST_WORDS, message=lazy("At most %(max)d characters, please."))
    checks = [DataRequired(missing), most, refuse_control_characters]
    return TextAreaField(label, checks, description=hint, filters=[_in_one_line])


def _in_one_line(words: str | None) -> str | None:
    return " ".join(words.split()) if words else words


class CallForm(Form):
    """Who called, what about, what was done."""

    caller = LineField(
        lazy("Who called, and how you knew"),
        [
            DataRequired(lazy("Please write who called, such as: herself, gave number and birth date.")),
            Length(max=LONGEST_CALLER, message=lazy("At most %(max)d characters, please.")),
            refuse_control_characters,
        ],
        description=lazy("For example: herself, gave number and birth date; or: the company's office, a colleague."),
    )
    matter = _words(
        lazy("What about"),
        lazy("In a sentence or two. A support code, if the caller read one out."),
        lazy("Please write what the call was about."),
    )
    outcome = _words(
        lazy("What was done, and what is left to do"),
        lazy("For example: explained the page; new slip posted; call back on Tuesday."),
        lazy("Please write what was done, even if it was nothing."),
    )
