# SPDX-License-Identifier: Apache-2.0
"""Asking for another name once it is fixed: decided once, told, and the document gone whatever becomes of it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from lms.access.identity import Identity, Role
from lms.accounts import services
from lms.accounts.domain.correcting import Cause, DocumentKind, RequestGiven
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen, PrintWay
from lms.accounts.models import EvidenceFile, NameRequest, Notice, Person
from lms.accounts.queries import correcting as queries
from lms.accounts.queries import printed
from lms.accounts.services import correcting, evidence
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid
from lms.identifiers import new_key
from lms.mail.models import OutgoingMail
from lms.storage import evidence as storage
from tests.factories.accounts import BORN, NAME, confirmed, make_account, make_person
from tests.factories.uploads import JPEG

TODAY = date(2026, 7, 10)
MARRIED = NameGiven("佐藤 花子", "サトウ ハナコ", "SATO HANAKO")
OFFICER = Identity(person_key="anofficer", name="officer")


def locked_person(**over) -> Person:
    person = make_person(**over)
    with transaction():
        services.lock_names(person, at=now())
    return person


def send_file(person, content=JPEG) -> str:
    with transaction():
        return evidence.keep_file(person, content, at=now()).name


def ask(person, *, at=None, **over) -> NameRequest:
    facts = {
        "key": new_key(), "name": MARRIED, "birth_date": BORN, "cause": Cause.FAMILY, "words": "",
        "document": DocumentKind.RESIDENCE,
    }  # fmt: skip
    with transaction():
        given = RequestGiven(**{**facts, **over})
        return correcting.ask(person, given, by=Identity(person_key=person.key), at=at or now(), on=TODAY)


def grant(request, seen=None):
    with transaction():
        seen = seen or queries.state_seen(queries.whom(request))
        correcting.grant(request, seen=seen, evidence="住民票と照合", by=OFFICER, at=now(), on=TODAY)


def refuse(request):
    with transaction():
        correcting.refuse(request, reason="The picture is blurred.", by=OFFICER, at=now())


def withdraw(request):
    with transaction():
        correcting.withdraw(request, by=Identity(person_key=request.person.key), at=now())


def expire(request):
    with transaction():
        request.asked_at = now() - timedelta(days=90)
    with transaction():
        services.sweep(at=now())


def files_left() -> int:
    folder = storage._folder()
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def left(table) -> int:
    with reading():
        return db.session.scalar(select(func.count()).select_from(table))


# --- asking ---


def test_a_name_that_is_not_fixed_is_not_asked_for(context):
    with pytest.raises(Conflict, match="names-not-locked"):
        ask(make_person())


def test_one_request_at_a_time(context):
    person = locked_person()
    ask(person)
    with pytest.raises(Conflict, match="name-request-open"):
        ask(person, name=NameGiven("別 花子", "ベツ ハナコ", "BETSU HANAKO"))


def test_the_same_request_sent_twice_is_one(context):
    person = locked_person()
    key = new_key()
    assert ask(person, key=key).id == ask(person, key=key).id


def test_of_two_requests_at_once_one_is_refused(context):
    person_key, ready = locked_person().key, Barrier(2)
    app = context

    def act() -> bool:
        with app.app_context(), transaction():
            person = db.session.scalars(select(Person).where(Person.key == person_key)).one()
            ready.wait(10) if db.engine.dialect.name != "sqlite" else None
            given = RequestGiven(new_key(), MARRIED, BORN, Cause.FAMILY, "", DocumentKind.RESIDENCE)
            try:
                correcting.ask(person, given, by=OFFICER, at=now(), on=TODAY)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda _: act(), range(2))) == [False, True]


def test_what_changes_nothing_is_not_asked_for(context):
    with pytest.raises(Conflict, match="nothing-changes"):
        ask(locked_person(), name=NAME)


def test_a_file_of_somebody_else_cannot_be_attached(context):
    name = send_file(make_person())
    with pytest.raises(Conflict, match="document-gone"):
        ask(locked_person(), file_name=name)


def test_a_document_belongs_to_one_request(context):
    person = locked_person()
    name = send_file(person)
    withdraw(ask(person, file_name=name))
    with pytest.raises(Conflict, match="document-gone"):
        ask(person, file_name=name)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + b"0" * 100, b"<html>" + b"0" * 100, JPEG + b"0" * 10 * 1024 * 1024]
)
def test_what_is_no_picture_or_pdf_or_too_large_is_not_stored(context, content):
    with pytest.raises(Invalid):
        send_file(make_person(), content)
    assert files_left() == 0


def test_a_document_is_stored_apart_for_the_sites_user_only(context):
    name = send_file(make_person())
    path = storage.path_of(name)
    assert path.read_bytes() == JPEG
    assert (oct(path.stat().st_mode & 0o777), oct(path.parent.stat().st_mode & 0o777)) == ("0o600", "0o700")
    assert path.parent.name == "evidence"


# --- what becomes of it ---


def test_granting_records_name_and_birth_date_on_the_officers_evidence(context):
    person = locked_person()
    grant(ask(person, birth_date=date(1976, 4, 1)))
    assert (person.name.register, person.name.recorded_by, person.name.evidence) == (
        "佐藤 花子", "anofficer", "住民票と照合",
    )  # fmt: skip
    assert person.birth_date == date(1976, 4, 1)
    with reading():
        tags = set(db.session.scalars(select(AuditRecord.tag)))
    assert {"accounts:name:requested", "accounts:name-request:ended", "accounts:name:recorded"} <= tags


@pytest.mark.parametrize("end", [refuse, withdraw, expire])
def test_nothing_is_recorded_otherwise(context, end):
    person = locked_person()
    request = ask(person)
    end(request)
    db.session.expire_all()
    assert person.name.register == "山田 花子"
    assert ask(person).outcome is None


@pytest.mark.parametrize("end", [grant, refuse, withdraw, expire])
def test_the_document_goes_with_every_end(app, run_jobs, end):
    with app.app_context():
        person = locked_person()
        request = ask(person, file_name=send_file(person))
        assert files_left() == 1
        end(request)
        assert (left(EvidenceFile), request.file, request.had_file) == (0, None, True)
    run_jobs()
    with app.app_context():
        assert files_left() == 0


@pytest.mark.parametrize("end", [grant, refuse, withdraw])
@pytest.mark.parametrize("first", [grant, refuse, withdraw])
def test_what_has_ended_is_not_decided_again(context, first, end):
    request = ask(locked_person())
    first(request)
    with pytest.raises(Conflict, match="name-request-ended"):
        end(request)


def test_a_decision_on_a_name_that_changed_meanwhile_is_refused(context):
    person = locked_person()
    request = ask(person)
    seen = queries.state_seen(person)
    with transaction():
        other = NameGiven("別 花子", "ベツ ハナコ", "BETSU HANAKO")
        services.correct_name(person, other, evidence="seen", by=OFFICER, at=now(), on=TODAY)
    with pytest.raises(Conflict, match="name-changed-meanwhile"):
        grant(request, seen)


def test_a_request_waits_ninety_days_and_no_longer(context):
    person = locked_person()
    request = ask(person, file_name=send_file(person))
    with transaction():
        services.sweep(at=request.asked_at + timedelta(days=89))
    assert request.outcome is None
    expire(request)
    assert (request.outcome, left(EvidenceFile)) == ("expired", 0)


def test_after_a_merge_the_name_of_the_record_that_stays_is_corrected(context):
    first, second = locked_person(), make_person()
    request = ask(first)
    with transaction():
        services.merge(first, into=second, reason="one person", by=OFFICER, at=now())
    grant(request)
    db.session.expire_all()
    assert (first.name.register, second.name.register) == ("山田 花子", "佐藤 花子")


# --- she is told ---


@pytest.mark.parametrize(
    ("end", "kinds"),
    [(grant, ["name-granted"]), (refuse, ["name-refused"]), (expire, ["name-expired"]), (withdraw, [])],
)
def test_she_is_told_at_her_next_sign_in(context, end, kinds):
    end(ask(locked_person()))
    with reading():
        assert list(db.session.scalars(select(Notice.kind))) == kinds


def test_a_mail_goes_to_what_only_she_reads_and_names_nobody(context):
    account = make_account(email="hanako@example.jp")
    with transaction():
        shared = confirmed(account.person, "info@example.jp", now())
        shared.own, shared.signs_in = False, False
        db.session.add(shared)
        services.lock_names(account.person, at=now())
    refuse(ask(account.person))
    with reading():
        [mail] = db.session.scalars(select(OutgoingMail)).all()
    assert mail.recipient == "hanako@example.jp"
    for secret in ("山田", "佐藤", "SATO", "YAMADA", "blurred"):
        assert secret not in mail.subject + mail.body


# --- crashes between row and file ---


def fails(act):
    """Do it in an act that is rolled back; what it answered."""
    answered = []

    def crash():
        with transaction():
            answered.append(act())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crash()
    return answered[0]


def age(path, **past) -> None:
    moment = (now() - timedelta(**past)).timestamp()
    os.utime(path, (moment, moment))


def test_a_file_whose_act_was_rolled_back_is_swept(context):
    person = make_person()
    name = fails(lambda: evidence.keep_file(person, JPEG, at=now()).name)
    assert (left(EvidenceFile), files_left()) == (0, 1)
    with transaction():
        services.sweep(at=now())
    assert files_left() == 1  # so young it may belong to an act that is under way
    age(storage.path_of(name), hours=2)
    with transaction():
        services.sweep(at=now())
    assert files_left() == 0


def test_a_file_that_was_not_deleted_after_its_decision_is_swept(context):
    person = locked_person()
    name = send_file(person)
    refuse(ask(person, file_name=name))
    age(storage.path_of(name), days=1)
    with transaction():
        services.sweep(at=now())
    assert files_left() == 0


def test_a_decision_that_is_rolled_back_keeps_the_document(app, run_jobs):
    with app.app_context():
        person = locked_person()
        request = ask(person, file_name=send_file(person))
        fails(lambda: correcting.refuse(request, reason="no", by=OFFICER, at=now()))
    run_jobs()
    with app.app_context():
        assert (left(EvidenceFile), files_left()) == (1, 1)


def test_the_job_deletes_nothing_that_somebody_knows_of(context):
    name = send_file(make_person())
    with transaction():
        evidence.delete_file(name)
    assert files_left() == 1


def test_what_was_sent_and_never_used_goes_after_a_draft_has_died(app):
    with app.app_context():
        send_file(make_person())
        with transaction():
            services.sweep(at=now() + timedelta(hours=12))
        assert left(EvidenceFile) == 1
        with transaction():
            services.sweep(at=now() + timedelta(hours=13, minutes=1))
        assert left(EvidenceFile) == 0
        with transaction():
            services.sweep(at=now() + timedelta(hours=14))
        assert files_left() == 0


def test_nobody_stores_more_than_three_unused_files(app, run_jobs):
    with app.app_context():
        person = make_person()
        for _ in range(6):
            send_file(person)
        assert left(EvidenceFile) == 3
    run_jobs()
    with app.app_context():
        assert files_left() == 3


# --- the printed form comes with it ---


def test_the_choice_of_the_printed_form_counts_once_granted(context):
    person = locked_person()
    rare = NameGiven("渡邉\U000e0131 花子", "ワタナベ ハナコ", "WATANABE HANAKO")
    chosen = Chosen(PrintWay.OTHER, (("邉\U000e0131", "邊"),))
    request = ask(person, name=rare, chosen=chosen)
    assert printed.choices_of(person) == []
    grant(request)
    [row] = printed.choices_of(person)
    assert (printed.chosen_of(person), row.recorded_by, row.spoken) == (chosen, person.key, False)


def test_who_may_decide(app):
    from lms.access.identity import Grant
    from lms.access.permissions import Permission
    from lms.access.policy import permits

    deciding = [role for role in Role if permits(Identity("x", "y", frozenset({Grant(role)})), Permission.NAME_CORRECT)]
    assert deciding == [Role.OFFICER]
