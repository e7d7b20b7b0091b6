# SPDX-License-Identifier: Apache-2.0
"""What the people of the demo do, through the same services as everybody, only on days long past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from lms.access.identity import SITE, Identity, Role
from lms.accounts import services as accounts
from lms.accounts.domain.names import NameGiven
from lms.certificates import services as certificates
from lms.certificates.domain.issuers import IssuerGiven
from lms.certificates.domain.snapshot import SealKind, Words
from lms.cli.demo.cast import CERTIFIED, Learner, Stage, cast_data
from lms.cli.demo.catalogue import edition_for
from lms.courses import queries as course_queries
from lms.courses import services as courses
from lms.courses.services import CreditSource
from lms.periods import TOKYO, tokyo_day
from lms.quizzes import queries as quiz_queries
from lms.quizzes import services as quizzes
from lms.rules import queries as rules
from lms.rules import services as rule_services
from lms.rules.domain.levels import Mode

if TYPE_CHECKING:
    from lms.accounts.models import Person
    from lms.courses.models import Enrolment

FOUNDED_YEARS_AGO = 5
TEST_HOUR = time(14, 0)
REGISTERED_BEFORE = timedelta(days=12)
ENROLLED_BEFORE = timedelta(days=10)
ANSWER_AFTER = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a learner: her learner number, and her certificate's id if she has one."""

    learner_number: str
    name: str
    certificate_id: str | None


def found_body(at: datetime) -> None:
    """The fictitious training body names itself, makes its key and signs off every open item of the rules."""
    data = cast_data()
    certificates.create_key(by=SITE, at=at)
    certificates.record_issuer(
        IssuerGiven(
            name=_words(data["issuer"]["name"]),
            representative=_words(data["issuer"]["representative"]),
            notice=_words(data["issuer"]["notice"]),
            notice_confirmed=True,
            seal=SealKind.OMITTED,
            seal_digest=None,
            from_day=at.date(),
        ),
        by=SITE_OFFICER,
        at=at,
    )


def sign_off_rules(at: datetime) -> None:
    """Confirm what the law leaves open, on an invented document."""
    document = cast_data()["sign_off_document"]
    for ruleset in rules.current_all():
        for course_type in ruleset.course_types:
            for fact in rules.open_items(ruleset, course_type.code, Mode.ON_DEMAND):
                rule_services.sign_off(
                    ruleset.digest, item=fact.path, document=document, confirmed_on=at.date(), by=SITE_OFFICER, at=at
                )


SITE_OFFICER = Identity(person_key="demo", name="demo")


def open_account(name: NameGiven, birth_date: date, password: str, *, at: datetime, role: Role | None = None) -> Person:
    """A person with an account and without an e-mail address."""
    account = accounts.register(
        name=name, birth_date=birth_date, password=password, locale="ja", email=None, accepted={}, by=SITE, at=at,
        on=tokyo_day(at),
    )  # fmt: skip
    if role is not None:
        accounts.grant(account.person, role=role, by=SITE, at=at)
    return account.person


def play(learner: Learner, password: str) -> Played:
    """Let a learner come as far as her stage says."""
    moment = _moment(learner.on, TEST_HOUR)
    person = open_account(learner.name, learner.birth_date, password, at=moment - REGISTERED_BEFORE)
    edition = edition_for(learner.number, enrolled_on(learner))
    identity = Identity(person_key=person.key, name=learner.name.shown)
    enrolment = courses.enrol(person, edition, role_asked=None, by=identity, at=moment - ENROLLED_BEFORE)
    if learner.stage is Stage.ENROLLED:
        return Played(person.learner_number, learner.name.shown, None)
    share = learner.share if learner.stage is Stage.STUDYING else 1.0
    _study(enrolment, share, moment)
    if learner.stage in {Stage.STUDYING, Stage.READY}:
        return Played(person.learner_number, learner.name.shown, None)
    _take_test(enrolment, identity, moment, passes=learner.stage in CERTIFIED)
    if learner.stage is Stage.FAILED:
        return Played(person.learner_number, learner.name.shown, None)
    return Played(person.learner_number, learner.name.shown, _certified(enrolment, moment + ANSWER_AFTER, learner.on))


def enrolled_on(learner: Learner) -> date:
    """The day on which a learner enrolled."""
    return tokyo_day(_moment(learner.on, TEST_HOUR) - ENROLLED_BEFORE)


def _study(enrolment: Enrolment, share: float, until: datetime) -> None:
    """So large a share of all pages, in their order."""
    pages = course_queries.pages_of(enrolment.edition)
    left = round(share * sum(page.allowance_seconds for page in pages))
    for page in pages:
        seconds = min(left, page.allowance_seconds)
        if seconds:
            courses.record_credit(
                enrolment,
                page.key,
                seconds=seconds,
                source=CreditSource.CARRIED,
                by=SITE,
                at=until - timedelta(hours=1),
            )
        left -= seconds


def _certified(enrolment: Enrolment, at: datetime, on: date) -> str:
    """Issue at once, on the day itself; the jobs that the completion wrote will find it done."""
    completion = enrolment.completion
    if completion is None:
        raise RuntimeError("whoever is to hold a certificate has passed")
    certificate = certificates.issue(completion, at=at, on=on)
    if certificate is None:
        raise RuntimeError("the demo's completions reach the identity level that its rules ask for")
    return certificate.certificate_id


def _take_test(enrolment: Enrolment, identity: Identity, at: datetime, *, passes: bool) -> None:
    """Answer every question; whoever fails gets every second one wrong."""
    attempt = quizzes.begin(enrolment, by=identity, at=at)
    for asked in quiz_queries.full_paper(attempt).questions:
        right = asked.question.key
        wrong = next(choice for choice in asked.question.choices if choice != right)
        choice = right if passes or asked.position % 2 else wrong
        quizzes.answer(attempt, position=asked.position, choice=choice, based_on=0, by=identity, at=at + ANSWER_AFTER)
    finished = at + ANSWER_AFTER
    quizzes.submit(attempt, by=identity, at=finished, on=tokyo_day(finished))


def founding(today: date) -> datetime:
    """When the fictitious body was founded: before everything else that happens."""
    return _moment(today.replace(year=today.year - FOUNDED_YEARS_AGO, month=1, day=10), TEST_HOUR)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=TOKYO).astimezone(UTC)


def _words(text: Mapping[str, str]) -> Words:
    return Words(ja=text["ja"], en=text["en"])
