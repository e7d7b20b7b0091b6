# SPDX-License-Identifier: Apache-2.0
"""Every mail says what it is about, and none that others may read carries what is for one person alone.

The rule itself stands in lms/mail/message.py and is enforced where mails are put into words. Here: nobody goes past
it, and every template and every sender is tried with every kind of mailbox.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jinja2 import Environment, meta
from sqlalchemy import func, select

import lms
from lms.db import db, reading, transaction
from lms.mail import outbox
from lms.mail.message import Mailbox, Matter, Message, Unsuitable
from lms.mail.models import OutgoingMail
from tests.house.reading import TEMPLATES, calls_of, python_files, shown, text_of, tree_of

MAILBOXES = "lms/accounts/queries/mailboxes.py"
OUTBOX, SENDERS = "lms/mail/outbox.py", "lms/mail/senders.py"
OF_THE_SITE = {"site_name", "telephone", "hours", "_", "ngettext", "gettext"}
# What may be filled into a mail that others may read: whose it is, when, and a link that opens nothing.
FOR_EVERYBODY = {"name", "shared_with", "address", "taken_off", "opens_at", "url"}
FOLDERS = sorted(path for path in (TEMPLATES / "email").iterdir() if path.is_dir())
LOCALES = ("ja", "en")
NAMES = {"ja": "山田 花子", "en": "YAMADA HANAKO"}
SECRET = "S3CRET"
NUMBER = "12345671"
# A value for each thing that a sender may ask for; a new sender asks for these, or adds one here.
SAMPLES: dict[str, Any] = {
    "token": SECRET,
    "learner_number": NUMBER,
    "signs_in": True,
    "taken_off": False,
    "opens_at": datetime(2026, 7, 11, 3, 0, tzinfo=UTC),
    "name": "山田 花子",
    "course": {"ja": "技能実習責任者講習", "en": "Training manager course"},
    "number": "TM-2026-000001",
}
LINKS = {"/account/confirm-email/", "/account/stop-reset/"}


def writings() -> dict[str, list[tuple[str, str]]]:
    """Template folder → where a message with it is made, and about what."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in python_files("lms"):
        for name, call in calls_of(tree_of(path)):
            if name == "Message" and shown(path) not in {"lms/mail/reports.py"}:
                template, matter = ast.unparse(call.args[1]).strip("'"), ast.unparse(call.args[2])
                found.setdefault(template, []).append((f"{shown(path)}:{call.lineno}", matter))
    return found


def senders() -> Iterator[tuple[str, Callable[..., Message]]]:
    """Every function of the notices of any package that makes a mail."""
    for package in pkgutil.iter_modules(lms.__path__):
        name = f"lms.{package.name}.notices"
        if package.ispkg and importlib.util.find_spec(name) is not None:
            yield from of_module(importlib.import_module(name))


def of_module(module: ModuleType) -> Iterator[tuple[str, Callable[..., Message]]]:
    for name, function in vars(module).items():
        is_ours = inspect.isfunction(function) and function.__module__ == module.__name__
        if is_ours and inspect.signature(function).return_annotation in {"Message", Message}:
            yield f"{module.__name__}.{name}", function


def made(sender: Callable[..., Message], to: Mailbox, locale: str) -> Message:
    wanted = inspect.signature(sender).parameters
    values = {"to": to, "locale": locale, **SAMPLES}
    missing = set(wanted) - set(values)
    assert not missing, f"add samples for {missing}"
    return sender(**{name: values[name] for name in wanted})


def mailbox(*, own: bool, confirmed: bool, locale: str) -> Mailbox:
    return Mailbox("somebody@example.jp", own=own, confirmed=confirmed, name=NAMES[locale])


SENDERS_OF_ALL = dict(senders())


# --- nobody goes past the one way out ---


@pytest.mark.parametrize(
    ("maker", "places"),
    [
        ("Mailbox", {MAILBOXES}),
        ("OutgoingMail", {OUTBOX}),
        ("EmailMessage", {SENDERS}),
        ("smtplib.SMTP", {SENDERS}),
        ("smtplib.SMTP_SSL", {SENDERS}),
    ],
)
def test_mails_are_made_in_one_place(maker, places):
    found = {shown(path) for path in python_files("lms") for name, _call in calls_of(tree_of(path)) if name == maker}
    assert found == places


