# SPDX-License-Identifier: Apache-2.0
"""A mail is put into words in the act that calls for it, and goes out once."""

from __future__ import annotations

import dataclasses
import logging
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from lms import config
from lms.config import Settings
from lms.db import db, reading, transaction
from lms.jobs import worker
from lms.jobs.models import Job
from lms.mail import outbox
from lms.mail.message import Mailbox, Matter, Message
from lms.mail.models import OutgoingMail
from tests.conftest import settings_for
from tests.mail.server import Post, encryption, smtp_server

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
WORDS = {
    "email/probe/subject.txt": "{{ _('Courses') }}: {{ subject }}",
    "email/probe/body.txt": "{{ _('Courses') }}\n{{ body }}\n{{ site_name }} {{ telephone }} {{ hours }}\n",
}


@pytest.fixture
def site(context: Flask) -> Flask:
    context.jinja_loader = ChoiceLoader([DictLoader(WORDS), context.jinja_loader])  # type: ignore[assignment,list-item]
    context.jinja_env.loader = context.jinja_loader
    return context


@pytest.fixture
def post(site: Flask, tmp_path: Path) -> Iterator[Post]:
    """A mail server, and a site that sends through it."""
    with smtp_server() as server:
        use_smtp(site, tmp_path, f"smtp://127.0.0.1:{server.port}")
        yield server


def use_smtp(site: Flask, folder: Path, url: str) -> None:
    config.install(settings_for(folder, site.config["SQLALCHEMY_DATABASE_URI"], smtp_url=url))


def hers(address: str) -> Mailbox:
    return Mailbox(address, own=True, confirmed=True, name="山田 花子")


def put(to: str = "hanako@example.jp", subject: str = "hello", body: str = "words", locale: str = "en") -> int:
    with transaction():
        values = {"subject": subject, "body": body}
        outbox.put(Message(hers(to), "probe", Matter.PERSONAL, locale, values), at=AT)
    with reading():
        return db.session.scalars(select(OutgoingMail.id).order_by(OutgoingMail.id.desc())).first() or 0


def run(site: Flask) -> int:
    return worker.run_due(dataclasses.replace(site.extensions["koshu_registry"], schedule=()))


def outcome() -> OutgoingMail:
    with reading():
        mail = db.session.scalars(select(OutgoingMail)).one()
        db.session.expunge(mail)
    return mail


def job() -> Job:
    with reading():
        found = db.session.scalars(select(Job).where(Job.kind == outbox.SEND)).one()
        db.session.expunge(found)
    return found


def settings() -> Settings:
    return config.current()


def in_folder() -> list[EmailMessage]:
    folder = settings().data_dir / "mail"
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*"))]


# --- into words ---


def test_a_mail_is_written_in_the_language_of_its_reader(site):
    put(locale="ja")
    assert outcome().subject.endswith(": hello")
    assert not outcome().subject.startswith("Courses")


def test_a_mail_can_be_written_where_there_is_no_request(site):
    put()
    assert outcome().body == "Courses\nwords\nKoshu 0120-000-000 9:00-17:00\n"


def test_a_mail_can_be_written_in_a_request_of_another_language(site):
    with site.test_request_context("/?lang=ja"):
        put(locale="en")
    assert outcome().subject == "Courses: hello"


def test_what_is_filled_in_is_plain_text_and_not_markup(site):
    put(subject="a & b", body="<b>1 < 2</b>")
    mail = outcome()
    assert mail.subject == "Courses: a & b"
    assert "<b>1 < 2</b>" in mail.body


@transaction()
def failing_act() -> None:
    outbox.put(Message(hers("a@example.jp"), "probe", Matter.PERSONAL), at=AT)
    raise RuntimeError


def test_a_mail_of_an_act_that_failed_was_never_written(site):
    with pytest.raises(RuntimeError):
        failing_act()
    assert run(site) == 0
    assert in_folder() == []


# --- into the folder (development) ---


def test_without_a_mail_server_a_mail_becomes_a_file(site):
    put(subject="書類の件", body="こんにちは。")
    assert run(site) == 1
    (mail,) = in_folder()
    assert (mail["To"], mail["Subject"], mail["From"]) == (
        "hanako@example.jp",
        "Courses: 書類の件",
        "Koshu <koshu@localhost>",
    )
    assert mail.get_content().startswith("Courses\nこんにちは。")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_mail_goes_out_once(site):
    put()
    assert [run(site), run(site)] == [1, 0]
    assert len(in_folder()) == 1
    assert outcome().sent_at is not None


def test_the_log_names_neither_the_reader_nor_the_words(site, caplog):
    with caplog.at_level(logging.DEBUG, "lms"):
        mail_id = put(to="hanako@example.jp", subject="secret")
        run(site)
    assert [record.getMessage() for record in caplog.records] == [f"mail written: {mail_id:06d}.eml"]


# --- by SMTP ---


def test_a_mail_is_handed_to_the_mail_server(site, post):
    put(subject="書類の件", body="こんにちは。")
    run(site)
    ((recipients, mail),) = post.taken
    assert (recipients, mail["To"], mail["Subject"]) == (
        ["hanako@example.jp"],
        "hanako@example.jp",
        "Courses: 書類の件",
    )
    assert "こんにちは。" in mail.get_content()
    assert outcome().sent_at is not None


