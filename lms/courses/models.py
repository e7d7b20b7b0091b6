# SPDX-License-Identifier: Apache-2.0
"""Courses and their immutable editions; enrolments, study time, completions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.courses.domain.editions import EditionFacts, ModuleFacts, PageFacts, VideoFacts
from lms.courses.domain.manifest import Source, StudyTime
from lms.courses.domain.practice import ExerciseTold
from lms.courses.domain.progress import Needed
from lms.courses.domain.timing import Sitting
from lms.db import Base, UtcDateTime
from lms.rules.domain.facts import Bilingual


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that pass the ORM by."""
    return cast(Table, model.__table__)


class Course(Base):
    """Our teaching of a course type."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    scheme: Mapped[str] = mapped_column(String(60))
    course_type: Mapped[str] = mapped_column(String(8))

    editions: Mapped[list[Edition]] = relationship(order_by="Edition.id", back_populates="course")


class Edition(Base):
    """An immutable version of a course. Without `published_at` it is a draft.

    `manifest` copies what the package says of itself, and the minutes that the law of `rule_set_digest` demands.
    """

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64))
    rule_set_digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    course: Mapped[Course] = relationship(back_populates="editions")
    pages: Mapped[list[Page]] = relationship(order_by="Page.position", back_populates="edition")

    __table_args__ = (UniqueConstraint("course_id", "label"),)

    @property
    def facts(self) -> EditionFacts:
        """What the edition says of itself."""
        told = self.manifest
        return EditionFacts(
            title=Bilingual(**self.title),
            summary=Bilingual(**told["summary"]),
            audience=Bilingual(**told["audience"]),
            needs=Bilingual(**told["needs"]),
            modules=tuple(
                ModuleFacts(one["id"], one["legal_item"], Bilingual(**one["title"]), tuple(one["pages"]))
                for one in told["modules"]
            ),
            needed=tuple(Needed(one["id"], Bilingual(**one["name"]), one["minutes"]) for one in told["needed"]),
        )


class Page(Base):
    """A page of an edition, rendered at import in both languages; a practice has exercises instead of a text.

    Texts and exercises are only loaded where they are shown.
    """

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    key: Mapped[str] = mapped_column(String(60))
    module: Mapped[str] = mapped_column(String(60))
    legal_item: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    allowance_seconds: Mapped[int]
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    html_ja: Mapped[str] = mapped_column(Text, deferred=True)
    html_en: Mapped[str] = mapped_column(Text, deferred=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    exercises: Mapped[list[ExerciseTold] | None] = mapped_column(JSON(none_as_null=True), deferred=True)

    edition: Mapped[Edition] = relationship(back_populates="pages")

    __table_args__ = (UniqueConstraint("edition_id", "key"), UniqueConstraint("edition_id", "position"))

    @property
    def facts(self) -> PageFacts:
        """The page without its text."""
        return PageFacts(
            key=self.key,
            module=self.module,
            legal_item=self.legal_item,
            position=self.position,
            title=Bilingual(**self.title),
            allowance_seconds=self.allowance_seconds,
            sources=tuple(Source(Bilingual(**one["cite"]), one["confirmed"]) for one in self.details["sources"]),
            video=_video(self.details.get("video")),
            time=_time(self.details.get("time")),
            is_practice=self.details.get("is_practice", False),
        )

    def html(self, language: str) -> str:
        """The text in a language, cleaned when it was rendered."""
        return self.html_ja if language == "ja" else self.html_en


def _time(told: dict[str, int] | None) -> StudyTime | None:
    return None if told is None else StudyTime(told["reading"], told["working"])


def _video(told: dict[str, Any] | None) -> VideoFacts | None:
    if told is None:
        return None
    transcript = told.get("transcript")
    return VideoFacts(told["file"], Bilingual(**told["captions"]), Bilingual(**transcript) if transcript else None)


class Asset(Base):
    """A picture, video or caption file of an edition, by the digest of its bytes."""

    __tablename__ = "asset"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    path: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(60))

    __table_args__ = (UniqueConstraint("edition_id", "path"),)


class Enrolment(Base):
    """One person in one edition, for one cycle."""

    __tablename__ = "enrolment"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    cycle: Mapped[int]
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    role_asked: Mapped[str | None] = mapped_column(String(40))
    nominated_by: Mapped[str | None] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(20))
    accepted: Mapped[dict[str, str] | None] = mapped_column(JSON)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_reason: Mapped[str | None] = mapped_column(String(20))

    person: Mapped[Person] = relationship()
    edition: Mapped[Edition] = relationship()
    completion: Mapped[Completion | None] = relationship(back_populates="enrolment")

    __table_args__ = (
        UniqueConstraint("person_id", "edition_id", "cycle"),
        CheckConstraint("closed_reason IN ('completed', 'failed', 'withdrawn')", name="closed_reason"),
    )

    @property
    def owner_key(self) -> str:
        """An enrolment belongs to the person who studies."""
        return self.person.key


class StudyCredit(Base):
    """An interval of credited study, extended while it goes on. Progress is the sum of seconds."""

    __tablename__ = "study_credit"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    legal_item: Mapped[str] = mapped_column(String(60))
    seconds: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    from_moment: Mapped[datetime] = mapped_column(UtcDateTime)
    until_moment: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        Index("ix_study_credit_enrolment_id_page_id", "enrolment_id", "page_id"),
        CheckConstraint("seconds >= 0", name="seconds"),
        CheckConstraint("source IN ('page', 'video', 'live', 'room', 'make-up', 'carried')", name="source"),
    )


class StudySitting(Base):
    """Where a person studies now: one row a person, so that only one page of hers can earn time.

    This is the present moment, not history: it may be overwritten. What was earned stands in StudyCredit; `credit_id`
    is the stretch that is still growing.
    """

    __tablename__ = "study_sitting"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    ticket: Mapped[str] = mapped_column(String(16))
    credit_id: Mapped[int | None] = mapped_column(ForeignKey("study_credit.id"))
    last_beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_sign_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pending_seconds: Mapped[int] = mapped_column(default=0)

    @property
    def facts(self) -> Sitting:
        """The sitting as a value."""
        return Sitting(self.last_beat_at, self.last_sign_at, self.asked_at, self.pending_seconds)


class StudyPlace(Base):
    """The exact place to resume at, one row an enrolment: page and anchor of the paragraph in view."""

    __tablename__ = "study_place"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    block: Mapped[int] = mapped_column(default=0)
    video_seconds: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Completion(Base):
    """The successful end of an enrolment, with what it rests on. At most one an enrolment."""

    __tablename__ = "completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    completed_on: Mapped[date]
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rule_set_digest: Mapped[str] = mapped_column(String(64))
    course_type: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(20))
    identity_level: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[dict[str, int]] = mapped_column(JSON)
    test_result: Mapped[dict[str, Any]] = mapped_column(JSON)

    enrolment: Mapped[Enrolment] = relationship(back_populates="completion")

    @property
    def owner_key(self) -> str:
        """A completion belongs to the person who studied."""
        return self.enrolment.person.key
