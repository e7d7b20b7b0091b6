# SPDX-License-Identifier: Apache-2.0
"""Issuer, keys, papers, the backlog and the mail: rows, files and audit on the real database."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from io import BytesIO

import orjson
import pikepdf
import pytest
from sqlalchemy import func, select

from lms import config
from lms.access.identity import SITE
from lms.accounts.models import Contact
from lms.audit.models import AuditRecord
from lms.certificates import notices, queries, resources, services
from lms.certificates.domain.snapshot import SealKind, Words
from lms.certificates.models import Certificate, IssuerVersion, PublicKey, Rendition
from lms.config import Environment
from lms.db import db, transaction
from lms.errors import Conflict, Invalid, NotFound, TooMany
from lms.mail.models import OutgoingMail
from lms.storage import files
from tests.certificates.domain.test_seal import png
from tests.factories.accounts import confirmed, make_person
from tests.factories.certificates import (
    AT,
    OFFICER,
    an_issuer,
    issue,
    make_certificate,
    make_completion,
    make_issuer,
    make_ready,
    sign_off_everything,
)
from tests.factories.quizzes import make_attempt, make_edition, make_marked

pytestmark = pytest.mark.usefixtures("context")
TODAY = AT.date()


@pytest.fixture
def production(context, monkeypatch):
    """The same site, told that it is a production site."""
    settings = dataclasses.replace(config.current(), environment=Environment.PRODUCTION)
    monkeypatch.setattr(config, "_installed", settings)


def text_of(pdf: bytes) -> str:
    with pikepdf.open(BytesIO(pdf)) as document:
        return str(document.docinfo.get("/Title", ""))


# --- the issuer


def test_a_version_of_the_issuer_holds_from_its_day():
    make_issuer(name=Words("旧名", "Old name"), from_day=date(2020, 4, 1))
    make_issuer(name=Words("新名", "New name"), from_day=date(2027, 4, 1))
    assert [queries.issuer_on(date(2027, 3, 31)).name["en"], queries.issuer_on(date(2027, 4, 1)).name["en"]] == [
        "Old name",
        "New name",
    ]


def test_before_its_first_day_there_is_no_issuer():
    make_issuer(from_day=date(2027, 4, 1))
    assert queries.issuer_on(date(2027, 3, 31)) is None


def test_a_version_recorded_later_for_the_same_day_counts():
    make_issuer(name=Words("誤記", "Misspelt"))
    make_issuer(name=Words("訂正", "Corrected"))
    assert queries.issuer_on(TODAY).name["en"] == "Corrected"
    assert db.session.scalar(select(func.count()).select_from(IssuerVersion)) == 2


def test_the_heads_of_pages_wait_for_the_day_of_a_new_name():
    make_issuer(name=Words("今の名", "Present name"))
    make_issuer(name=Words("先の名", "Later name"), from_day=date(2999, 4, 1))
    assert queries.issuer_name(TODAY) == "今の名"


def test_recording_the_issuer_is_audited():
    version = make_issuer()
    [row] = db.session.scalars(select(AuditRecord).where(AuditRecord.about_key == version.key)).all()
    assert (row.tag, row.by_person_key) == ("certificates:issuer:recorded", OFFICER.person_key)


@pytest.mark.parametrize("digest", [None, "0" * 64, "not a digest"])
def test_a_seal_to_be_printed_must_have_been_stored(digest):
    with pytest.raises(Invalid), transaction():
        services.record_issuer(an_issuer(seal=SealKind.IMAGE, seal_digest=digest), by=OFFICER, at=AT)


def test_a_stored_file_that_is_no_picture_cannot_become_the_seal():
    digest = files.put(b"%PDF-1.7")
    with pytest.raises(Invalid), transaction():
        services.record_issuer(an_issuer(seal=SealKind.IMAGE, seal_digest=digest), by=OFFICER, at=AT)


def test_a_certificate_is_printed_with_the_seal_of_its_issuer():
    digest = services.keep_seal(png())
    make_issuer(seal=SealKind.IMAGE, seal_digest=digest)
    certificate = issue(make_completion())
    assert orjson.loads(certificate.snapshot)["issuer"]["seal_digest"] == digest
    assert services.pdf_of(certificate).startswith(b"%PDF")


def test_a_picture_that_is_none_is_not_kept():
    with pytest.raises(Invalid, match="seal-not-usable"):
        services.keep_seal(b"hello")


# --- keys


def test_a_development_site_makes_its_own_key_and_marks_it():
    certificate = make_certificate()
    [key] = db.session.scalars(select(PublicKey)).all()
    assert (key.kid, key.is_development) == (certificate.kid, True)
    assert orjson.loads(certificate.snapshot)["signature"]["is_development"] is True


@pytest.mark.usefixtures("production")
def test_a_production_site_without_a_key_shows_unsigned_samples():
    make_issuer()
    completion = make_completion()
    sign_off_everything()
    sample = issue(completion)
    assert (sample.sample, sample.kid, sample.cose) == (True, None, None)
    assert services.pdf_of(sample).startswith(b"%PDF")


@pytest.mark.usefixtures("production")
def test_a_production_site_issues_nothing_real_under_invented_rules():
    with transaction():
        services.create_key(by=SITE, at=AT)
    certificate = make_certificate(sample=True)
    make_ready()
    assert issue(certificate.completion).sample


def test_a_development_key_does_not_sign_on_a_production_site(monkeypatch):
    with transaction():
        services.create_key(by=SITE, at=AT)
    settings = dataclasses.replace(config.current(), environment=Environment.PRODUCTION)
    monkeypatch.setattr(config, "_installed", settings)
    assert services.active_key(AT) is None
    assert not services.has_key(AT)


def test_after_a_rotation_the_new_key_signs_and_the_old_one_stays_published():
    old = make_certificate()
    later = AT + timedelta(days=1)
    with transaction():
        services.rotate_keys(by=OFFICER, at=later)
    new = issue(make_completion(at=later), later)
    published = {record.kid.hex(): record.until_moment for record in resources.published_keys()}
    assert old.kid != new.kid
    assert published == {old.kid: later.replace(microsecond=0), new.kid: None}


def test_a_retired_key_signs_no_more():
    certificate = make_certificate()
    with transaction():
        services.retire_key(certificate.kid, by=OFFICER, at=AT + timedelta(hours=1))
    assert services.active_key(AT + timedelta(hours=2)) is None


def test_a_key_that_does_not_exist_cannot_be_retired():
    with pytest.raises(NotFound), transaction():
        services.retire_key("00" * 8, by=OFFICER, at=AT)


def test_a_key_put_into_the_folder_is_published_when_it_first_signs(context):
    from lms.certificates.services import keys

    record = keys.folder().create(AT - timedelta(days=1), is_development=True)
    assert make_certificate().kid == record.kid.hex()
    assert [key.kid for key in resources.published_keys()] == [record.kid]


# --- papers


def test_the_paper_of_a_certificate_is_the_same_each_time():
    certificate = make_certificate()
    assert services.pdf_of(certificate) == services.pdf_of(certificate)


def test_the_original_is_stored_once_by_its_digest():
    certificate = make_certificate()
    pdf = services.pdf_of(certificate)
    for _ in range(2):
        with transaction():
            services.keep_rendition(certificate, pdf, by=SITE, at=AT)
    [rendition] = db.session.scalars(select(Rendition)).all()
    assert files.get(rendition.digest) == pdf


def test_a_reissue_is_another_paper_of_the_same_certificate():
    certificate = make_certificate()
    before = certificate.snapshot
    with transaction():
        rendition = services.reissue(certificate, by=OFFICER, at=AT, on=date(2027, 1, 5))
    assert rendition.reissued_on == date(2027, 1, 5)
    assert files.get(rendition.digest) != services.pdf_of(certificate)
    assert (certificate.snapshot, queries.rendition_of(certificate)) == (before, None)


def test_a_second_reissue_on_a_day_is_the_first():
    certificate = make_certificate()
    digests = set()
    for _ in range(2):
        with transaction():
            digests.add(services.reissue(certificate, by=OFFICER, at=AT, on=date(2027, 1, 5)).digest)
    assert len(digests) == 1


def test_a_sample_is_not_reissued():
    certificate = make_certificate(sample=True)
    with pytest.raises(Conflict), transaction():
        services.reissue(certificate, by=OFFICER, at=AT, on=TODAY)


def test_the_code_keeps_the_address_that_is_printed(monkeypatch):
    certificate = make_certificate()
    before = services.code_url(certificate)
    settings = dataclasses.replace(config.current(), public_url="https://new.example.jp")
    monkeypatch.setattr(config, "_installed", settings)
    assert services.code_url(certificate) == before


def test_the_certificate_carries_its_snapshot_and_its_message():
    certificate = make_certificate()
    with pikepdf.open(BytesIO(services.pdf_of(certificate))) as document:
        attached = {name: document.attachments[name].get_file().read_bytes() for name in document.attachments}
    assert attached["snapshot.json"] == certificate.snapshot.encode()
    assert certificate.cose in attached.values()


def test_a_preview_needs_no_recorded_issuer():
    make_edition()
    given = an_issuer().as_printed("preview")
    assert services.preview_pdf(given, at=AT, on=TODAY).startswith(b"%PDF")
    assert services.preview_pdf(None, at=AT, on=TODAY).startswith(b"%PDF")


def test_a_preview_needs_rules():
    with pytest.raises(NotFound, match="no-rule-set"):
        services.preview_pdf(None, at=AT, on=TODAY)


def test_a_notice_of_failure_is_for_those_who_failed():
    failed, passed = make_marked(make_attempt(), right=0), make_marked(make_attempt(), right=4)
    assert services.failure_notice_pdf(failed).startswith(b"%PDF")
    with pytest.raises(NotFound):
        services.failure_notice_pdf(passed)
    with pytest.raises(NotFound):
        services.failure_notice_pdf(make_attempt())


# --- the backlog


def waiting(count: int) -> list[Certificate]:
    edition = make_edition()
    return [make_certificate(sample=True, edition=edition) for _ in range(count)]


def test_the_backlog_counts_completions_with_nothing_but_a_sample():
    samples = waiting(3)
    make_ready()
    issue(samples[0].completion)
    make_completion()
    assert queries.backlog_count() == 2


def test_the_backlog_is_issued_chunk_by_chunk(context):
    from lms.jobs import worker

    waiting(12)
    worker.run_due(context.extensions["koshu_registry"])
    make_ready()
    with transaction():
        services.begin_backlog(by=OFFICER, at=AT)
    worker.run_due(context.extensions["koshu_registry"])
    [row] = db.session.scalars(select(AuditRecord).where(AuditRecord.tag == "certificates:backlog:issued")).all()
    assert (queries.backlog_count(), row.details, row.by_person_key) == (0, {"count": 12}, OFFICER.person_key)


def test_a_backlog_begun_too_early_changes_nothing_and_ends():
    waiting(2)
    with transaction():
        assert services.issue_backlog(after=0, count=0, by=OFFICER, at=AT, on=TODAY) is None
    assert queries.backlog_count() == 2


def test_a_certificate_from_the_backlog_is_dated_the_day_it_is_issued_and_counts_from_completion():
    [sample] = waiting(1)
    make_ready()
    later = AT + timedelta(days=40)
    with transaction():
        services.issue_backlog(after=0, count=0, by=OFFICER, at=later, on=later.date())
    real = queries.first_of(sample.completion_id)
    assert orjson.loads(real.snapshot)["issued_on"] == "2026-08-19"
    assert (real.completed_on, real.valid_through) == (sample.completed_on, sample.valid_through)


# --- telling the holder


def told(certificate: Certificate) -> list[str]:
    with transaction():
        services.tell_holder(certificate, at=AT)
    return list(db.session.scalars(select(OutgoingMail.recipient)))


def test_the_holder_is_told_at_her_own_confirmed_address():
    certificate = make_certificate(person=make_person(email="hanako@example.jp"))
    assert told(certificate) == ["hanako@example.jp"]
    [mail] = db.session.scalars(select(OutgoingMail)).all()
    assert certificate.number in mail.body
    assert certificate.certificate_id not in mail.body


def address_of(person, **changed) -> None:
    with transaction():
        contact: Contact = confirmed(person, "office@example.jp", AT)
        contact.signs_in = False
        for name, value in changed.items():
            setattr(contact, name, value)
        db.session.add(contact)


@pytest.mark.parametrize("changed", [{"confirmed_at": None}, {"removed_at": AT}, {"failing_since": AT}])
def test_unconfirmed_removed_and_failing_addresses_are_told_nothing(changed):
    person = make_person()
    certificate = make_certificate(person=person)
    address_of(person, **changed)
    assert told(certificate) == []


def test_a_shared_address_learns_that_there_is_news_and_nothing_of_the_result():
    person = make_person(email="hanako@example.jp")
    certificate = make_certificate(person=person)
    address_of(person, own=False)
    assert told(certificate) == ["hanako@example.jp", "office@example.jp"]
    news = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
    assert news.subject.startswith("【山田 花子 様】")
    for secret in (certificate.number, "受講証明書", "http"):
        assert secret not in news.subject + news.body


def test_a_sample_is_not_told_to_anybody():
    assert told(make_certificate(sample=True, person=make_person(email="hanako@example.jp"))) == []


@pytest.mark.parametrize(
    ("locale", "subject"), [("ja", "受講証明書のご用意ができました"), ("en", "Your certificate is ready")]
)
def test_the_mail_speaks_the_holders_language(locale, subject):
    certificate = make_certificate(person=make_person(email="hanako@example.jp", locale=locale))
    told(certificate)
    assert db.session.scalar(select(OutgoingMail.subject)) == subject


# --- careful questions


def test_a_number_that_does_not_exist_is_throttled_like_one_that_does():
    for _ in range(5):
        with transaction():
            assert services.find_by_number("ST-2026-000999-0", date(1975, 4, 1), address="192.0.2.1", at=AT) is None
    with pytest.raises(TooMany), transaction():
        services.find_by_number("ST-2026-000999-0", date(1975, 4, 1), address="192.0.2.1", at=AT)


def test_what_is_no_longer_kept_matches_nothing():
    certificate = make_certificate()
    with transaction():
        certificate.snapshot = None
    assert queries.look_up(certificate.certificate_id).facts.is_kept is False
    with transaction():
        assert not services.compare_birth_date(certificate.certificate_id, date(1975, 4, 1), address="192.0.2.1", at=AT)


def test_words_on_papers_stand_in_both_languages():
    from lms.rules.domain.levels import IdentityLevel, Mode

    for table, members in (
        (notices.MODES, Mode),
        (notices.IDENTITY_METHODS, IdentityLevel),
        (notices.CHECKED_BY, IdentityLevel),
    ):
        assert set(members) == set(table)
        assert all(notices.words(said).ja != notices.words(said).en for said in table.values())


def test_a_later_correction_of_today_does_not_outlive_a_version_that_begins_tomorrow():
    tomorrow = TODAY + timedelta(days=1)
    make_issuer(name=Words("今日", "Today"), from_day=TODAY - timedelta(days=9))
    make_issuer(name=Words("明日", "Tomorrow"), from_day=tomorrow)
    make_issuer(name=Words("訂正", "Corrected"), from_day=TODAY)
    assert queries.issuer_on(TODAY).name["en"] == "Corrected"
    assert queries.issuer_on(tomorrow).name["en"] == "Tomorrow"
    assert queries.issuer_name(tomorrow) == "明日"
