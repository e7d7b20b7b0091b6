# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.access.identity import SITE
from lms.accounts import services as accounts
from lms.accounts.adapters import hashing
from lms.accounts.models import PersonBirthDate
from lms.audit import queries as audit
from lms.courses import queries, services
from lms.courses.models import Completion, Enrolment
from lms.db import db, transaction
from lms.errors import Conflict, Invalid
from lms.jobs.models import Job
from tests.factories.accounts import TERMS, make_account
from tests.factories.courses import (
    AT,
    make_completion,
    make_edition,
    make_enrolment,
    make_package,
    study,
    study_all,
)
from tests.factories.rules import law_text

pytestmark = pytest.mark.usefixtures("context")


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def complete(enrolment: Enrolment) -> Completion:
    with transaction():
        return services.complete(
            enrolment, test_result={"score": 4}, identity_level="password_and_birth_date", by=SITE, at=AT, on=AT.date()
        )


def fail(enrolment: Enrolment) -> None:
    with transaction():
        services.close_failed(enrolment, by=SITE, at=AT)


# --- enrolling ---


def test_an_enrolment_is_the_first_cycle_and_says_how_the_course_is_taken():
    enrolment = make_enrolment(role="visitor")
    assert (enrolment.cycle, enrolment.mode, enrolment.role_asked) == (1, "on_demand", "visitor")
    assert [record.tag for record in audit.about(enrolment.key)] == ["courses:enrolment:begun"]


def test_a_second_click_gives_the_enrolment_that_is_open():
    first = make_enrolment()
    assert make_enrolment(first.edition, first.person).key == first.key
    assert count(Enrolment) == 1


def test_while_enrolled_she_stays_in_her_edition_though_a_newer_one_appears():
    package = make_package()
    first = make_enrolment(make_edition(package))
    newer = make_edition(replace(package, digest="f" * 64, manifest=replace(package.manifest, edition="2026-2")))
    assert make_enrolment(newer, first.person).key == first.key


def test_after_a_failure_she_enrols_for_the_next_cycle():
    first = make_enrolment()
    fail(first)
    again = make_enrolment(first.edition, first.person)
    assert (again.cycle, again.key == first.key) == (2, False)
    assert not queries.progress_of(again).has_begun


def test_other_people_have_enrolments_of_their_own():
    first = make_enrolment()
    assert make_enrolment(first.edition).key != first.key


def test_a_role_that_the_course_is_not_for_is_refused():
    with pytest.raises(Invalid, match="role-not-of-this-course"):
        make_enrolment(role="emperor")


def test_a_person_without_birth_date_enrols_later():
    person = make_account().person
    with transaction():
        db.session.query(PersonBirthDate).filter_by(person_id=person.id).delete()
    with pytest.raises(Conflict, match="names-missing"):
        make_enrolment(person=person)
    assert count(Enrolment) == 0


def test_a_course_that_the_law_allows_only_in_a_room_is_not_taken_here():
    in_a_room = law_text(("- value: on_demand", "- value: room"))
    with pytest.raises(Conflict, match="course-not-on-demand"):
        make_enrolment(make_edition(rules=in_a_room))


# --- completing ---


def test_a_completion_rests_on_the_hours_the_rules_and_the_test():
    completion = make_completion()
    assert completion.minutes == {"studying": 2, "testing": 2}
    assert completion.rule_set_digest == completion.enrolment.edition.rule_set_digest
    assert (completion.mode, completion.course_type) == ("on_demand", "ST")
    assert (completion.enrolment.closed_reason, completion.enrolment.closed_at) == (
        "completed",
        completion.completed_at,
    )


def test_a_completion_tells_whoever_issues_certificates_once():
    completion = make_completion()
    assert complete(completion.enrolment).key == completion.key
    jobs = db.session.scalars(select(Job).where(Job.kind == "fact:CourseCompleted")).all()
    assert [job.payload for job in jobs] == [{"completion_key": completion.key}]
    assert count(Completion) == 1


def test_without_all_hours_nothing_is_completed():
    enrolment = make_enrolment()
    study(enrolment, "studying-1", 60)
    with pytest.raises(Conflict, match="hours-incomplete"):
        complete(enrolment)
    assert enrolment.closed_at is None


def test_what_failed_is_not_completed_and_what_is_completed_does_not_fail():
    failed = make_enrolment()
    fail(failed)
    with pytest.raises(Conflict, match="enrolment-closed"):
        complete(failed)
    done = make_completion().enrolment
    with pytest.raises(Conflict, match="enrolment-closed"):
        fail(done)


def test_failing_twice_is_failing_once():
    enrolment = make_enrolment()
    fail(enrolment)
    closed_at = enrolment.closed_at
    with transaction():
        services.close_failed(enrolment, by=SITE, at=AT + timedelta(days=1))
    assert enrolment.closed_at == closed_at
    assert [record.tag for record in audit.about(enrolment.key)].count("courses:enrolment:failed") == 1


def test_the_study_time_of_a_failed_enrolment_stays_on_record():
    enrolment = make_enrolment()
    study_all(enrolment)
    fail(enrolment)
    assert queries.progress_of(enrolment).is_complete


# --- looking ---


def test_her_enrolments_are_hers_newest_first():
    first = make_enrolment()
    fail(first)
    second = make_enrolment(first.edition, first.person)
    make_enrolment(first.edition)
    assert [one.key for one in queries.enrolments_of(first.person.key)] == [second.key, first.key]
    assert [one.key for one in queries.enrolments_in(first.person.key, first.edition.course)] == [second.key, first.key]


def test_an_enrolment_keeps_the_texts_that_were_accepted_when_it_began():
    person = make_account().person
    first = make_enrolment(person=person)
    assert first.accepted == {name: hashing.digest_of(body) for name, body in TERMS.items()}
    with transaction():
        accounts.accept(person, {"terms": "# Other terms\n"}, by=SITE, at=AT)
    assert first.accepted["terms"] == hashing.digest_of(TERMS["terms"])
    assert make_enrolment(person=person).accepted["terms"] == hashing.digest_of("# Other terms\n")
