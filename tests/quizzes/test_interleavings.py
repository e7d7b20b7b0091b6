# SPDX-License-Identifier: Apache-2.0
"""Several pages of one attempt, in random order, with lost receipts, on the real database."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.db import db, transaction
from lms.errors import Conflict, Refused
from lms.quizzes import queries, services
from lms.quizzes.domain.journal import Clash
from lms.quizzes.models import Answer, Attempt, Marking
from tests.factories.quizzes import AT, identity_of, make_attempt, make_enrolment

pytestmark = pytest.mark.usefixtures("context")
PAGES = 3
STEPS = 30


@dataclass
class Tab:
    """A page as its script keeps it: the revision it saw of each question, and the answer whose receipt was lost."""

    seen: dict[int, int] = field(default_factory=dict)
    unconfirmed: dict[int, str] = field(default_factory=dict)


class History:
    """Random acts of several pages, and what must hold after each."""

    def __init__(self, attempt: Attempt, seed: int) -> None:
        self.attempt = attempt
        self.by = identity_of(attempt.enrolment.person)
        self.dice = random.Random(seed)
        self.tabs = [Tab() for _ in range(PAGES)]
        self.model: dict[int, list[str]] = {}
        self.clashes = 0
        self.at = AT

    def run(self) -> None:
        for _ in range(STEPS):
            self.at += timedelta(seconds=self.dice.randint(0, 8))
            act = self.dice.choices([self.answers, self.reads_anew, self.submits], [20, 2, 0.2])[0]
            act(self.dice.choice(self.tabs))

    def answers(self, tab: Tab) -> None:
        position = self.dice.randint(1, 4)
        choices = queries.place_of(self.attempt.id, position).choices
        for choice in (tab.unconfirmed.get(position), self.dice.choice(choices)):
            if choice is not None and not self.sends(tab, position, choice):
                return

    def sends(self, tab: Tab, position: int, choice: str) -> bool:
        told = self.model.setdefault(position, [])
        seen, is_over = tab.seen.get(position, 0), self.is_over()
        try:
            with transaction():
                entry = services.answer(
                    self.attempt, position=position, choice=choice, based_on=seen, by=self.by, at=self.at
                )
        except services.AnswerClashError as refusal:
            self.is_given_back(tab, choice, refusal.clash)
            return False
        except (Conflict, Refused):
            assert is_over
            return False
        assert not is_over
        if told[-1:] != [choice]:
            assert seen == len(told), "an answer was replaced that this page had not seen"
            told.append(choice)
        assert (entry.choice, entry.revision) == (told[-1], len(told))
        if self.dice.random() < 0.3:
            tab.unconfirmed[position] = choice
            return False
        tab.seen[position] = entry.revision
        tab.unconfirmed.pop(position, None)
        return True

    def is_given_back(self, tab: Tab, choice: str, clash: Clash) -> None:
        told = self.model[clash.position]
        assert tab.seen.get(clash.position, 0) != len(told), "a page was refused that had seen everything"
        assert (clash.standing.choice, clash.standing.revision, clash.yours) == (told[-1], len(told), choice)
        tab.seen[clash.position] = clash.standing.revision
        tab.unconfirmed.pop(clash.position, None)
        self.clashes += 1

    def reads_anew(self, tab: Tab) -> None:
        tab.seen = {position: entry.revision for position, entry in queries.answers_of(self.attempt).items()}
        tab.unconfirmed = {}

    def submits(self, _tab: Tab) -> None:
        with transaction():
            services.submit(self.attempt, by=self.by, at=self.at, on=self.at.date())

    def is_over(self) -> bool:
        return self.attempt.marking is not None or self.at > self.attempt.deadline + timedelta(seconds=2)

    def check(self) -> None:
        rows = db.session.scalars(
            select(Answer).where(Answer.attempt_id == self.attempt.id).order_by(Answer.position, Answer.revision)
        )
        stored: dict[int, list[str]] = {}
        for row in rows:
            assert row.revision == len(stored.setdefault(row.position, [])) + 1
            stored[row.position].append(row.choice)
        assert stored == {position: choices for position, choices in self.model.items() if choices}
        with transaction():
            services.submit(self.attempt, by=self.by, at=self.at, on=self.at.date())
        keys = {asked.position: asked.question.key for asked in queries.full_paper(self.attempt).questions}
        right = sum(stored.get(position, [None])[-1] == key for position, key in keys.items())
        marking = db.session.scalars(select(Marking).where(Marking.attempt_id == self.attempt.id)).one()
        assert marking.score == right


def run_histories(count: int) -> int:
    edition, clashes = make_enrolment().edition, 0
    for seed in range(count):
        history = History(make_attempt(make_enrolment(edition)), seed)
        history.run()
        history.check()
        clashes += history.clashes
    return clashes


def test_no_page_overwrites_another_and_what_stands_is_what_is_marked():
    assert run_histories(20) > 20


@pytest.mark.proof
def test_no_page_overwrites_another_in_many_histories():
    assert run_histories(1000) > 1000
