# SPDX-License-Identifier: Apache-2.0
"""Words that go out of the house: on papers in both languages, and in the mail that says a certificate is ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import links
from lms.certificates.domain.snapshot import Words
from lms.i18n import LOCALES, lazy, speaking
from lms.mail.message import Mailbox, Matter, Message
from lms.rules.domain.levels import IdentityLevel, Mode

MODES: Mapping[Mode, Any] = {
    Mode.ON_DEMAND: lazy("on demand (texts and videos on the course site)"),
    Mode.LIVE: lazy("live online (sound and picture in both directions)"),
    Mode.ROOM: lazy("in a classroom"),
}

IDENTITY_METHODS: Mapping[IdentityLevel, Any] = {
    IdentityLevel.NONE: lazy("not checked"),
    IdentityLevel.SELF_DECLARED: lazy("by the holder's own declaration"),
    IdentityLevel.PASSWORD_AND_BIRTH_DATE: lazy("own password and birth date, asked for again before the test"),
    IdentityLevel.DOCUMENT_CHECKED: lazy("an identity document was checked"),
    IdentityLevel.IN_PERSON: lazy("an identity document was checked in person"),
}

CHECKED_BY: Mapping[IdentityLevel, Any] = {
    IdentityLevel.NONE: lazy("nobody"),
    IdentityLevel.SELF_DECLARED: lazy("the holder"),
    IdentityLevel.PASSWORD_AND_BIRTH_DATE: lazy("compared by the training body's system"),
    IdentityLevel.DOCUMENT_CHECKED: lazy("checked by staff of the training body"),
    IdentityLevel.IN_PERSON: lazy("checked by staff of the training body"),
}

NO_ISSUER_NAME = lazy("(name of the training body)")
NO_REPRESENTATIVE = lazy("(name of the representative)")
NO_NOTICE = lazy("(designation notice)")
SAMPLE_NAME = lazy("Hanako Mihon (name on a sample)")
SAMPLE_KANA = lazy("MIHON HANAKO (kana on a sample)")
SAMPLE_LATIN = lazy("MIHON Hanako")
FAILURE_TITLE = lazy("Notice of failure")
ENROL_AGAIN = lazy("You may enrol in the course again at any time.")
CONTACT = lazy("%(site)s, telephone %(telephone)s (%(hours)s)")

Lines = Mapping[str, str]


def words(lazily: Any, **values: object) -> Words:
    """The same words in both languages, as papers carry them."""
    return Words(**{locale: _spoken(lazily, locale, values) for locale in LOCALES})


def _spoken(lazily: Any, locale: str, values: Mapping[str, object]) -> str:
    with speaking(locale):
        text = str(lazily)
    return text % values if values else text


def certificate_issued(to: Mailbox, *, locale: str, name: str, course: Lines, number: str) -> Message:
    """The mail that a certificate is ready: no file, and no way to the certificate without signing in."""
    values = {"name": name, "course": course, "number": number, "url": links.absolute("/certificates")}
    return Message(to, "certificate_issued", Matter.PERSONAL, locale, values)
