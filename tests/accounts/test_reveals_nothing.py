# SPDX-License-Identifier: Apache-2.0
"""Sign-in, sign-up and both ways to a new password tell nobody whether a person exists.

Not by text, not by status, and not by the clock: the same statements are sent, as many rows are written and as many
passwords hashed. Counting the work is exact where a clock is not; `make proof` measures with a clock as well.
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, func, select

from lms.access.identity import SITE
from lms.accounts import services
from lms.accounts.adapters import hashing
from lms.accounts.domain.slips import check_sign
from lms.accounts.domain.throttles import RESET, SIGN_IN, SLIP, WAITING_RESET
from lms.accounts.domain.waiting import WAIT
from lms.accounts.services import waiting
from lms.clock import now
from lms.db import Base, db, engine, reading, transaction
from lms.identifiers import check_digit
from tests.browser import Browser, Page
from tests.factories.accounts import BORN, ENTRIES, make_account
from tests.factories.slips import make_newcomer

KNOWN = "hanako@example.jp"
NOBODYS_NUMBER, NOBODYS_ADDRESS = "1000000" + check_digit("1000000"), "nobody@example.jp"
WRONG = "wrong password here"
CODE = "22222222" + check_sign("22222222")
NOISE = re.compile(
    r'value="[^"]*"|content="[^"]*"|support-code[^<]*<[^<]*|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|(?:[0-9A-Z]{3}-){3}[0-9A-Z]{3}|\d{3}-\d{4}'
)


@dataclass
class Work:
    """What was done: statements in order, hashes counted, rows written by table."""

    statements: list[str] = field(default_factory=list)
    hashes: int = 0
    rows: Counter[str] = field(default_factory=Counter)


def rows_of_tables() -> Counter[str]:
    with reading():
        tables = Base.metadata.sorted_tables
        return Counter({table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables})


@contextmanager
def counted(app, monkeypatch) -> Iterator[Work]:
    """Count the work of what is done inside."""
    work = Work()
    verify, make = hashing._hasher.__class__.verify, hashing._hasher.__class__.hash
    with app.app_context():
        hashing._nobodys()  # made once in the life of a process, not once a try
        before, bound = rows_of_tables(), engine()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        work.statements.append(re.sub(r"\s+", " ", statement))

    def noted(act: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            work.hashes += 1
            return act(*arguments)

        return called

    with monkeypatch.context() as patched:
        patched.setattr(hashing._hasher.__class__, "verify", noted(verify))
        patched.setattr(hashing._hasher.__class__, "hash", noted(make))
        event.listen(bound, "before_cursor_execute", note)
        try:
            yield work
        finally:
            event.remove(bound, "before_cursor_execute", note)
    with app.app_context():
        work.rows = rows_of_tables() - before


def seen(page: Page) -> tuple[int, str, str]:
    """What somebody sees: status, where it leads, words (without what is random in every page)."""
    return page.status, re.sub(r"[0-9a-zA-Z_-]{20,}", "", page.location), NOISE.sub("", page.text)


@pytest.fixture
def number(app) -> str:
    """The number of somebody with an address of her own and a shared one."""
    with app.app_context():
        account = make_account(email=KNOWN)
        with transaction():
            contact = services.add_address(account.person, address="info@example.jp", own=False, by=SITE, at=now())
            contact.confirmed_at = now()
        return account.person.learner_number


def signing_in(app, who: str) -> Page:
    return Browser(app).submit("/account/sign-in", status=422, sign_in=who, password=WRONG)


def asking_by_mail(app, who: str) -> Page:
    return Browser(app).submit("/account/forgot-password", sign_in=who)


def asking_by_number(app, who: str, born: str = "1975-04-01") -> Page:
    return Browser(app).submit("/account/waiting-reset", learner_number=who, birth_date=born)


def compared(app, monkeypatch, act: Callable[..., Page], one: Any, other: Any) -> None:
    """Both see the same and cost the same. One try first: what is prepared once counts for nobody."""
    act(app, other)
    found = []
    for who in (one, other):
        with counted(app, monkeypatch) as work:
            page = act(app, who)
        found.append((seen(page), work))
    (seen_one, work_one), (seen_other, work_other) = found
    assert seen_one == seen_other
    assert work_one.rows == work_other.rows
    assert work_one.hashes == work_other.hashes
    assert work_one.statements == work_other.statements


# --- signing in ---


def test_a_refused_sign_in_by_number_is_the_same_for_nobody(app, monkeypatch, number):
    compared(app, monkeypatch, signing_in, number, NOBODYS_NUMBER)


def test_a_refused_sign_in_by_address_is_the_same_for_nobody(app, monkeypatch, number):
    compared(app, monkeypatch, signing_in, KNOWN, NOBODYS_ADDRESS)


def test_a_shared_address_signs_in_as_little_as_an_unknown_one(app, monkeypatch, number):
    compared(app, monkeypatch, signing_in, "info@example.jp", NOBODYS_ADDRESS)


def test_a_closed_account_is_refused_like_an_unknown_one(app, monkeypatch, number):
    with app.app_context(), transaction():
        from lms.accounts import queries

        queries.account_signing_in_by(number).closed_at = now()
    compared(app, monkeypatch, signing_in, number, NOBODYS_NUMBER)


def test_the_wait_after_many_tries_is_the_same_for_nobody(app, number):
    pages = []
    with time_machine.travel(now(), tick=False):
        for who in (number, NOBODYS_NUMBER):
            for _ in range(SIGN_IN.free):
                signing_in(app, who)
            pages.append(seen(Browser(app).submit("/account/sign-in", status=429, sign_in=who, password=WRONG)))
    assert pages[0] == pages[1]


# --- a new password by mail ---


@pytest.mark.parametrize(("one", "other"), [(KNOWN, NOBODYS_ADDRESS), ("info@example.jp", NOBODYS_ADDRESS)])
def test_asking_for_a_link_is_the_same_for_nobody(app, monkeypatch, number, one, other):
    compared(app, monkeypatch, asking_by_mail, one, other)


def test_asking_for_a_link_by_number_is_the_same_for_nobody(app, monkeypatch, number):
    compared(app, monkeypatch, asking_by_mail, number, NOBODYS_NUMBER)
    for who in (number, NOBODYS_NUMBER):
        for _ in range(RESET.free - 1 if who == number else 1):
            asking_by_mail(app, who)
        assert Browser(app).submit("/account/forgot-password", status=429, sign_in=who).status == 429


# --- a new password by number and birth date ---


@pytest.mark.parametrize("born", ["1975-04-01", "1975-04-02"])
def test_asking_by_number_and_birth_date_is_the_same_for_nobody(app, monkeypatch, number, born):
    compared(app, monkeypatch, lambda app, who: asking_by_number(app, who, born), number, NOBODYS_NUMBER)


def test_the_page_with_number_and_code_is_the_same_for_nobody(app, number):
    pages = []
    with time_machine.travel(now(), tick=False):
        for who in (number, NOBODYS_NUMBER):
            browser = Browser(app)
            asked = browser.submit("/account/waiting-reset", learner_number=who, birth_date="1975-04-01")
            pages.append(seen(browser.follow(asked)))
    assert pages[0] == pages[1]


def test_the_wait_after_many_requests_is_the_same_for_nobody(app, number):
    pages = []
    with time_machine.travel(now(), tick=False):
        for who in (number, NOBODYS_NUMBER):
            for _ in range(WAITING_RESET.free):
                asking_by_number(app, who)
            fields = {"learner_number": who, "birth_date": "1975-04-01"}
            pages.append(seen(Browser(app).submit("/account/waiting-reset", status=429, **fields)))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("after", [timedelta(0), WAIT, WAIT * 8])
def test_a_code_for_nobody_is_answered_like_one_that_needs_an_officer(app, run_jobs, number, after):
    """She has an address of her own, so waiting alone opens nothing."""
    with app.app_context():
        asked = []
        for who in (number, NOBODYS_NUMBER):
            with transaction():
                asked.append(waiting.ask(who, BORN, address="192.0.2.1", at=now()))
    run_jobs()
    pages = []
    with time_machine.travel(now() + after, tick=False):
        for one in asked:
            fields = {"number": one.number, "code": one.code}
            pages.append(seen(Browser(app).submit("/account/waiting-reset/code", status=422, **fields)))
    without_clock = [re.sub(r"\d+:\d\d", "", str(page)) for page in pages]
    assert without_clock[0] == without_clock[1]


def test_a_wrong_code_is_answered_like_a_wrong_number(app, monkeypatch, number):
    with app.app_context(), transaction():
        asked = waiting.ask(number, BORN, address="192.0.2.1", at=now())

    def guessing(app, which: str) -> Page:
        fields = {"number": which, "code": "K7Q-F3M-9TX-W2Z"}
        return Browser(app).submit("/account/waiting-reset/code", status=422, **fields)

    compared(app, monkeypatch, guessing, asked.number, "1234566")


# --- signing up ---


def test_signing_up_is_the_same_for_an_address_that_is_known(app, monkeypatch, number):
    def signing_up(app, address: str) -> Page:
        browser = Browser(app)
        page = browser.follow(browser.submit("/account/sign-up", **{**ENTRIES, "email": address, "email_use": "own"}))
        return browser.submit(page)

    compared(app, monkeypatch, signing_up, KNOWN, NOBODYS_ADDRESS)


def test_signing_up_is_the_same_for_somebody_who_is_known(app, monkeypatch, number):
    def signing_up(app, name: str) -> Page:
        browser = Browser(app)
        page = browser.follow(browser.submit("/account/sign-up", **{**ENTRIES, "register": name}))
        return browser.submit(page)

    compared(app, monkeypatch, signing_up, "山田 花子", "見本 花子")


# --- with a clock ---


@pytest.mark.proof
@pytest.mark.parametrize("act", [signing_in, asking_by_number], ids=lambda act: act.__name__)
def test_a_clock_does_not_tell_either(app, number, act):
    """Medians of many tries, taken in turns, lie within a small part of the time that one try takes."""
    taken: dict[str, list[float]] = {number: [], NOBODYS_NUMBER: []}
    at = now()
    for turn in range(120):
        with time_machine.travel(at + timedelta(days=turn + 1)):
            for who in (number, NOBODYS_NUMBER) if turn % 2 else (NOBODYS_NUMBER, number):
                browser = Browser(app)
                page = browser.get("/account/sign-in" if act is signing_in else "/account/waiting-reset")
                begun = time.perf_counter()
                if act is signing_in:
                    browser.submit(page, status=422, sign_in=who, password=WRONG)
                else:
                    browser.submit(page, learner_number=who, birth_date="1975-04-01")
                taken[who].append(time.perf_counter() - begun)
    one, other = (statistics.median(times) for times in taken.values())
    spread = statistics.median(abs(value - one) for value in taken[number])
    assert abs(one - other) < max(0.1 * one, 3 * spread)


# --- beginning with a slip ---


def trying_a_slip(app, who: str) -> Page:
    return Browser(app).submit("/account/slip", status=422, number=who, code=CODE)


def test_a_wrong_code_is_answered_alike_with_and_without_a_slip_and_for_nobody(app, monkeypatch, number):
    with app.app_context():
        waiting_number = make_newcomer().person.learner_number
    compared(app, monkeypatch, trying_a_slip, number, NOBODYS_NUMBER)
    compared(app, monkeypatch, trying_a_slip, waiting_number, NOBODYS_NUMBER)


def test_the_wait_after_many_wrong_codes_is_the_same_for_nobody(app, number):
    pages = []
    with time_machine.travel(now(), tick=False):
        for who in (number, NOBODYS_NUMBER):
            for _ in range(SLIP.free):
                trying_a_slip(app, who)
            pages.append(seen(Browser(app).submit("/account/slip", status=429, number=who, code=CODE)))
    assert pages[0] == pages[1]
