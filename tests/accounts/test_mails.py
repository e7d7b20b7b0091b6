# SPDX-License-Identifier: Apache-2.0
"""Each mail, word for word, in both languages. A changed text is written again by hand into mails/."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.accounts import notices
from lms.clock import now
from lms.db import db, reading, transaction
from lms.mail import outbox
from lms.mail.message import Mailbox, Message
from lms.mail.models import OutgoingMail

STORED = Path(__file__).parent / "mails"
NAME = {"ja": "山田 花子", "en": "YAMADA HANAKO"}


ADDRESS, NUMBER = "hanako@example.jp", "12345671"
OPENS = datetime(2026, 7, 11, 3, 0, tzinfo=UTC)


def hers(locale: str) -> Mailbox:
    return Mailbox(ADDRESS, own=True, confirmed=True, name=NAME[locale])


def new(locale: str) -> Mailbox:
    return Mailbox(ADDRESS, own=True, confirmed=False, name=NAME[locale])


def shared(locale: str) -> Mailbox:
    return Mailbox("info@example.jp", own=False, confirmed=True, name=NAME[locale])


def shared_new(locale: str) -> Mailbox:
    return Mailbox("info@example.jp", own=False, confirmed=False, name=NAME[locale])


MAILS: dict[str, Callable[[str], Message]] = {
    "confirm_email": lambda to: notices.confirm_email(new(to), locale=to, token="TOKEN"),
    "confirm_email-shared": lambda to: notices.confirm_email(shared_new(to), locale=to, token="TOKEN"),
    "first_sign_in": lambda to: notices.first_sign_in(hers(to), locale=to, learner_number=NUMBER, signs_in=True),
    "first_sign_in-number": lambda to: notices.first_sign_in(
        hers(to), locale=to, learner_number=NUMBER, signs_in=False
    ),
    "reset_password": lambda to: notices.reset_password(hers(to), locale=to, token="TOKEN", learner_number=NUMBER),
    "password_changed": lambda to: notices.password_changed(hers(to), locale=to),
    "password_changed_news-shared": lambda to: notices.password_changed_news(shared(to), locale=to),
    "email_changed": lambda to: notices.email_changed(hers(to), locale=to, taken_off=True),
    "email_changed-added": lambda to: notices.email_changed(hers(to), locale=to, taken_off=False),
    "email_changed-shared": lambda to: notices.email_changed(shared(to), locale=to, taken_off=True),
    "news-shared": lambda to: notices.news(shared(to), locale=to),
    "reset_asked-shared": lambda to: notices.reset_asked(shared(to), locale=to, token="TOKEN", opens_at=OPENS),
    "name_request_ended": lambda to: notices.name_request_ended(hers(to), to),
    "reset_asked": lambda to: notices.reset_asked(hers(to), locale=to, token="TOKEN", opens_at=None),
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
    box = Mailbox("info@example.jp", own=False, confirmed=True, name="a\u0301\u0301\u0301\u0301" * 40)
    subject = written(notices.news(box, locale="ja")).splitlines()[1]
    assert len(subject) <= 200 + len("Subject: ")
    assert "…" in subject
