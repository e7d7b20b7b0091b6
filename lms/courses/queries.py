# SPDX-License-Identifier: Apache-2.0
"""Reading courses: the catalogue, enrolments, progress, and the little that a beat needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, load_only

from lms.accounts.models import Person
from lms.accounts.queries.merging import same_person
from lms.courses.domain.contents import Chapter, contents
from lms.courses.domain.editions import EditionFacts, ModuleFacts, PageFacts
from lms.courses.domain.offers import Asked, Duty, Stated, asked_of, duties_of, rank_of, roles_of, stated
from lms.courses.domain.practice import Exercise, exercise_of
from lms.courses.domain.progress import Progress, progress
from lms.courses.domain.timing import Sitting
from lms.courses.models import (
    Asset,
    Course,
    Edition,
    Enrolment,
    Page,
    StudyCredit,
    StudyPlace,
    StudySitting,
    table_of,
)
from lms.db import db
from lms.rules.domain.facts import Bilingual, Fact
from lms.rules.domain.levels import Mode
from lms.rules.domain.ruleset import CourseType, RuleSet, unconfirmed
from lms.rules.queries import current, rule_set, signed_items

# Built once, and of the tables themselves: building and mapping them would cost a beat more than running them.
_person, _course, _edition, _page = (table_of(model) for model in (Person, Course, Edition, Page))
_enrolment, _credit, _seat, _place = (table_of(model) for model in (Enrolment, StudyCredit, StudySitting, StudyPlace))
_earned = (
    select(func.coalesce(func.sum(_credit.c.seconds), 0))
    .where(_credit.c.enrolment_id == _enrolment.c.id)
    .correlate(_enrolment, _page)
)
_STUDIED_PAGE = (
    select(
        _person.c.key,
        _enrolment.c.person_id,
        _enrolment.c.id,
        _enrolment.c.closed_at,
        _page.c.id,
        _page.c.legal_item,
        _page.c.allowance_seconds,
        _edition.c.rule_set_digest,
        _course.c.course_type,
        _earned.where(_credit.c.page_id == _page.c.id).scalar_subquery(),
        _earned.where(_credit.c.legal_item == _page.c.legal_item).scalar_subquery(),
        _seat.c.ticket,
        _seat.c.enrolment_id,
        _seat.c.page_id,
        _seat.c.credit_id,
        _seat.c.last_beat_at,
        _seat.c.last_sign_at,
        _seat.c.asked_at,
        _seat.c.pending_seconds,
        _place.c.page_id,
        _place.c.block,
        _place.c.video_seconds,
    )
    .join_from(_enrolment, _person, _person.c.id == _enrolment.c.person_id)
    .join(_edition, _edition.c.id == _enrolment.c.edition_id)
    .join(_course, _course.c.id == _edition.c.course_id)
    .join(_page, _page.c.edition_id == _edition.c.id)
    .outerjoin(_seat, _seat.c.person_id == _enrolment.c.person_id)
    .outerjoin(_place, _place.c.enrolment_id == _enrolment.c.id)
    .where(_enrolment.c.key == bindparam("enrolment_key"), _page.c.key == bindparam("page_key"))
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A course as the catalogue shows it, on a day."""

    course: Course
    edition: Edition
    facts: EditionFacts
    scheme: Bilingual
    is_fictitious: bool
    asked: tuple[Asked, ...]
    rank: int = 0

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What is asked of whom, roles of which the same is asked together."""
        return duties_of(self.asked)


@dataclass(frozen=True, slots=True)
class Law:
    """What the law says about an edition: the rules it was published under, and what was signed off of them since."""

    ruleset: RuleSet
    course_type: CourseType
    signed: frozenset[str]

    def stated(self, fact: Fact[object]) -> Stated:
        """A datum with its source, as pages show it."""
        return stated(fact, self.signed)

    @property
    def is_confirmed(self) -> bool:
        """Whether nothing is left to confirm for the course as it is given on this site."""
        return not unconfirmed(self.ruleset, self.course_type, mode=Mode.ON_DEMAND, signed=self.signed)


@dataclass(frozen=True, slots=True)
class Presented:
    """A course as its own page shows it, to somebody who may not have enrolled."""

    offer: Offer
    law: Law
    pages: tuple[PageFacts, ...]

    @property
    def modules(self) -> tuple[tuple[ModuleFacts, tuple[PageFacts, ...]], ...]:
        """The modules with their pages, in order."""
        return tuple(
            (module, tuple(page for page in self.pages if page.module == module.id))
            for module in self.offer.facts.modules
        )

    @property
    def roles(self) -> tuple[tuple[str, Bilingual], ...]:
        """The roles that may be named at enrolment."""
        return roles_of(self.law.ruleset, self.law.course_type)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stopped: the page, the paragraph in view, the second of the film."""

    page_key: str
    block: int
    video_seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Study:
    """Everything about one enrolment that its pages show."""

    edition: EditionFacts
    pages: tuple[PageFacts, ...]
    progress: Progress
    chapters: tuple[Chapter, ...]
    place: Place | None

    def place_on(self, page_key: str) -> Place | None:
        """Where she stopped, if it was on this page."""
        return self.place if self.place is not None and self.place.page_key == page_key else None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person studies now: whoever holds the ticket may beat."""

    ticket: str
    enrolment_id: int
    page_id: int
    credit_id: int | None
    sitting: Sitting


@dataclass(frozen=True, slots=True)
class StudiedPage:
    """A page within an enrolment, with all that a beat of it needs; beats are the site's most frequent request."""

    enrolment_key: str
    page_key: str
    owner_key: str
    person_id: int
    enrolment_id: int
    closed_at: datetime | None
    page_id: int
    legal_item: str
    allowance_seconds: int
    rule_set_digest: str
    course_type: str
    page_seconds: int
    item_seconds: int
    seat: Seat | None
    place: tuple[int, int, int] | None


