# SPDX-License-Identifier: Apache-2.0
"""Each mail, word for word, in both languages. A changed text is written again by hand into mails/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.accounts import notices
from lms.accounts.notices import Message
from lms.clock import now
from lms.db import db, reading, transaction
from lms.mail import outbox
from lms.mail.models import OutgoingMail

STORED = Path(__file__).parent / "mails"
NAME = {"ja": "山田 花子", "en": "YAMADA HANAKO"}


TO, NUMBER = "hanako@example.jp", "12345671"

MAILS: dict[str, Callable[[str], Message]] = {
    "confirm_email": lambda to: notices.confirm_email(TO, locale=to, token="TOKEN", shared_with=None),
    "confirm_email-shared": lambda to: notices.confirm_email(TO, locale=to, token="TOKEN", shared_with=NAME[to]),
    "first_sign_in": lambda to: notices.first_sign_in(
        TO, locale=to, learner_number=NUMBER, name=NAME[to], signs_in=True
    ),
    "first_sign_in-number": lambda to: notices.first_sign_in(
        TO, locale=to, learner_number=NUMBER, name=NAME[to], signs_in=False
    ),
    "reset_password": lambda to: notices.reset_password(
        TO, locale=to, token="TOKEN", learner_number=NUMBER, name=NAME[to]
    ),
    "password_changed": lambda to: notices.password_changed(TO, locale=to, name=NAME[to]),
    "email_changed": lambda to: notices.email_changed(TO, locale=to, name=NAME[to], taken_off=True),
    "email_changed-added": lambda to: notices.email_changed(TO, locale=to, name=NAME[to], taken_off=False),
}


def written(message: Message) -> str:
    with transaction():
        outbox.put(message, at=now())
    with reading():
        mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
        return f"To: {mail.recipient}\nSubject: {mail.subject}\n\n{mail.body}"


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_mail_says_what_is_stored(context, name, locale):
    stored = STORED / f"{name}.{locale}.txt"
    assert written(MAILS[name](locale)) == stored.read_text(encoding="utf-8")


def test_every_stored_text_belongs_to_a_mail():
    assert {path.name for path in STORED.iterdir()} == {
        f"{name}.{locale}.txt" for name in MAILS for locale in ("ja", "en")
    }


def test_a_long_name_does_not_burst_the_subject(context):
    name = "a\u0301\u0301\u0301\u0301" * 40
    mail = written(notices.confirm_email(TO, locale="ja", token="TOKEN", shared_with=name))
    assert len(mail.splitlines()[1]) < 200
