# SPDX-License-Identifier: Apache-2.0
"""What an officer answers by telephone: the courses of a person, how far, the tests, the papers, what still runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lms.accounts.queries.mailboxes import mailboxes_of
from lms.certificates import queries as certificate_queries
from lms.certificates import services as certificates
from lms.certificates.domain.standing import Standing, answer_of
from lms.courses import queries as courses
from lms.courses.domain.progress import Progress
from lms.jobs import queries as jobs
from lms.jobs.states import SeenJob
from lms.periods import tokyo_day
from lms.quizzes import queries as quizzes
from lms.quizzes.domain.attempts import AttemptState, Way, state_of

if TYPE_CHECKING:
    from lms.accounts.models import Person
    from lms.certificates.models import Certificate
    from lms.courses.models import Completion, Enrolment
    from lms.quizzes.models import Attempt


@dataclass(frozen=True, slots=True)
class Sat:
    """A test that was taken. Right answers and way are None until it has been marked."""

    number: int
    started_at: datetime
    finished_at: datetime | None
    state: AttemptState
    passed: bool
    right: int | None
    out_of: int | None
    way: Way | None


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate or sample: how it stands today, and whether name or birth date were corrected since."""

    certificate: Certificate
    standing: Standing
    is_rendered: bool
    bears_former_details: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One enrolment with everything that came of it."""

    enrolment: Enrolment
    progress: Progress
    minutes: int
    last_at: datetime | None
    sittings: Sequence[Sat]
    papers: Sequence[Held]
    pending: Sequence[SeenJob]

    @property
    def completion(self) -> Completion | None:
        """Its successful end."""
        return self.enrolment.completion

    @property
    def is_being_prepared(self) -> bool:
        """Whether she passed and something of her paper is still to be made."""
        return self.completion is not None and (
            bool(self.pending) or not all(paper.is_rendered for paper in self.papers)
        )


@dataclass(frozen=True, slots=True)
class Record:
    """Everything of a person's learning, the newest course first."""

    taken: Sequence[Taken]
    can_be_written_to: bool

    @property
    def former(self) -> Sequence[Held]:
        """Papers, in force or not, that bear a name or birth date that was corrected since."""
        return [paper for course in self.taken for paper in course.papers if paper.bears_former_details]


def record_of(person: Person, *, at: datetime) -> Record:
    """The courses of a person with all that came of them."""
    papers = certificate_queries.certificates_of(person.key)
    taken = [_taken(enrolment, papers, at) for enrolment in courses.enrolments_of(person.key)]
    return Record(taken, can_be_written_to=bool(mailboxes_of(person)))


def _taken(enrolment: Enrolment, papers: Sequence[Certificate], at: datetime) -> Taken:
    completion = enrolment.completion
    own = [] if completion is None else [paper for paper in papers if paper.completion_id == completion.id]
    keys = [] if completion is None else [completion.key, *(paper.certificate_id for paper in own)]
    progress, credited = courses.progress_of(enrolment), courses.credits_of(enrolment)
    return Taken(
        enrolment=enrolment,
        progress=progress,
        minutes=sum(item.credited_seconds for item in progress.items) // 60,
        last_at=max((credit.until_moment for credit in credited), default=None),
        sittings=[_sat(attempt, at) for attempt in quizzes.attempts_of(enrolment)],
        papers=[_held(paper, at) for paper in own],
        pending=jobs.pending_about(keys, at=at),
    )


def _sat(attempt: Attempt, at: datetime) -> Sat:
    marking, facts = attempt.marking, attempt.facts
    state = state_of(facts, at)
    return Sat(
        number=attempt.number,
        started_at=attempt.started_at,
        finished_at=None if state is AttemptState.RUNNING else facts.finished_at,
        state=state,
        passed=bool(facts.passed),
        right=None if marking is None else marking.score,
        out_of=None if marking is None else marking.out_of,
        way=None if marking is None else _way(marking.way),
    )


def _held(paper: Certificate, at: datetime) -> Held:
    return Held(
        certificate=paper,
        standing=answer_of(certificate_queries.facts_of(paper), tokyo_day(at)),
        is_rendered=certificate_queries.rendition_of(paper) is not None,
        bears_former_details=certificates.bears_former_details(paper),
    )


def _way(stored: str) -> Way | None:
    """How the test came to its end; a later marking by somebody is neither of the two."""
    return next((way for way in Way if way == stored), None)
