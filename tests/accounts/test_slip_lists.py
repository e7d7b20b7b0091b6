# SPDX-License-Identifier: Apache-2.0
"""Lists of people: looked through line by line, nothing lost, registered in one act or by a job, printed in order."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.access.identity import Role
from lms.accounts import queries
from lms.accounts.models import Person, Slip, SlipList
from lms.accounts.queries import slips as slip_queries
from lms.accounts.services import sweep
from lms.db import db, reading, transaction
from lms.sheets.reader import read_file
from lms.sheets.writer import Column, workbook
from tests.accounts.papers import pages_of
from tests.browser import Browser
from tests.factories.accounts import make_account
from tests.factories.slips import make_manager, make_organization

HEADS = "氏名\tフリガナ\tローマ字\t生年月日"
GOOD = ("渡辺 一\tワタナベ ハジメ\tWATANABE HAJIME\tS50.4.1", "井上 文\tｲﾉｳｴ ﾌﾐ\tＩＮＯＵＥ　ＦＵＭＩ\t平成2年3月4日")
EVIDENCE = "組合からの名簿"


def enter(desk: Browser, *lines: str, **over):
    """The page of a list that was pasted."""
    pasted = "\n".join((HEADS, *lines))
    return desk.follow(desk.submit("/slips/lists/new", **{"pasted": pasted, "evidence": EVIDENCE, **over}))


def confirm(desk: Browser, page):
    return desk.follow(desk.submit(page, action="/confirmation"))


def fetch(desk: Browser, page, folder) -> list[str]:
    answer = desk.submit(page, action="/paper", status=200)
    return pages_of(answer.response.data, folder)


def people(app) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(Person)) or 0


def numbered(count: int) -> list[str]:
    return [
        f"見本 {place}\tミホン\tMIHON {chr(65 + place % 26)}{chr(65 + place // 26)}\tS50.4.1" for place in range(count)
    ]


# --- entering and correcting ---


def test_nobody_is_registered_before_the_list_is_confirmed(app, as_):
    desk = as_(Role.OFFICER)
    before = people(app)
    page = enter(desk, *GOOD)
    assert "Nobody is registered yet." in page.words
    assert "2 people would be registered." in page.words
    assert people(app) == before


def test_a_list_becomes_slips_in_the_order_of_readings(app, as_, tmp_path):
    desk = as_(Role.OFFICER)
    pages = fetch(desk, confirm(desk, enter(desk, *GOOD)), tmp_path)
    assert [("井上" in text, "渡辺" in text) for text in pages] == [(True, False), (False, True)]
    with app.app_context(), reading():
        found = queries.found_people(words="井上", birth_date=None, offset=0, limit=9)[0]
        assert (found.kana, found.latin) == ("イノウエ フミ", "INOUE FUMI")
        assert found.birth_date.isoformat() == "1990-03-04"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("佐藤 次郎\tサトウ ジロウ\tSATO JIRO\t平成2年13月4日", "such as 1975-04-01"),
        ("佐藤 次郎\tサトウ ジロウ\tSATO JIRO\t2090-01-01", "in the future"),
        ("佐藤 次郎\tサトウ ジロウ\tSATO JIRO\tH40.1.1", "such as 1975-04-01"),
        ("佐藤 次郎\t\tSATO JIRO\tH2.3.4", "Please write the reading of the name"),
        ("佐藤 次郎\tさとう 次郎\tSATO JIRO\tH2.3.4", "These signs are not katakana: 次 郎"),
        ("佐藤 次郎\tサトウ ジロウ\t佐藤\tH2.3.4", "These signs are not Latin letters"),
        ("佐藤 次郎\tサトウ ジロウ\t\tH2.3.4", "Please write the name in Latin letters"),
        ("佐藤=次郎\tサトウ ジロウ\tSATO JIRO\t", "Please write the birth date"),
        ("=HYPERLINK(1)!\tサトウ ジロウ\tSATO JIRO\tH2.3.4", "These signs cannot stand in a name: !"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_and_nothing_is_lost(as_, line, says):
    page = enter(as_(Role.OFFICER), *GOOD, line)
    assert says in page.words
    assert "1 line is not right yet." in page.words
    typed = {node.get("name"): node.get("value") for node in page.find("input")}
    assert typed["row4-latin"] == line.split("\t")[2]
    assert "Register" not in page.words


def test_a_line_is_corrected_in_place(as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD, "佐藤 次郎\tサトウ ジロウ\tSATO JIRO\t平成2年13月4日")
    page = desk.follow(desk.submit(page, **{"row4-birth_date": "平成2年12月4日"}))
    assert "3 people would be registered." in page.words
    assert "Register 3 people" in page.words


def test_a_line_that_is_right_can_be_opened_too(as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD)
    page = desk.get(f"{page.path}?row=2")
    page = desk.follow(desk.submit(page, **{"row2-latin": "WATANABE ICHI"}))
    assert "WATANABE ICHI" in page.words


def test_a_line_is_left_out(app, as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD, "?\t?\t?\t?")
    page = desk.follow(desk.submit(page, **{"row4-left_out": "y"}))
    before = people(app)
    confirm(desk, page)
    assert people(app) == before + 2


def test_a_person_who_stands_twice_in_the_list_is_said(app, as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD, "渡邊一\tﾜﾀﾅﾍﾞﾊｼﾞﾒ\tWATANABE HAJIME\t1975/4/1")
    assert "The same name and birth date stand in line 2." in page.words
    page = desk.follow(desk.submit(page, **{"row4-is_another": "y"}))
    assert "Register 3 people" in page.words


def test_a_name_without_kanji_is_taken_and_said(as_):
    page = enter(as_(Role.OFFICER), "\tグエン ティ\tNGUYEN THI\t1999-01-02")
    assert "No kanji: the certificate will show the name in Latin letters." in page.words
    assert "Register 1 person" in page.words


def test_what_was_converted_is_said(as_):
    page = enter(as_(Role.OFFICER), *GOOD)
    assert "you typed “ｲﾉｳｴ ﾌﾐ”, we take “イノウエ フミ”" in page.words


def test_nobody_learns_from_a_list_who_is_registered_already(app, as_):
    with app.app_context():
        make_account()
    hers = "山田 花子\tヤマダ ハナコ\tYAMADA HANAKO\tS50.4.1"
    page = enter(as_(Role.OFFICER), hers)
    assert "already" not in page.words
    assert "Register 1 person" in page.words


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_comes_as_a_file(app, as_, kind):
    rows = [line.split("\t") for line in GOOD]
    heads = HEADS.split("\t")
    if kind == "xlsx":
        content = workbook("名簿", [Column(head) for head in heads], rows, made_at=datetime(2026, 11, 23, tzinfo=UTC))
    else:
        content = "\r\n".join(",".join(row) for row in [heads, *rows]).encode("cp932")
    desk = as_(Role.OFFICER)
    page = desk.get("/slips/lists/new")
    file = (io.BytesIO(content), f"list.{kind}")
    assert "Register 2 people" in desk.follow(desk.submit(page, file=file, evidence=EVIDENCE)).words


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Please paste the list, or choose a file."),
        ({"pasted": "氏名\tフリガナ\n山田\tヤマダ"}, "name in Latin letters, birth date"),
        ({"pasted": "氏名\tフリガナ\tローマ字\t生年月日"}, "There is no line with people in it."),
        ({"pasted": "\n".join(["a"] * 400)}, "There are more than"),
        ({"pasted": "\n".join([HEADS, *GOOD]), "evidence": ""}, "Please write why"),
    ],
)
def test_a_list_that_cannot_be_taken_is_said(as_, sent, says):
    page = as_(Role.OFFICER).submit("/slips/lists/new", status=422, **{"evidence": EVIDENCE, **sent})
    assert says in page.words
    assert sent.get("pasted", "") in "".join(page.find("textarea")[0].itertext())


def test_a_picture_is_not_taken_for_a_list(as_):
    desk = as_(Role.OFFICER)
    file = (io.BytesIO(b"\x89PNG\r\n\x1a\n\x00\x00"), "photo.xlsx")
    page = desk.submit(desk.get("/slips/lists/new"), file=file, evidence=EVIDENCE, status=422)
    assert "This file cannot be read." in page.words


def test_the_sample_file_can_be_sent_back(as_):
    desk = as_(Role.OFFICER)
    sample = desk.client.get("/slips/lists/sample").data
    assert len(read_file(sample, most_rows=9)) == 2
    page = desk.submit(desk.get("/slips/lists/new"), file=(io.BytesIO(sample), "people.xlsx"), evidence=EVIDENCE)
    assert "Register 1 person" in desk.follow(page).words


# --- confirming ---


def test_a_list_that_is_not_right_is_not_confirmed(app, as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD)
    bad = enter(desk, *GOOD, "?\t?\t?\t?")
    before = people(app)
    fields = {node.get("name"): node.get("value") for node in page.form("/confirmation").iter("input")}
    answer = desk.client.post(bad.path + "/confirmation", data=fields)
    assert answer.status_code == 409
    assert people(app) == before


def test_a_second_click_registers_nobody_twice(app, as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD)
    before = people(app)
    desk.submit(page, action="/confirmation")
    desk.submit(page, action="/confirmation")
    assert people(app) == before + 2


def test_a_long_list_is_made_by_a_job_that_may_be_interrupted(app, as_, run_jobs, tmp_path):
    desk = as_(Role.OFFICER)
    before = people(app)
    page = confirm(desk, enter(desk, *numbered(65)))
    assert "0 of 65" in page.words
    assert people(app) == before
    with app.app_context():
        from lms.jobs import worker

        worker.run_one(app.extensions["koshu_registry"])
    page = desk.get(page.path)
    assert "20 of 65" in page.words
    assert len(page.find("span", data_waiting="")) == 3
    run_jobs()
    page = desk.get(page.path)
    assert people(app) == before + 65
    assert len(fetch(desk, page, tmp_path)) == 65


def test_the_papers_of_a_list_are_fetched_once_and_made_anew_for_who_has_not_begun(app, as_, tmp_path):
    desk = as_(Role.OFFICER)
    page = confirm(desk, enter(desk, *GOOD))
    first = fetch(desk, page, tmp_path)
    refused = desk.submit(page, action="/paper", status=409)
    assert "fetched already" in refused.words
    page = desk.get(page.path)
    page = desk.follow(desk.submit(page, action="/again"))
    second = fetch(desk, page, tmp_path)
    assert len(first) == len(second) == 2
    assert set(first) & set(second) == set()
    with app.app_context(), reading():
        waiting = select(func.count()).select_from(Slip).where(Slip.void_at.is_(None))
        assert db.session.scalar(waiting) == 2


def test_a_list_of_somebody_else_is_not_found(as_):
    page = enter(as_(Role.OFFICER), *GOOD)
    other = as_(Role.OFFICER)
    other.get(page.path, status=404)
    for end in ("", "/confirmation", "/paper", "/again", "/removal"):
        token = other.get("/slips/new-person")
        fields = {node.get("name"): node.get("value") for node in token.form().iter("input") if node.get("value")}
        assert other.client.post(page.path + end, data=fields).status_code == 404


def test_a_list_can_be_thrown_away(app, as_):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD)
    desk.submit(page, action="/removal")
    desk.get(page.path, status=404)


# --- organizations ---


@pytest.fixture
def manager(app):
    """A manager's browser and her organization's key."""
    with app.app_context():
        organization = make_organization()
        account = make_manager(organization)
        number, key = account.person.learner_number, organization.key
    browser = Browser(app)
    browser.submit("/account/sign-in", sign_in=number, password="a long enough password")
    return browser, key


def test_everybody_on_a_managers_list_belongs_to_her_organization(app, manager, run_jobs):
    browser, key = manager
    confirm(browser, enter(browser, *numbered(52)))
    run_jobs()
    with app.app_context(), reading():
        now = datetime.now(UTC)
        rows = slip_queries.members(key, on=(now + timedelta(hours=9)).date(), at=now)
        assert len(rows) == 52
        assert {row.state for row in rows} == {"open"}


def test_a_manager_does_not_confirm_a_list_after_the_organization_was_taken_from_her(app, manager):
    browser, key = manager
    page = enter(browser, *GOOD)
    with app.app_context():
        other = make_organization("ほかの会社")
        from lms.access.identity import SITE
        from lms.accounts.services import organizations
        from lms.clock import now

        with transaction():
            person = queries.person_by_key(db.session.scalar(select(SlipList.entered_by)))
            organizations.appoint_manager(person, other.key, by=SITE, at=now())
            organizations.end_management(person, key, by=SITE, at=now())
    before = people(app)
    refused = browser.submit(page, action="/confirmation", status=409)
    assert "any more" in refused.words
    assert people(app) == before


# --- forgetting ---


@pytest.mark.parametrize(
    ("confirmed", "days", "stays"), [(False, 6, True), (False, 8, False), (True, 29, True), (True, 31, False)]
)
def test_lists_are_forgotten_and_the_people_stay(app, as_, confirmed, days, stays):
    desk = as_(Role.OFFICER)
    page = enter(desk, *GOOD)
    if confirmed:
        confirm(desk, page)
    before = people(app)
    with app.app_context(), transaction():
        sweep(at=datetime.now(UTC) + timedelta(days=days))
    assert people(app) == before
    with app.app_context(), reading():
        assert (db.session.scalar(select(SlipList.id)) is not None) is stays