def test_an_old_address_with_dots_in_strange_places_takes_mail(site, post):
    put(to="taro..k.@docomo.example.jp")
    run(site)
    assert [recipients for recipients, _mail in post.taken] == [["taro..k.@docomo.example.jp"]]


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(site, post):
    post.says["hanako@example.jp"] = "550 no such mailbox"
    put()
    run(site)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        assert run(site) == 0
    assert (post.asked, post.taken) == (["hanako@example.jp"], [])
    mail = outcome()
    assert (mail.sent_at, mail.refused) == (None, "refused with [550]")
    assert job().failed is False


def test_an_address_that_is_refused_for_now_is_tried_again(site, post):
    post.says["hanako@example.jp"] = "451 greylisted, come back"
    put()
    run(site)
    assert (outcome().sent_at, outcome().refused, job().tries) == (None, None, 1)
    del post.says["hanako@example.jp"]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)):
        assert run(site) == 1
    assert len(post.taken) == 1
    assert outcome().sent_at is not None


def test_a_mail_server_that_is_away_is_waited_for(site, tmp_path):
    with smtp_server() as gone:
        port = gone.port
    use_smtp(site, tmp_path, f"smtp://127.0.0.1:{port}")
    put()
    run(site)
    assert (outcome().sent_at, outcome().refused, job().finished_at) == (None, None, None)


def test_a_mail_that_is_sent_twice_carries_the_same_id(site, post):
    """A worker that dies between sending and noting it sends again: the reader's program shows one mail."""
    put()
    run(site)
    with transaction():
        mail = db.session.execute(select(OutgoingMail)).scalar_one()
        mail.sent_at = None
        again = db.session.execute(select(Job).where(Job.kind == outbox.SEND)).scalar_one()
        again.finished_at, again.payload = None, {"mail_id": mail.id}
    run(site)
    assert len(post.mails) == 2
    assert len({mail["Message-ID"] for mail in post.mails}) == 1
    assert len({mail["Date"] for mail in post.mails}) == 1


def test_two_mails_carry_two_ids(site, post):
    put()
    put()
    run(site)
    assert len({mail["Message-ID"] for mail in post.mails}) == 2


def test_encryption_is_used_where_the_server_offers_it(site, tmp_path):
    with smtp_server(tls_context=encryption(tmp_path), require_starttls=True) as server:
        use_smtp(site, tmp_path, f"smtp://127.0.0.1:{server.port}")
        put()
        run(site)
        assert len(server.taken) == 1


def test_a_password_is_not_sent_to_a_server_whose_certificate_nobody_vouches_for(site, tmp_path):
    with smtp_server(tls_context=encryption(tmp_path), require_starttls=True) as server:
        use_smtp(site, tmp_path, f"smtp://user:swordfish@127.0.0.1:{server.port}")
        put()
        run(site)
        assert server.taken == []
    assert "certificate" in job().last_error


def test_a_password_is_not_sent_to_a_server_without_encryption(site, tmp_path):
    seen: list[Any] = []

    def authenticate(*arguments: Any) -> Any:
        seen.append(arguments)
        raise AssertionError("a password came in")

    with smtp_server(authenticator=authenticate, auth_require_tls=False) as server:
        use_smtp(site, tmp_path, f"smtp://user:swordfish@127.0.0.1:{server.port}")
        put()
        run(site)
        assert (seen, server.taken) == ([], [])
    assert job().last_error is not None
    assert smtplib.SMTPNotSupportedError.__name__ in job().last_error


# --- nobody can write into the head of a mail ---

BREAKS = [
    "\r\nBcc: thief@example.com",
    "\nBcc: thief@example.com",
    "\rBcc: thief@example.com",
    "\u2028Bcc: thief@example.com",
    "\x0bBcc: x",
]


@pytest.mark.parametrize("text", BREAKS)
def test_a_line_break_in_a_subject_adds_no_header(site, post, text):
    put(subject="hello" + text)
    run(site)
    ((recipients, mail),) = post.taken
    assert recipients == ["hanako@example.jp"]
    assert mail["Bcc"] is None
    assert "Bcc: " in mail["Subject"]


@pytest.mark.parametrize(
    "to",
    [
        *("hanako@example.jp" + text for text in BREAKS),
        "hanako@example.jp, thief@example.com",
        "hanako@example.jp; thief@example.com",
        "hanako@example.jp thief@example.com",
        "<hanako@example.jp>, <thief@example.com>",
        "Hanako <hanako@example.jp>",
        "group: hanako@example.jp, thief@example.com;",
        "hanako",
        "",
    ],
)
def test_a_recipient_that_is_not_exactly_one_address_gets_no_mail(site, post, to):
    put(to=to)
    run(site)
    assert (post.asked, post.taken) == ([], [])
    assert outcome().sent_at is None


def test_a_name_of_the_site_with_strange_signs_stays_a_name(site, tmp_path):
    over = {"site_name": 'Koshu", <thief@example.com>, "x', "mail_from": "koshu@example.jp"}
    config.install(settings_for(tmp_path, site.config["SQLALCHEMY_DATABASE_URI"], **over))
    put()
    run(site)
    (mail,) = in_folder()
    assert [address.addr_spec for address in mail["From"].addresses] == ["koshu@example.jp"]