def test_no_mail_carries_a_file():
    attaching = {"add_attachment", "add_related", "add_alternative", "make_mixed", "MIMEMultipart", "MIMEApplication"}
    found = {
        f"{shown(path)}:{call.lineno}"
        for path in python_files("lms")
        for name, call in calls_of(tree_of(path))
        if name.rpartition(".")[2] in attaching
    }
    assert found == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_template_belongs_to_one_sender_that_says_what_it_is_about(folder):
    made_at = writings().get(folder.name, [])
    assert len(made_at) == 1, made_at
    assert made_at[0][1] in {f"Matter.{matter.name}" for matter in Matter}
    assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt"}


def test_every_message_has_a_template():
    assert set(writings()) == {folder.name for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_template_that_others_may_read_knows_nothing_that_is_hers_alone(folder: Path):
    if writings()[folder.name][0][1] == "Matter.PERSONAL":
        return
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    asked = set().union(
        *(meta.find_undeclared_variables(environment.parse(text_of(path))) for path in folder.iterdir())
    )
    assert asked - OF_THE_SITE - FOR_EVERYBODY == set()


# --- each sender, with each kind of mailbox ---


def test_every_template_has_been_found_by_its_sender(context):
    locale = "en"
    to = mailbox(own=True, confirmed=True, locale=locale)
    assert {made(sender, to, locale).template for sender in SENDERS_OF_ALL.values()} == {path.name for path in FOLDERS}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("own", "confirmed"), [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("name", sorted(SENDERS_OF_ALL))
def test_a_sender_tells_a_mailbox_no_more_than_it_may_know(context, name, own, confirmed, locale):
    message = made(SENDERS_OF_ALL[name], mailbox(own=own, confirmed=confirmed, locale=locale), locale)
    is_hers = own and confirmed
    may_go = is_hers or message.matter is Matter.CONFIRMATION or (confirmed and message.matter is Matter.NEWS)
    if not may_go:
        with pytest.raises(Unsuitable), transaction():
            outbox.put(message, at=SAMPLES["opens_at"])
        assert count() == 0
        return
    subject, body = written(message)
    assert own or subject.startswith({"ja": "【山田 花子 様】", "en": "[for YAMADA HANAKO] "}[locale])
    if is_hers:
        return
    for secret in (NUMBER, SAMPLES["number"], SAMPLES["course"]["ja"], SAMPLES["course"]["en"]):
        assert secret not in subject + body
    for address in re.findall(r"https?://[^/\s]+(/\S*)", subject + body):
        assert any(address.startswith(link) for link in LINKS), address
    if not confirmed and own:
        assert NAMES[locale] not in subject + body


@pytest.mark.parametrize("words", ["{{ url }}", "see {{ url }} now", "HTTPS://EVIL.EXAMPLE/x"])
@pytest.mark.parametrize("matter", [Matter.NEWS, Matter.CONFIRMATION])
def test_a_template_that_is_wrong_about_itself_is_stopped_all_the_same(context, words, matter):
    from jinja2 import ChoiceLoader, DictLoader

    texts = {"email/wrong/subject.txt": "news", "email/wrong/body.txt": words}
    context.jinja_env.loader = ChoiceLoader([DictLoader(texts), context.jinja_loader])
    to = mailbox(own=False, confirmed=True, locale="en")
    message = Message(to, "wrong", matter, "en", {"url": "http://localhost/account/new-password/" + SECRET})
    with pytest.raises(Unsuitable), transaction():
        outbox.put(message, at=SAMPLES["opens_at"])
    assert count() == 0


def count() -> int:
    with reading():
        return db.session.scalar(select(func.count()).select_from(OutgoingMail))


def written(message: Message) -> tuple[str, str]:
    with transaction():
        mail_id = outbox.put(message, at=SAMPLES["opens_at"])
    with reading():
        mail = db.session.get_one(OutgoingMail, mail_id)
        return mail.subject, mail.body
