# SPDX-License-Identifier: Apache-2.0
"""The texts that a person accepts before she has an account."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from lms.accounts.adapters import texts
from lms.accounts.domain.registration import TextName
from lms.i18n import _, lazy
from lms.web.forms import Form


class AcceptanceForm(Form):
    """Terms and privacy notice, each by the digest of the wording that was shown."""

    terms = HiddenField()
    privacy = HiddenField()
    accepts_terms = BooleanField(
        lazy("I accept the terms of use."), [DataRequired(lazy("Please read the terms of use and tick this box."))]
    )
    accepts_privacy = BooleanField(
        lazy("I have read the privacy notice and agree to this use of my data."),
        [DataRequired(lazy("Please read the privacy notice and tick this box."))],
    )

    def validate(self, **options: Any) -> bool:
        """All fields, and whether the texts that were ticked are still the present ones."""
        is_valid = bool(super().validate(**options))
        if len(self.accepted) == len(TextName):
            return is_valid
        self.form_errors.append(_("The terms or the privacy notice have changed meanwhile. Please read them again."))
        return False

    @property
    def accepted(self) -> dict[str, str]:
        """The texts that she saw when she ticked, by name."""
        found = (texts.by_digest(name, self[name].data or "") for name in TextName)
        return {wording.name.value: wording.body for wording in found if wording is not None}
