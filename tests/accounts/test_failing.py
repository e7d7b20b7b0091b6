# SPDX-License-Identifier: Apache-2.0
"""Mail that comes back: the address is marked, listed for officers, told to the person, and mended."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from lms import config
from lms.access.identity import SITE, Role
from lms.accounts import notices, queries, services
from lms.accounts.queries import contacts
from lms.accounts.queries.mailboxes import mailbox_of, mailboxes_of
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.mail import outbox, senders
from lms.mail.message import Written
from lms.mail.models import OutgoingMail
from lms.mail.trouble import Trouble
from tests.browser import Browser
from tests.conftest import settings_for
from tests.factories.accounts import PASSWORD, make_account
from tests.mail.dsn import report
from tests.mail.server import smtp_server

ADDRESS = "hanako@example.jp"


def mail_to(account) -> OutgoingMail:
    """A mail that went out to the newest address of an account."""
    with transaction():
        contact = queries.contacts_of(account.person)[-1]
        mail_id = outbox.put(notices.news(mailbox_of(contact), locale="ja"), at=now())
    return find(mail_id)


def find(mail_id) -> OutgoingMail:
    with reading():
        return db.session.get_one(OutgoingMail, mail_id)


def id_of(mail: OutgoingMail) -> str:
    """The Message-ID under which a mail went out."""
    written = Written(mail.recipient, mail.subject, mail.body or "words", mail.written_at)
    return senders.compose(mail.id, written, config.current())["Message-ID"]


def take(app, raw: bytes) -> str:
    return app.test_cli_runner().invoke(args=["mail", "bounce", "-"], input=raw).output


def troubles() -> list[tuple[str, str | None]]:
    with reading():
        return [(row.contact.value, row.contact.failing_why) for row in contacts.failing_contacts(offset=0, limit=99)]


def note(address=ADDRESS, trouble=Trouble.NO_SUCH_ADDRESS) -> int:
    with transaction():
        return services.note_failing(address, trouble, at=now())


# --- how it becomes known ---


def test_an_address_that_the_server_refuses_is_marked_for_everybody_who_has_it(context, run_jobs, tmp_path):
    one, other = make_account(email=ADDRESS), make_account()
    with transaction():
        services.add_address(other.person, address=ADDRESS.upper(), own=False, by=SITE, at=now())
    with smtp_server() as server:
        server.says[ADDRESS] = "550 5.1.1 no such user"
        url = f"smtp://127.0.0.1:{server.port}"
        config.install(settings_for(tmp_path, context.config["SQLALCHEMY_DATABASE_URI"], smtp_url=url))
        mail = mail_to(one)
        run_jobs()
    assert find(mail.id).refused == "refused with [550] 5.1.1"
    assert [why for _value, why in troubles()] == ["no-such-address"] * 2
    with reading():
        tags = db.session.scalars(select(AuditRecord.tag).where(AuditRecord.tag == "accounts:contact:failing")).all()
    assert len(tags) == 2


def test_a_report_marks_the_address(app, context, run_jobs):
    account = make_account(email=ADDRESS)
    mail = mail_to(account)
    run_jobs()
    assert take(app, report(id_of(mail), status="5.2.2")) == "Noted.\n"
    run_jobs()
    assert troubles() == [(ADDRESS, "full")]
    assert find(mail.id).refused == "came back with 5.2.2"


def test_a_report_that_comes_twice_is_noted_once(app, context, run_jobs):
    mail = mail_to(make_account(email=ADDRESS))
    take(app, report(id_of(mail)))
    assert "noted before" in take(app, report(id_of(mail)))


def test_nobody_marks_an_address_by_a_report_of_a_mail_that_was_never_sent(app, context, run_jobs):
    mail = mail_to(make_account(email=ADDRESS))
    forged = [
        report(f"<{mail.id}.{'0' * 20}@localhost>"),
        report(f"<{mail.id + 1}.{'0' * 20}@localhost>"),
        report(id_of(mail), "somebody-else@example.jp"),
        b"Subject: hello\n\nplease mark hanako@example.jp\n",
    ]
    for raw in forged:
        assert "Nothing for us" in take(app, raw)
    run_jobs()
    assert troubles() == []


def test_the_door_reads_a_file_as_well(app, context, tmp_path):
    path = tmp_path / "report.eml"
    path.write_bytes(report(id_of(mail_to(make_account(email=ADDRESS)))))
    result = app.test_cli_runner().invoke(args=["mail", "bounce", str(path)])
    assert (result.exit_code, result.output) == (0, "Noted.\n")


def test_the_door_refuses_what_is_too_large(app, context):
    result = app.test_cli_runner().invoke(args=["mail", "bounce", "-"], input=b"x" * (2 * 1024 * 1024 + 1))
    assert (result.exit_code, "2 MiB" in result.output) == (1, True)


def test_what_the_door_says_names_nobody(app, context):
    mail = mail_to(make_account(email=ADDRESS))
    for raw in (report(id_of(mail)), report(id_of(mail)), report("<x@y>"), b""):
        assert ADDRESS not in take(app, raw)


# --- what follows ---


def test_no_mail_goes_to_an_address_at_which_nothing_arrives(context):
    account = make_account(email=ADDRESS)
    note()
    with reading():
        assert mailboxes_of(account.person) == []


def test_she_still_gets_the_link_that_she_asks_for_and_still_signs_in(app, context, run_jobs):
    account = make_account(email=ADDRESS)
    note()
    with transaction():
        services.request_reset(account.person.learner_number, address="192.0.2.1", at=now())
    run_jobs()
    with reading():
        assert db.session.scalars(select(OutgoingMail.recipient)).all() == [ADDRESS]
        assert queries.account_signing_in_by(ADDRESS).key == account.key


def newest_link() -> str:
    with reading():
        bodies = db.session.scalars(select(OutgoingMail.body).order_by(OutgoingMail.id.desc())).all()
    return next(found[1] for body in bodies if (found := re.search(r"/account/confirm-email/(\S+)", body)))


def test_a_link_that_is_opened_ends_it_for_everybody_who_has_the_address(context):
    one, other = make_account(), make_account()
    for account in (one, other):
        with transaction():
            services.add_address(account.person, address="info@example.jp", own=False, by=SITE, at=now())
            services.confirm_address(newest_link(), at=now())
    note("info@example.jp")
    assert len(troubles()) == 2
    with transaction():
        services.send_link_again(queries.contacts_of(one.person)[0], by=SITE, at=now())
        services.confirm_address(newest_link(), at=now())
    assert troubles() == []


def test_a_correction_ends_it(context):
    account = make_account(email=ADDRESS)
    note()
    with transaction():
        services.correct_contact(queries.contacts_of(account.person)[0], value="right@example.jp", by=SITE, at=now())
    assert troubles() == []
    with reading():
        recipients = db.session.scalars(select(OutgoingMail.recipient)).all()
    assert recipients == ["right@example.jp"]


def test_an_officer_notes_by_hand_what_does_not_work_and_what_works_again(context):
    account = make_account(email=ADDRESS)
    with transaction():
        services.mark_as_failing(queries.contacts_of(account.person)[0], by=SITE, at=now())
    assert troubles() == [(ADDRESS, "told")]
    with transaction():
        services.mark_as_working(queries.contacts_of(account.person)[0], by=SITE, at=now())
    assert troubles() == []


# --- what people see ---


def test_officers_see_what_is_wrong_what_to_do_and_the_telephone_beside_it(app, as_):
    with app.app_context():
        account = make_account(email=ADDRESS)
        with transaction():
            services.add_telephone(account.person, number="０９０ー１２３４ー５６７８", own=True, by=SITE, at=now())
        note(trouble=Trouble.FILTERED)
    page = as_(Role.OFFICER).get("/people/unreachable")
    for words in (ADDRESS, "filter for unwanted mail", "allow mail from us", "０９０ー１２３４ー５６７８", "山田 花子"):
        assert words in page.words
    assert page.find("a", href="tel:09012345678")


def test_learners_do_not_see_the_list(as_):
    as_(Role.LEARNER).get("/people/unreachable", status=403)


def test_the_list_goes_on_on_a_next_page(app, as_):
    with app.app_context():
        for number in range(21):
            make_account(email=f"{number}@example.jp")
            note(f"{number}@example.jp")
    officer = as_(Role.OFFICER)
    assert "Next page" in officer.get("/people/unreachable").words
    assert "0@example.jp" in officer.get("/people/unreachable?page=2").words


def test_she_is_told_on_her_pages_and_when_she_signs_in(app):
    with app.app_context():
        number = make_account(email=ADDRESS).person.learner_number
        note()
    browser = Browser(app)
    browser.submit("/account/sign-in?next=/courses", sign_in=number, password=PASSWORD)
    assert "Mail to you comes back" in browser.get("/courses").text
    for path in ("/my", "/account/profile"):
        assert "We do not reach you" in browser.get(path).words


@pytest.mark.parametrize("path", ["/my", "/account/profile"])
def test_whose_mail_arrives_is_told_nothing(app, as_, path):
    assert "We do not reach you" not in as_(Role.LEARNER).get(path).words
