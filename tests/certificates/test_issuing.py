# SPDX-License-Identifier: Apache-2.0
"""Issuing: one certificate for a completion, real or sample, whatever happens at the same time or later."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import orjson
import pytest
from sqlalchemy import func, select

from lms.access.identity import SITE, Identity
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen, PrintWay
from lms.accounts.services.naming import correct_name
from lms.accounts.services.printed import choose_for_present_name
from lms.audit.models import AuditRecord
from lms.certificates import queries, services
from lms.certificates.adapters import canonical, cose
from lms.certificates.domain import payload
from lms.certificates.domain.numbers import parse_number
from lms.certificates.domain.snapshot import Words, from_json
from lms.certificates.models import Certificate, CertificateEvent, PublicKey
from lms.courses.models import Completion
from lms.db import db, transaction
from lms.jobs.models import Job
from lms.quizzes.models import Attempt
from tests.factories.accounts import make_person
from tests.factories.certificates import (
    AT,
    issue,
    make_certificate,
    make_completion,
    make_issuer,
    make_ready,
    sign_off_everything,
)
from tests.factories.quizzes import make_edition

pytestmark = pytest.mark.usefixtures("context")


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_a_site_that_is_not_ready_issues_a_sample_without_number_and_place_in_the_list():
    certificate = make_certificate(sample=True)
    assert (certificate.sample, certificate.number, certificate.status_index) == (True, None, None)


def test_a_sample_is_made_once():
    certificate = make_certificate(sample=True)
    assert issue(certificate.completion).id == certificate.id
    assert count() == 1


def test_a_site_that_is_ready_issues_a_real_certificate():
    certificate = make_certificate()
    assert not certificate.sample
    assert parse_number(certificate.number) is not None
    assert 0 <= certificate.status_index < 2**20


def test_issuing_again_gives_the_same_certificate():
    certificate = make_certificate()
    assert issue(certificate.completion, AT + timedelta(days=400)).id == certificate.id


@pytest.mark.parametrize("missing", ["issuer", "notice", "sign-offs"])
def test_each_open_step_makes_it_a_sample(missing):
    completion = make_completion()
    if missing != "issuer":
        make_issuer(notice_confirmed=missing != "notice")
    if missing != "sign-offs":
        sign_off_everything()
    assert issue(completion).sample


def test_after_the_sign_off_the_real_one_stands_beside_the_sample():
    sample = make_certificate(sample=True)
    make_ready()
    real = issue(sample.completion)
    assert (real.sample, sample.sample, real.completion_id) == (False, True, sample.completion_id)
    assert real.certificate_id != sample.certificate_id


def test_numbers_of_a_series_have_no_gap():
    edition = make_edition()
    numbers = [make_certificate(edition=edition).number for _ in range(3)]
    assert [parse_number(number).serial for number in numbers] == [1, 2, 3]


def test_an_act_that_is_undone_takes_no_number():
    first = make_certificate()
    completion = make_completion(edition=first.completion.enrolment.edition)
    with pytest.raises(ZeroDivisionError):
        issue_and_fail(completion)
    assert parse_number(issue(completion).number).serial == 2


def issue_and_fail(completion):
    with transaction():
        services.issue(completion, at=AT, on=AT.date())
        raise ZeroDivisionError


def test_the_number_carries_the_fiscal_year_of_completion():
    before = make_certificate(at=AT.replace(year=2026, month=3, day=31))
    assert parse_number(before.number).fiscal_year == 2025


def test_the_last_day_and_the_opening_of_renewal_follow_the_rule_set():
    certificate = make_certificate()
    assert (certificate.completed_on, certificate.valid_through) == (date(2026, 7, 10), date(2029, 7, 9))
    assert certificate.renewal_opens_on == date(2029, 1, 9)


def test_a_completion_on_the_29th_of_february_counts_through_the_27th_day_of_the_third_february():
    certificate = make_certificate(at=AT.replace(year=2024, month=2, day=29))
    assert certificate.valid_through == date(2027, 2, 28)


def test_the_snapshot_is_canonical_and_its_digest_is_kept():
    certificate = make_certificate()
    stored = certificate.snapshot.encode()
    assert canonical.canonical(orjson.loads(stored)) == stored
    assert canonical.digest(stored) == certificate.snapshot_digest


def test_the_message_is_signed_by_the_key_of_the_certificate_and_says_what_the_snapshot_says():
    certificate = make_certificate()
    key = db.session.get(PublicKey, certificate.kid)
    opened = cose.open_signed(certificate.cose, lambda kid: key.public_bytes if kid.hex() == key.kid else None)
    said = payload.from_map(cose.decode(opened))
    assert (said.certificate_id, said.valid_through) == (certificate.certificate_id, certificate.valid_through)
    assert said.status_index == certificate.status_index


def test_a_later_name_a_later_issuer_and_a_later_sign_off_change_nothing_that_was_issued():
    certificate = make_certificate()
    before, digest = certificate.snapshot, certificate.snapshot_digest
    with transaction():
        name = NameGiven("別名 花子", "ベツメイ ハナコ", "BETSUMEI HANAKO")
        correct_name(certificate.person, name, evidence="戸籍", by=SITE, at=AT, on=AT.date())
    make_issuer(name=Words("改名財団", "Renamed Foundation"))
    db.session.expire_all()
    again = queries.by_certificate_id(certificate.certificate_id)
    assert (again.snapshot, again.snapshot_digest) == (before, digest)
    assert from_json(orjson.loads(again.snapshot)).holder.name == "山田 花子"


def test_a_renewal_names_the_certificate_it_renews_and_leaves_it_alone():
    person, edition = make_person(), make_edition()
    old = make_certificate(person=person, edition=edition)
    later = AT + timedelta(days=900)
    new = issue(make_completion(person, edition, at=later), later)
    assert orjson.loads(new.snapshot)["renews"] == old.number
    assert new.replaces_id is None


def test_a_name_without_kanji_leads_with_its_latin_spelling():
    person = make_person(name=NameGiven(None, "グエン", "NGUYEN THI LAN"))
    snapshot = orjson.loads(make_certificate(person=person).snapshot)
    assert (snapshot["holder"]["name"], snapshot["holder"]["latin_first"]) == ("", True)


def test_a_form_that_the_fonts_lack_is_printed_by_the_plain_character_and_says_so():
    person = make_person(name=NameGiven("渡邉\U000e0131 花子", "ワタナベ ハナコ", "WATANABE HANAKO"))
    certificate = make_certificate(person=person)
    [substitution] = orjson.loads(certificate.snapshot)["holder"]["substitutions"]
    assert substitution == {"typed": "邉\U000e0131", "printed": "邉", "agreed_on": None}
    assert services.pdf_of(certificate).startswith(b"%PDF")


def test_issuing_is_recorded_as_an_event_in_the_audit_and_as_a_fact():
    certificate = make_certificate()
    [event] = db.session.scalars(select(CertificateEvent)).all()
    recorded = db.session.scalars(select(AuditRecord).where(AuditRecord.about_key == certificate.certificate_id)).all()
    facts = db.session.scalars(select(Job.payload).where(Job.kind == "fact:CertificateIssued")).all()
    assert event.kind == "issued"
    assert [row.details for row in recorded] == [{"number": certificate.number, "sample": False}]
    assert facts == [{"certificate_id": certificate.certificate_id}]


def test_a_sample_is_no_news():
    make_certificate(sample=True)
    assert db.session.scalars(select(Job).where(Job.kind == "fact:CertificateIssued")).all() == []


def test_what_falls_below_the_least_identity_level_earns_no_certificate():
    completion = make_completion()
    make_ready()
    with transaction():
        completion.identity_level = "self_declared"
    assert issue(completion) is None
    assert count() == 0
    assert services.learning_record_pdf(completion).startswith(b"%PDF")


def test_the_learning_record_is_the_same_each_time():
    completion = make_completion()
    with transaction():
        completion.identity_level = "none"
    assert services.learning_record_pdf(completion) == services.learning_record_pdf(completion)


def test_ten_simultaneous_requests_give_one_certificate(context):
    completion_id = make_completion().id
    make_ready()
    db.session.remove()
    gate, found, failed = threading.Barrier(10), [], []

    def ask() -> None:
        with context.app_context():
            gate.wait()
            try:
                with transaction():
                    completion = db.session.get_one(Completion, completion_id)
                    found.append(services.issue(completion, at=AT, on=AT.date()).certificate_id)
            except Exception as error:  # whatever it is, the test says it
                failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (len(found), len(set(found)), count()) == (10, 1, 1)


def test_the_database_itself_refuses_a_second_first_certificate():
    certificate = make_certificate()
    with pytest.raises(Exception, match=r"(?i)unique"), transaction():
        db.session.add(
            Certificate(
                certificate_id="0" * 16,
                number="TM-2026-000999-0",
                person_id=certificate.person_id,
                completion_id=certificate.completion_id,
                sample=False,
                status_index=5,
                completed_on=certificate.completed_on,
                valid_through=certificate.valid_through,
                renewal_opens_on=certificate.renewal_opens_on,
                issued_at=AT,
                kid=certificate.kid,
                snapshot="{}",
                snapshot_digest="0" * 64,
                cose=b"",
            )
        )


def test_an_attempt_that_failed_gets_a_notice_without_a_score():
    from tests.factories.quizzes import make_attempt, make_marked

    attempt = make_marked(make_attempt(), right=1)
    notice = services.failure_notice_pdf(db.session.get_one(Attempt, attempt.id))
    assert notice.startswith(b"%PDF")
    assert notice == services.failure_notice_pdf(attempt)


def choose(person, chosen, at):
    with transaction():
        choose_for_present_name(person, chosen, by=Identity(person_key=person.key), at=at)


@pytest.mark.parametrize(
    ("typed", "chosen", "name", "substitutions"),
    [
        ("渡邉\U000e0131", Chosen(PrintWay.STAND_IN, (("邉\U000e0131", "邉"),)), "渡邉\U000e0131", ["邉"]),
        ("渡邉\U000e0131", Chosen(PrintWay.OTHER, (("邉\U000e0131", "邊"),)), "渡邉\U000e0131", ["邊"]),
        ("𛂦山", Chosen(PrintWay.OTHER, (("𛂦", "葉"),)), "𛂦山", ["葉"]),
        ("𛂦山", Chosen(PrintWay.LATIN), "", []),
        ("渡邉\U000e0131", Chosen(PrintWay.LATIN), "", []),
    ],
)
def test_a_rare_name_prints_as_the_holder_chose_on_the_day_she_did(typed, chosen, name, substitutions):
    person = make_person(name=NameGiven(typed, "ワタナベ", "WATANABE"))
    choose(person, chosen, AT - timedelta(days=3))
    certificate = make_certificate(person=person)
    holder = orjson.loads(certificate.snapshot)["holder"]
    assert (holder["name"], holder["latin_first"]) == (name, not name)
    assert [pair["printed"] for pair in holder["substitutions"]] == substitutions
    assert {pair["agreed_on"] for pair in holder["substitutions"]} <= {"2026-07-07"}
    assert services.pdf_of(certificate).startswith(b"%PDF")


def test_a_later_choice_never_changes_a_certificate():
    person = make_person(name=NameGiven("渡邉\U000e0131", "ワタナベ", "WATANABE"))
    certificate = make_certificate(person=person)
    before = certificate.snapshot
    choose(person, Chosen(PrintWay.LATIN), AT + timedelta(days=3))
    db.session.expire_all()
    assert queries.by_certificate_id(certificate.certificate_id).snapshot == before
