# SPDX-License-Identifier: Apache-2.0
"""Words for tests: states, ways, answers, refusals."""

from __future__ import annotations

from lms.i18n import bilingual, lazy
from lms.quizzes.domain.attempts import AttemptState, Gate, Way
from lms.quizzes.domain.questions import FALSE, TRUE, Question, SingleChoice

STATES = {
    AttemptState.RUNNING: lazy("Test under way"),
    AttemptState.TIMED_OUT: lazy("Time is up, being marked"),
    AttemptState.MARKED: lazy("Marked"),
}

WAYS = {
    Way.SUBMITTED: lazy("Submitted by the learner"),
    Way.TIMED_OUT: lazy("Ended when the time was up; the stored answers were marked"),
}

GATES = {
    Gate.OPEN: lazy("The test may be taken."),
    Gate.RUNNING: lazy("The test is under way."),
    Gate.PASSED: lazy("The test has been passed."),
    Gate.SPENT: lazy("All attempts have been used. The whole course has to be taken again."),
    Gate.CLOSED: lazy("This course is closed for you."),
    Gate.HOURS_MISSING: lazy("Study time is still missing."),
    Gate.TOO_EARLY: lazy("The next attempt opens on a later day."),
}

TRUE_FALSE = {TRUE: lazy("True"), FALSE: lazy("False")}

REFUSALS = {
    "attempt-unknown": lazy("There is no such test."),
    "question-unknown": lazy("There is no such question in this test."),
    "choice-unknown": lazy("This question has no such answer. Please choose one of those shown."),
    "answer-not-understood": lazy("The answer could not be read. Please open the page again and choose once more."),
    "answer-changed-elsewhere": lazy("Another page stored a different answer to this question in the meantime."),
    "test-time-over": lazy("The time is up. The answers stored until then count."),
    "test-submitted-already": lazy("The test has been submitted. Its answers cannot be changed any more."),
    "test-still-running": lazy("The test is still under way."),
    "test-passed-already": lazy("You have passed this test already."),
    "test-attempts-spent": lazy(
        "You have used all attempts at this test. To try again, please take the whole course again."
    ),
    "test-enrolment-closed": lazy("This course is closed for you, so the test cannot be taken."),
    "test-hours-missing": lazy("The test opens when the study time of every subject is complete."),
    "test-too-early": lazy("The next attempt opens on %(day)s."),
    "bank-published-already": lazy("Edition %(edition)s already has its questions, and they cannot be changed."),
    "bank-question-twice": lazy("Two questions have the same id."),
    "bank-kind-not-allowed": lazy("The rules of this course do not allow these kinds of question: %(kinds)s."),
    "bank-too-small": lazy("There are too few questions to fill a test (%(missing)s)."),
}


def choice_words(question: Question, choice: str | None) -> str | None:
    """An answer in the reader's language; None where none was given."""
    if choice is None:
        return None
    if isinstance(question, SingleChoice):
        return next((bilingual(option.text) for option in question.options if option.id == choice), choice)
    return str(TRUE_FALSE[choice])
