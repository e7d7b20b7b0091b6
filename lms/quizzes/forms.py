# SPDX-License-Identifier: Apache-2.0
"""Forms of the test: the identity check before it, the whole paper, the last question before submitting."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import DataRequired, InputRequired

from lms.errors import Invalid
from lms.i18n import lazy
from lms.quizzes.domain.journal import Given
from lms.web.forms import DayField, Form

LONGEST_CHOICE = 20
LONGEST_REVISION = 6
_ANSWER = re.compile(r"answer-([1-9][0-9]{0,2})")


class BeginForm(Form):
    """Who takes the test: birth date and password again, and her word that it is she."""

    birth_date = DayField(
        lazy("Birth date"),
        [InputRequired(lazy("Please write your birth date, such as 1975-04-01 or S50.4.1."))],
        description=lazy("By Japanese era or western year."),
    )
    password = PasswordField(
        lazy("Password"),
        [DataRequired(lazy("Please type the password that you sign in with."))],
        description=lazy("The one that you sign in with."),
    )
    in_person = BooleanField(
        lazy("I am taking the test myself."),
        [DataRequired(lazy("Please tick this box. Only the learner may take the test."))],
    )


class PaperForm(Form):
    """All questions on one page. `seen` holds the revision that the page saw of each question, in order."""

    seen = HiddenField()

    def given(self, sent: Mapping[str, str]) -> tuple[Given, ...]:
        """The answers on the page.

        Errors: Invalid.
        """
        revisions = [_revision(text) for text in (self.seen.data or "").split()]
        found = []
        for name, choice in sent.items():
            place = _ANSWER.fullmatch(name)
            if place and choice:
                position = int(place[1])
                based_on = revisions[position - 1] if position <= len(revisions) else 0
                found.append(Given(position, choice[:LONGEST_CHOICE], based_on))
        return tuple(sorted(found, key=lambda one: one.position))


class SubmitForm(Form):
    """The last question before submitting: nothing but a button."""


def answer_sent(position: int, sent: object) -> Given:
    """One answer as the script of the page sends it.

    Errors: Invalid.
    """
    if not isinstance(sent, Mapping):
        raise Invalid("answer-not-understood")
    choice, based_on = sent.get("choice"), sent.get("based_on")
    if not isinstance(choice, str) or len(choice) > LONGEST_CHOICE or type(based_on) is not int:
        raise Invalid("answer-not-understood")
    if not 0 <= based_on < 10**LONGEST_REVISION:
        raise Invalid("answer-not-understood")
    return Given(position, choice, based_on)


def _revision(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_REVISION):
        raise Invalid("answer-not-understood")
    return int(text)
