# SPDX-License-Identifier: Apache-2.0
"""Question versions, attempts with their pinned papers, the journal of answers, and markings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.models import Enrolment
from lms.db import Base, UtcDateTime
from lms.quizzes.domain.attempts import AttemptFacts
from lms.quizzes.domain.bodies import QuestionBody, question_of
from lms.quizzes.domain.journal import Entry
from lms.quizzes.domain.papers import PaperQuestion
from lms.quizzes.domain.questions import Question as QuestionValue


class Question(Base):
    """A question of an edition's bank; immutable, as the edition is. `body` holds text, options, key, explanation."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    key: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    legal_item: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    @property
    def value(self) -> QuestionValue:
        """The question as a plain value, its key included."""
        return question_of(self.key, self.kind, self.legal_item, cast(QuestionBody, self.body))


class Attempt(Base):
    """One sitting of the test: drawn, pinned and timed by the server. Its state is computed."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    rule_set_digest: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str] = mapped_column(String(32))
    pass_percent: Mapped[int]
    identity_level: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    enrolment: Mapped[Enrolment] = relationship()
    questions: Mapped[list[AttemptQuestion]] = relationship(order_by="AttemptQuestion.position")
    markings: Mapped[list[Marking]] = relationship(order_by="Marking.id")

    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("deadline > started_at", name="deadline"),
        CheckConstraint("pass_percent BETWEEN 1 AND 100", name="pass_percent"),
    )

    @property
    def owner_key(self) -> str:
        """An attempt belongs to the person who takes it."""
        return self.enrolment.person.key

    @property
    def marking(self) -> Marking | None:
        """The result that counts: the newest."""
        return self.markings[-1] if self.markings else None

    @property
    def facts(self) -> AttemptFacts:
        """What the rules need to know of it."""
        return AttemptFacts(
            number=self.number,
            started_at=self.started_at,
            deadline=self.deadline,
            submitted_at=self.submitted_at,
            passed=None if self.marking is None else self.marking.passed,
        )


class AttemptQuestion(Base):
    """A question on the paper of an attempt, with the order of its options."""

    __tablename__ = "attempt_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    option_order: Mapped[list[str]] = mapped_column(JSON)

    question: Mapped[Question] = relationship()

    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        UniqueConstraint("attempt_id", "question_id"),
        CheckConstraint("position > 0", name="position"),
    )

    @property
    def value(self) -> PaperQuestion:
        """The question at its place, as a plain value."""
        return PaperQuestion(self.position, self.question.value, tuple(self.option_order), self.question.digest)


class Answer(Base):
    """One entry of the answer journal: what was chosen, when. Revisions of a question count from 1; the last stands."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int]
    position: Mapped[int]
    revision: Mapped[int]
    choice: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        UniqueConstraint("attempt_id", "position", "revision"),
        ForeignKeyConstraint(["attempt_id", "position"], ["attempt_question.attempt_id", "attempt_question.position"]),
        CheckConstraint("revision > 0", name="revision"),
    )

    @property
    def value(self) -> Entry:
        """The entry as a plain value."""
        return Entry(self.position, self.choice, self.revision, self.at)


class Marking(Base):
    """A result of an attempt, with the key it was marked by. The newest counts; older ones stay.

    The attempt's own end is marked once: any later row is another way of marking, by somebody, with another key.
    """

    __tablename__ = "marking"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    key_version: Mapped[str] = mapped_column(String(64))
    score: Mapped[int]
    out_of: Mapped[int]
    passed: Mapped[bool]
    way: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND out_of", name="score"),
        Index(
            "uq_marking_end",
            "attempt_id",
            unique=True,
            sqlite_where=text("way IN ('submitted', 'timed_out')"),
            postgresql_where=text("way IN ('submitted', 'timed_out')"),
        ),
    )
