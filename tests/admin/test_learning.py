# SPDX-License-Identifier: Apache-2.0
"""What an officer answers by telephone: courses, progress, tests, papers, what still runs; her notice once more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE, Role
from lms.accounts import queries
from lms.accounts import services as accounts
from lms.accounts.domain.names import NameGiven
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, reading, transaction
from lms.jobs.models import Job
from lms.mail.models import OutgoingMail
from tests.factories.accounts import make_account, make_person
from tests.factories.certificates import make_certificate, make_completion, make_ready
from tests.factories.quizzes import make_attempt, make_enrolment, make_marked


@pytest.fixture
def holder(app, run_jobs):
    """The key of somebody with a certificate in force, whose paper has been made."""
    with app.app_context():
        person = make_account(email="hanako@example.jp").person
        certificate = make_certificate(person=person, at=now() - timedelta(hours=1))
        found = person.key, certificate.certificate_id
    run_jobs()
    return found


def record(browser, key: str, status: int = 200):
    return browser.get(f"/people/{key}/record", status=status)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.OPERATOR])
def test_only_officers_see_what_somebody_learned(as_, browser, holder, role):
    key, certificate_id = holder
    stranger = as_(role)
    record(stranger, key, status=404)
    record(browser, key, status=303)
    page = stranger.get("/account/profile")
    token = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    assert stranger.client.post(f"/certificates/{certificate_id}/notices", data=token).status_code == 404


def test_her_own_record_is_for_officers_too(app, as_):
    with app.app_context():
        person = make_person()
        number, key = person.learner_number, person.key
    record(as_(number), key, status=404)


def test_a_person_who_does_not_exist_is_not_found(as_):
    record(as_(Role.OFFICER), "0000000000000000", status=404)


def test_somebody_without_a_course_has_none(app, as_):
    with app.app_context():
        key = make_person().key
    assert "No courses yet" in record(as_(Role.OFFICER), key).words


def test_studying_shows_edition_subjects_and_hours(app, as_):
    with app.app_context():
        enrolment = make_enrolment()
        key, label = enrolment.person.key, enrolment.edition.label
    words = record(as_(Role.OFFICER), key).words
    for expected in (f"Edition {label}", "Studying", "Study time credited 4 min", "No test has been begun."):
        assert expected in words


def test_tests_show_when_and_how_they_came_out(app, as_):
    with app.app_context():
        enrolment = make_enrolment()
        make_marked(make_attempt(enrolment), right=1)
        make_attempt(enrolment, at=now())
        key = enrolment.person.key
    words = record(as_(Role.OFFICER), key).words
    assert "Not passed 1 of 4" in words
    assert "Test under way" in words


def test_a_certificate_shows_its_standing_and_leads_to_paper_and_public_page(as_, holder):
    key, certificate_id = holder
    officer = as_(Role.OFFICER)
    page = record(officer, key)
    assert "In force" in page.words
    links = [node.get("href") for node in page.find("a")]
    assert f"/C/{certificate_id}" in links
    assert f"/certificates/{certificate_id}/pdf" in links
    assert officer.client.get(f"/certificates/{certificate_id}/pdf").data.startswith(b"%PDF")


def test_what_is_being_prepared_is_said_with_the_job_that_waits(app, as_):
    with app.app_context():
        make_ready()
        completion = make_completion(at=now())
        key = completion.enrolment.person.key
    words = record(as_(Role.OFFICER), key).words
    for expected in ("Certificate being prepared", "No paper has been issued yet.", "Pass on: a course was completed"):
        assert expected in words


def test_a_finished_certificate_has_nothing_left_to_do(as_, holder):
    words = record(as_(Role.OFFICER), holder[0]).words
    assert "being prepared" not in words
    assert "What the site still does" not in words


def test_the_notice_is_sent_once_more_and_is_on_record(app, as_, holder, run_jobs):
    key, certificate_id = holder
    officer = as_(Role.OFFICER)
    page = record(officer, key)
    officer.submit(page, action=f"/certificates/{certificate_id}/notices")
    officer.submit(page, action=f"/certificates/{certificate_id}/notices")
    run_jobs()
    with app.app_context(), reading():
        subjects = [mail.subject for mail in db.session.scalars(select(OutgoingMail))]
        tags = [row.tag for row in db.session.scalars(select(AuditRecord))]
        again = db.session.scalars(select(Job).where(Job.unique_key.like("%:again:%"))).all()
    assert len(subjects) == 1 + len(again)
    assert "certificates:notice:sent-again" in tags


def test_without_a_mailbox_there_is_no_button_and_sending_is_refused(app, as_, run_jobs):
    with app.app_context():
        certificate = make_certificate(at=now())
        key, certificate_id = certificate.person.key, certificate.certificate_id
    run_jobs()
    officer = as_(Role.OFFICER)
    page = record(officer, key)
    assert "Please telephone." in page.words
    assert "Send the notice again" not in page.words
    token = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    assert officer.client.post(f"/certificates/{certificate_id}/notices", data=token).status_code == 409


def test_a_sample_is_no_news(app, as_, run_jobs):
    with app.app_context():
        person = make_account(email="hanako@example.jp").person
        certificate = make_certificate(person=person, sample=True, at=now())
        key, certificate_id = person.key, certificate.certificate_id
    run_jobs()
    officer = as_(Role.OFFICER)
    page = record(officer, key)
    assert "Send the notice again" not in page.words
    token = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    assert officer.client.post(f"/certificates/{certificate_id}/notices", data=token).status_code == 409


@pytest.mark.parametrize("changed", ["name", "birth date"])
def test_after_a_correction_the_page_says_which_paper_bears_the_former_one_and_what_to_do(app, as_, holder, changed):
    key, _certificate_id = holder
    officer = as_(Role.OFFICER)
    assert "corrected since" not in record(officer, key).words
    with app.app_context(), transaction():
        person = queries.person_by_key(key)
        if changed == "name":
            name = NameGiven("佐藤 花子", "サトウ ハナコ", "SATO HANAKO")
            accounts.correct_name(person, name, evidence="seen", by=SITE, at=now(), on=date(2026, 7, 1))
        else:
            born = date(1975, 4, 2)
            accounts.correct_birth_date(person, born, evidence="seen", by=SITE, at=now(), on=date(2026, 7, 1))
    words = record(officer, key).words
    assert "bears what stood before the correction" in words
    assert "What to do now" in words


def test_an_expired_certificate_says_so(app, as_):
    with app.app_context():
        certificate = make_certificate(at=now() - timedelta(days=4 * 366))
        key = certificate.person.key
    assert "Expired" in record(as_(Role.OFFICER), key).words


def test_the_two_pages_of_a_person_lead_to_each_other(as_, holder):
    key = holder[0]
    officer = as_(Role.OFFICER)
    assert f"/people/{key}/record" in [node.get("href") for node in officer.get(f"/people/{key}").find("a")]
    assert f"/people/{key}" in [node.get("href") for node in record(officer, key).find("a")]
    assert f"/people/{key}/record" not in [
        node.get("href") for node in as_(Role.OPERATOR).get(f"/people/{key}").find("a")
    ]