def course_by_key(key: str) -> Course | None:
    """The course with this key, if an edition of it is published."""
    course = db.session.scalar(select(Course).where(Course.key == key))
    return course if course is not None and current_edition(course) is not None else None


def current_edition(course: Course) -> Edition | None:
    """The edition of a course that was published last: the one to enrol in."""
    return db.session.scalar(
        select(Edition)
        .where(Edition.course_id == course.id, Edition.published_at.is_not(None))
        .order_by(Edition.published_at.desc(), Edition.id.desc())
        .limit(1)
    )


def edition_by_label(course_key: str, label: str) -> Edition | None:
    """The edition of a course with this label."""
    return db.session.scalar(
        select(Edition)
        .join(Course)
        .where(Course.key == course_key, Edition.label == label)
        .options(joinedload(Edition.course))
    )


def offers(on: date) -> tuple[Offer, ...]:
    """Every course that can be taken, as the catalogue shows it on a day: in the order of the rules, invented last."""
    editions = db.session.scalars(
        select(Edition)
        .where(Edition.published_at.is_not(None))
        .options(joinedload(Edition.course))
        .order_by(Edition.course_id, Edition.published_at, Edition.id)
    )
    newest = {edition.course_id: edition for edition in editions}
    schemes = {edition.course.scheme: edition for edition in newest.values()}
    laws = {scheme: _law_now(edition) for scheme, edition in schemes.items()}
    found = (_offer(edition, *laws[edition.course.scheme], on) for edition in newest.values())
    return tuple(sorted(found, key=lambda offer: (offer.is_fictitious, offer.rank)))


def offer_of(edition: Edition, on: date) -> Offer:
    """An edition as the catalogue shows it; who must take it says the newest rule set, not the edition's own."""
    return _offer(edition, *_law_now(edition), on)


def _law_now(edition: Edition) -> tuple[RuleSet, frozenset[str]]:
    ruleset = current(edition.course.scheme) or rule_set(edition.rule_set_digest)
    return ruleset, signed_items(ruleset.digest)


def _offer(edition: Edition, ruleset: RuleSet, signed: frozenset[str], on: date) -> Offer:
    course = edition.course
    return Offer(
        course=course,
        edition=edition,
        facts=edition.facts,
        scheme=ruleset.title,
        is_fictitious=ruleset.fictitious,
        asked=asked_of(ruleset, course.course_type, on, signed),
        rank=rank_of(ruleset, course.course_type),
    )


def presented(course: Course, on: date) -> Presented:
    """A course with everything that its own page shows on a day."""
    edition = current_edition(course)
    if edition is None:
        raise LookupError(f"course {course.key} has no published edition")
    return Presented(offer_of(edition, on), law_of(edition), pages_of(edition))


def law_of(edition: Edition) -> Law:
    """The rules that an edition was published under."""
    ruleset = rule_set(edition.rule_set_digest)
    course_type = ruleset.course_type(edition.course.course_type)
    if course_type is None:
        raise LookupError(f"edition {edition.key} was published under rules without its course type")
    return Law(ruleset, course_type, signed_items(ruleset.digest))


