# SPDX-License-Identifier: Apache-2.0
"""Three people, two browsers, one site: random acts through the real doors, and a model that says what each may book.

The model is small on purpose: a browser is signed in by one session of one person, a session may be locked or closed,
and a page belongs to the session in which it was opened. What a page sends is booked to its person if that session is
the open and unlocked one of the browser, and otherwise to nobody.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from lms.accounts.domain.keeping import MOST_KEPT
from lms.accounts.domain.sessions import LOCK_AFTER, LONGEST_SESSION, NOTED_EVERY
from lms.clock import now
from lms.web.csrf import SIGNED_WITH
from tests.factories.accounts import PASSWORD

TYPED = re.compile(r"typed-([A-Z])-\d+")
JSON = {"Accept": "application/json"}
STEPS = 12


@dataclass
class Someone:
    """A person, what she has been booked, and what is kept for her."""

    letter: str
    number: str
    key: str
    attempt: str
    study: str
    locale: str = "ja"
    ticket: str = ""
    answers: dict[int, list[str]] = field(default_factory=dict)
    choices: dict[int, tuple[str, ...]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    left: dict[int, tuple[str, int]] = field(default_factory=dict)

    def revision(self, position: int) -> int:
        return len(self.answers.setdefault(position, []))


@dataclass(eq=False)
class Session:
    """A sign-in as the model sees it."""

    person: Someone
    opened: datetime
    active: datetime | None
    is_locked: bool = False
    is_closed: bool = False


@dataclass(eq=False)
class OpenPage:
    """A page in some tab: for whom and in which session it was made, and the token in it."""

    session: Session
    token: str
    seen: dict[int, int]


@dataclass(eq=False)
class Seat:
    """A browser, and the session that its cookie names."""

    client: FlaskClient
    session: Session | None = None


class World:
    """The site, the people, the browsers, and every page that was ever opened in this history."""

    def __init__(self, app: Flask, people: list[Someone], dice: random.Random, clock: Any) -> None:
        self.app, self.people, self.dice, self.clock = app, people, dice, clock
        self.seats = [Seat(app.test_client()), Seat(app.test_client())]
        self.pages: list[OpenPage] = []
        self.typed = 0
        self.counts: Counter[str] = Counter()

    def run(self) -> Counter[str]:
        acts = [
            (self.signs_in, 5), (self.opens_a_page, 6), (self.answers, 6), (self.types, 5), (self.turns_language, 3),
            (self.beats, 3), (self.swaps_the_token, 3), (self.changes_learner, 3), (self.locks, 3), (self.unlocks, 5),
            (self.time_passes, 4), (self.signs_out_everywhere, 1), (self.stores_what_was_left, 2), (self.looks, 2),
        ]  # fmt: skip
        for seat in self.seats:
            self.signs_in(seat)
        for _ in range(STEPS):
            act = self.dice.choices([one for one, _weight in acts], [weight for _one, weight in acts])[0]
            act(self.dice.choice(self.seats))
        return self.counts

    # ---- how things stand, as the model sees it

    def open_session(self, seat: Seat) -> Session | None:
        """The session of a browser, if it is open and not locked."""
        return seat.session if self.state(seat) == "hers" else None

    def state(self, seat: Seat) -> str:
        session, at = seat.session, now()
        if session is None or session.is_closed or at - session.opened >= LONGEST_SESSION:
            return "nobody"
        idle = session.active is not None and at - session.active >= LOCK_AFTER
        return "locked" if session.is_locked or idle else "hers"

    def is_good(self, seat: Seat, page: OpenPage) -> bool:
        """Whether what this page sends from this browser is booked."""
        return self.open_session(seat) is page.session

    def noted(self, seat: Seat) -> None:
        """A page was asked for: on a shared computer that is a sign of life."""
        session = self.open_session(seat)
        if session is not None and session.active is not None and now() - session.active >= NOTED_EVERY:
            session.active = now()

    # ---- sending

    def get(self, seat: Seat, path: str) -> TestResponse:
        self.noted(seat)
        return self.judged(seat, seat.client.get(path))

    def post(self, seat: Seat, path: str, *, script: bool = False, **fields: str) -> TestResponse:
        if not script:
            self.noted(seat)
        return self.judged(seat, seat.client.post(path, data=fields, headers=JSON if script else {}))

    def judged(self, seat: Seat, answer: TestResponse) -> TestResponse:
        """Whatever comes back shows nothing that another person typed."""
        self.counts[str(answer.status_code)] += 1
        assert answer.status_code < 500
        session = self.open_session(seat)
        letters = set(TYPED.findall(answer.get_data(as_text=True)))
        assert letters <= ({session.person.letter} if session else set()), f"{letters} shown to {session}"
        return answer

    def token_of_a_visitor(self, seat: Seat) -> str:
        """What the sign-in page would hold; drawing it ten thousand times proves nothing."""
        with seat.client.session_transaction() as cookie:
            named: str = cookie.setdefault("csrf_token", "a visitor")
        return str(URLSafeTimedSerializer(str(self.app.secret_key), salt=SIGNED_WITH).dumps(named))

    def page_at_hand(self) -> OpenPage | None:
        return self.dice.choice(self.pages[-8:]) if self.pages else None

    # ---- acts of people

    def signs_in(self, seat: Seat) -> None:
        if self.state(seat) == "hers":
            return
        token = self.token_of_a_visitor(seat)
        person, shared = self.dice.choice(self.people), self.dice.random() < 0.6
        fields = {"sign_in": person.number, "password": PASSWORD, **({"shared": "y"} if shared else {})}
        assert self.post(seat, "/account/sign-in", csrf_token=token, **fields).status_code == 303
        if seat.session is not None:
            seat.session.is_closed = True
        seat.session = Session(person, now(), now() if shared else None)
        self.opens_a_page(seat)

    def opens_a_page(self, seat: Seat) -> None:
        """A page is its token and its person; the script of a page asks for both without drawing all of it."""
        session, someone = self.open_session(seat), self.dice.choice(self.people)
        person = someone if session is None else session.person
        answer = seat.client.get("/account/session", headers={**JSON, "X-Koshu-Person": person.key})
        told = self.judged(seat, answer).get_json()
        assert (told["state"] == "hers") is (session is not None)
        if session is not None:
            seen = {position: person.revision(position) for position in person.choices}
            self.pages.append(OpenPage(session, told["token"], seen))

    def answers(self, seat: Seat) -> None:
        page = self.page_at_hand()
        if page is None:
            return
        person, position = page.session.person, self.dice.choice(list(page.session.person.choices))
        choice, based_on = self.dice.choice(person.choices[position]), page.seen[position]
        headers = {"X-CSRFToken": page.token, "X-Koshu-Person": person.key}
        body = {"choice": choice, "based_on": based_on}
        good = self.is_good(seat, page)
        told = self.judged(seat, seat.client.post(f"{person.attempt}/answers/{position}", json=body, headers=headers))
        if not good:
            assert told.status_code in {401, 409, 422}
            person.left[position] = (choice, based_on)
            return
        standing = person.answers.setdefault(position, [])
        if standing[-1:] == [choice] or len(standing) != based_on:
            assert told.status_code == (200 if standing[-1:] == [choice] else 409)
        else:
            assert told.status_code == 200
            standing.append(choice)
        page.seen[position] = len(standing)
        self.counts["answer booked"] += 1

    def types(self, seat: Seat) -> None:
        """Something unmistakable is sent by a form, and lands with the person of the page, or is kept for her."""
        page = self.page_at_hand()
        if page is None:
            return
        self.typed += 1
        person = page.session.person
        text = f"typed-{person.letter}-{self.typed}"
        good = self.is_good(seat, page)
        fields = {"csrf_token": page.token, "for_person": person.key, "kept_page": "/account/email", "email": text}
        told = self.post(seat, "/account/kept", script=self.dice.random() < 0.5, **fields)
        assert (told.status_code == 200) is good
        person.kept = [*person.kept[-(MOST_KEPT - 1) :], text]
        self.counts["typed and booked" if good else "typed and refused"] += 1

    def turns_language(self, seat: Seat) -> None:
        page = self.page_at_hand()
        if page is None:
            return
        locale, person = self.dice.choice(["ja", "en"]), page.session.person
        good = self.is_good(seat, page)
        fields = {"csrf_token": page.token, "for_person": person.key, "pressed": "1", "locale": locale}
        told = self.post(seat, "/account/language", **fields)
        if good:
            assert told.status_code == 303
            person.locale = locale
        else:
            assert told.status_code in {303, 401, 409, 422}
        self.counts["language booked" if good else "language refused"] += 1

    def beats(self, seat: Seat) -> None:
        page = self.page_at_hand()
        if page is None:
            return
        person, good = page.session.person, self.is_good(seat, page)
        fields = {"csrf_token": page.token, "for_person": person.key, "opens": "1", "ticket": ""}
        told = self.post(seat, f"{person.study}/beats", script=True, **fields)
        assert (told.status_code == 200) is good
        if good:
            person.ticket = told.get_json()["ticket"]
        self.counts["beat booked" if good else "beat refused"] += 1

    def swaps_the_token(self, seat: Seat) -> None:
        """A page with the token of another: what a script does that fetches a new one, and what a forger would."""
        one, other = self.page_at_hand(), self.page_at_hand()
        if one is None or other is None or one.session.person is other.session.person:
            return
        self.typed += 1
        text = f"typed-{one.session.person.letter}-{self.typed}"
        fields = {"csrf_token": other.token, "for_person": one.session.person.key, "email": text}
        told = self.post(seat, "/account/kept", script=True, **fields)
        assert told.status_code in {401, 409, 422}
        self.counts["swapped and refused"] += 1

    def stores_what_was_left(self, seat: Seat) -> None:
        """She says of answers from a page left open that they are hers; from a page of hers, or a stale one."""
        page = self.page_at_hand()
        if page is None:
            return
        person, good = page.session.person, self.is_good(seat, page)
        fields = {"csrf_token": page.token, "for_person": person.key, "pressed": "1"}
        told = self.post(seat, f"{person.attempt}/kept-answers", **fields)
        if not good:
            assert told.status_code in {303, 401, 409, 422}
            return
        assert told.status_code == 303
        offered = {
            position: choice
            for position, (choice, based_on) in person.left.items()
            if person.revision(position) == based_on and person.answers[position][-1:] != [choice]
        }
        for position, choice in offered.items():
            person.answers[position].append(choice)
        if offered:
            person.left = {}
            self.counts["left answers stored by herself"] += 1

    def changes_learner(self, seat: Seat) -> None:
        """With the button of a page: it counts if the page is of this browser's present session, locked or not."""
        page = self.page_at_hand()
        if page is None:
            return
        is_of_this_session = seat.session is page.session
        fields = {"csrf_token": page.token, "for_person": page.session.person.key, "pressed": "1"}
        told = self.post(seat, "/account/change-learner", **fields)
        if is_of_this_session:
            assert told.status_code == 303
            page.session.is_closed, seat.session = True, None
            self.counts["changed"] += 1

    def locks(self, seat: Seat) -> None:
        page = self.page_at_hand()
        if page is None:
            return
        good = self.is_good(seat, page)
        fields = {"csrf_token": page.token, "for_person": page.session.person.key}
        told = self.post(seat, "/account/lock", script=True, **fields)
        assert (told.status_code == 200) is good
        if good and page.session.active is not None:
            page.session.is_locked = True

    def unlocks(self, seat: Seat) -> None:
        """From the page that covers everything, or from one that somebody else left open."""
        page, before = self.page_at_hand(), self.state(seat)
        if page is None or before != "locked":
            return
        fields = {"csrf_token": page.token, "for_person": page.session.person.key, "password": PASSWORD}
        told = self.post(seat, "/account/locked", script=True, **fields)
        if page.session is seat.session:
            assert told.get_json() == {"state": "hers"}
            page.session.is_locked, page.session.active = False, now()
            self.counts["unlocked"] += 1
        else:
            assert told.status_code in {409, 422}

    def signs_out_everywhere(self, seat: Seat) -> None:
        page = self.page_at_hand()
        if page is None or not self.is_good(seat, page):
            return
        fields = {"csrf_token": page.token, "for_person": page.session.person.key}
        assert self.post(seat, "/account/sign-out-everywhere", **fields).status_code == 303
        for one in {page.session for page in self.pages} | {seat.session for seat in self.seats if seat.session}:
            one.is_closed = one.is_closed or one.person is page.session.person
        seat.session = None

    def time_passes(self, _seat: Seat) -> None:
        self.clock.shift(timedelta(seconds=self.dice.choice([1, 20, 40, 300, 601, 700])))

    def looks(self, seat: Seat) -> None:
        """Pages as people see them: the one on which things are offered, and the list of what is kept."""
        self.get(seat, self.dice.choice(["/account/email", "/account/kept", "/courses"]))
