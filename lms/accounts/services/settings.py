# SPDX-License-Identifier: Apache-2.0
"""Small settings of an account."""

from __future__ import annotations

from lms.accounts.models import Account
from lms.audit import unaudited
from lms.errors import Invalid
from lms.i18n import LOCALES


@unaudited("nothing follows from it but the language of later mails")
def choose_language(account: Account, locale: str) -> None:
    """The language in which mails are written to the person.

    Errors: Invalid.
    """
    if locale not in LOCALES:
        raise Invalid("no-such-language")
    account.locale = locale