def enrolment_by_key(key: str) -> Enrolment | None:
    """The enrolment with this key, with its person, edition and course."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.key == key)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.edition).joinedload(Edition.course))
    )


def enrolments_of(person_key: str) -> Sequence[Enrolment]:
    """The enrolments of a person, newest first, with edition, course and completion."""
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id.in_(same_person(person_key)))
        .order_by(Enrolment.id.desc())
        .options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.edition).joinedload(Edition.course),
            joinedload(Enrolment.completion),
        )
    ).all()


def open_enrolment(person_key: str, course_id: int) -> Enrolment | None:
    """The enrolment of a person in a course, in whichever edition, that has not ended."""
    return db.session.scalar(
        select(Enrolment)
        .join(Enrolment.edition)
        .where(Enrolment.person_id.in_(same_person(person_key)), Edition.course_id == course_id)
        .where(Enrolment.closed_at.is_(None))
        .order_by(Enrolment.id.desc())
        .limit(1)
    )


def enrolments_in(person_key: str, course: Course) -> Sequence[Enrolment]:
    """The enrolments of a person in one course, newest first."""
    return [enrolment for enrolment in enrolments_of(person_key) if enrolment.edition.course_id == course.id]


def progress_of(enrolment: Enrolment) -> Progress:
    """How far an enrolment is, subject by subject."""
    rows = db.session.execute(
        select(StudyCredit.legal_item, func.sum(StudyCredit.seconds))
        .where(StudyCredit.enrolment_id == enrolment.id)
        .group_by(StudyCredit.legal_item)
    )
    return progress(enrolment.edition.facts.needed, {item: int(seconds) for item, seconds in rows})


def credited_by_page(enrolment: Enrolment) -> dict[str, int]:
    """The seconds that each page of an enrolment has earned."""
    rows = db.session.execute(
        select(Page.key, func.sum(StudyCredit.seconds))
        .join(Page, Page.id == StudyCredit.page_id)
        .where(StudyCredit.enrolment_id == enrolment.id)
        .group_by(Page.key)
    )
    return {key: int(seconds) for key, seconds in rows}


def credits_of(enrolment: Enrolment) -> Sequence[StudyCredit]:
    """The stretches of study of an enrolment, oldest first: the ledger behind the hours."""
    return db.session.scalars(
        select(StudyCredit)
        .where(StudyCredit.enrolment_id == enrolment.id)
        .order_by(StudyCredit.from_moment, StudyCredit.id)
    ).all()


def pages_of(edition: Edition) -> tuple[PageFacts, ...]:
    """The pages of an edition in order, without their texts."""
    rows = db.session.scalars(
        select(Page)
        .where(Page.edition_id == edition.id)
        .order_by(Page.position)
        .options(
            load_only(
                Page.key, Page.module, Page.legal_item, Page.position, Page.title, Page.allowance_seconds, Page.details
            )
        )
    )
    return tuple(row.facts for row in rows)


def html_of(edition: Edition, page_key: str, language: str) -> str:
    """The text of a page in a language, cleaned when it was rendered."""
    column = Page.html_ja if language == "ja" else Page.html_en
    return db.session.scalars(select(column).where(Page.edition_id == edition.id, Page.key == page_key)).one()


def texts_of(edition: Edition, language: str) -> dict[str, str]:
    """The texts of all pages in a language, by page, as `html_of` gives each."""
    html = (Page.html_ja if language == "ja" else Page.html_en).label("html")
    rows = db.session.execute(select(Page.key, html).where(Page.edition_id == edition.id).order_by(Page.position))
    return {row.key: row.html for row in rows}


def exercises_of(edition: Edition, page_key: str) -> tuple[Exercise, ...]:
    """What is practised on a page; nothing on a page of text."""
    wanted = select(Page.exercises).where(Page.edition_id == edition.id, Page.key == page_key)
    return tuple(exercise_of(told) for told in db.session.scalars(wanted).one() or ())


def place_of(enrolment: Enrolment) -> Place | None:
    """Where somebody stopped."""
    row = db.session.execute(
        select(Page.key, StudyPlace.block, StudyPlace.video_seconds, StudyPlace.at)
        .join(Page, Page.id == StudyPlace.page_id)
        .where(StudyPlace.enrolment_id == enrolment.id)
    ).one_or_none()
    return None if row is None else Place(*row)


def study_of(enrolment: Enrolment) -> Study:
    """Everything about an enrolment that its pages show."""
    facts, pages, done = enrolment.edition.facts, pages_of(enrolment.edition), progress_of(enrolment)
    return Study(
        edition=facts,
        pages=pages,
        progress=done,
        chapters=contents(facts, pages, credited_by_page(enrolment), done),
        place=place_of(enrolment),
    )


def studied_page(enrolment_key: str, page_key: str) -> StudiedPage | None:
    """A page of the edition that an enrolment is in."""
    row = db.session.connection().execute(_STUDIED_PAGE, {"enrolment_key": enrolment_key, "page_key": page_key}).first()
    if row is None:
        return None
    *facts, ticket, at_enrolment, at_page, credit, beat, sign, asked, pending, place, block, video = row
    seat = None if ticket is None else Seat(ticket, at_enrolment, at_page, credit, Sitting(beat, sign, asked, pending))
    given: tuple[Any, ...] = (enrolment_key, page_key, *facts, seat, None if place is None else (place, block, video))
    return StudiedPage(*given)


def has_film(studied: StudiedPage) -> bool:
    """Whether the page has a film."""
    details = db.session.scalars(select(Page.details).where(Page.id == studied.page_id)).one()
    return details.get("video") is not None


def is_open(studied: StudiedPage) -> bool:
    """Whether the subject of a page may be studied now."""
    return _progress_in(studied).is_open(studied.legal_item)


def has_all_hours(studied: StudiedPage) -> bool:
    """Whether the enrolment that a page is studied in has all its hours."""
    return _progress_in(studied).is_complete


def _progress_in(studied: StudiedPage) -> Progress:
    enrolment = db.session.get_one(Enrolment, studied.enrolment_id)
    return progress_of(enrolment)


def asset_of(edition_key: str, path: str) -> Asset | None:
    """A file of a published edition."""
    return db.session.scalar(
        select(Asset)
        .join(Edition, Edition.id == Asset.edition_id)
        .where(Edition.key == edition_key, Edition.published_at.is_not(None), Asset.path == path)
    )
