# SPDX-License-Identifier: Apache-2.0
"""Forms of a computer that others use, too."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import DataRequired

from lms.i18n import lazy
from lms.web.forms import Form

SHARED_WORDS = lazy("Other people use this computer, too.")
SHARED_HINT = lazy(
    "Then nothing is remembered here, the page locks after ten minutes, and papers open instead of being saved."
)


class UnlockForm(Form):
    """The password of the person whose session is locked."""

    password = PasswordField(lazy("Password"), [DataRequired(lazy("Please write your password."))])
    next = HiddenField()


class SharedForm(Form):
    """Whether others use this computer, too."""

    shared = BooleanField(SHARED_WORDS, description=SHARED_HINT)
