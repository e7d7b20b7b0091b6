# SPDX-License-Identifier: Apache-2.0
"""The pages by which somebody asks for another name, and by which an officer decides."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from lms.access.identity import Role
from lms.accounts.domain.names import NameGiven
from lms.accounts.models import EvidenceFile, NameRequest
from lms.db import db, reading
from tests.accounts.test_correcting import files_left
from tests.accounts.test_profile_pages import Someone, lock, name_of
from tests.factories.uploads import JPEG, PDF, PNG

ASK, NAMES, LIST = "/account/names/request", "/account/names", "/people/name-requests"
ENTRIES = {
    "register": "佐藤 花子", "kana": "ｻﾄｳ ﾊﾅｺ", "latin": "SATO HANAKO", "cause": "family", "document": "residence",
    "hand_in": "here",
}  # fmt: skip


@pytest.fixture
def someone(app) -> Someone:
    """A person whose names are fixed."""
    someone = Someone(app)
    lock(app, someone)
    return someone


def a_file(content: bytes = JPEG, name: str = "IMG_0001.HEIC") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def enter(someone, **over):
    return someone.browser.enter(ASK, **{**ENTRIES, "file": a_file(), **over})


def ask(someone, **over) -> str:
    """The address of the request."""
    return someone.browser.submit(enter(someone, **over)).location


def key_of(address: str) -> str:
    return address.rpartition("/")[2]


def answer(officer, key: str, status: int = 303, **fields):
    return officer.submit(f"{LIST}/{key}", status=status, **fields)


def row_of(app) -> NameRequest:
    with app.app_context(), reading():
        row = db.session.scalars(select(NameRequest)).one()
        _ = row.file  # looked up while there is a session
        db.session.expunge_all()
        return row


# --- asking ---


def test_the_page_offers_a_request_once_the_name_is_fixed(app, someone):
    page = someone.browser.get(NAMES)
    assert [link for link in page.find("a") if link.get("href") == ASK]
    assert Someone(app).browser.get(ASK, status=303).location == NAMES


def test_a_request_in_three_steps(app, someone):
    check = enter(someone)
    assert "佐藤 花子" in check.words
    assert "Photo (JPEG), 1 KB" in check.words
    assert name_of(app, someone).register == "山田 花子"
    answered = someone.browser.submit(check)
    page = someone.browser.follow(answered)
    assert "An officer has yet to decide" in page.words
    assert someone.browser.get(ASK, status=303).location == answered.location
    assert "佐藤 花子" in someone.browser.get(NAMES).words
    assert name_of(app, someone).register == "山田 花子"


def test_what_was_typed_and_sent_survives_going_back(someone):
    back = someone.browser.change(enter(someone))
    assert "We have your file" in back.words
    check = someone.browser.enter(back, latin="SATOU HANAKO")
    assert "Photo (JPEG)" in check.words


def test_a_photo_of_eight_megabytes_is_taken(app, someone):
    ask(someone, file=a_file(JPEG + b"0" * 8 * 1024 * 1024))
    assert row_of(app).file.size == len(JPEG) + 8 * 1024 * 1024


def test_a_larger_one_is_refused_with_everything_typed_kept(someone):
    page = enter(someone, file=a_file(JPEG + b"0" * 11 * 1024 * 1024))
    assert "larger than 10 MB" in page.words
    assert page.find("input", name="latin")[0].get("value") == "SATO HANAKO"


def test_more_than_the_door_takes_is_too_large(app, someone):
    page = someone.browser.get(ASK)
    sent = {"file": a_file(JPEG + b"0" * 21 * 1024 * 1024)}
    assert someone.browser.client.post(page.path, data=sent).status_code == 413
    assert someone.browser.client.post(NAMES, data={"file": a_file(b"0" * 3 * 1024 * 1024)}).status_code == 413


@pytest.mark.parametrize("content", [b"GIF89a" + b"0" * 99, b"<svg>" + b"0" * 99, b"<html>" + b"0" * 99, b"MZ" * 99])
def test_the_bytes_decide_and_not_the_name(app, someone, content):
    page = enter(someone, file=a_file(content, "document.pdf"))
    assert "none of the kinds" in page.words
    with app.app_context():
        assert files_left() == 0


@pytest.mark.parametrize("content", [JPEG, PNG, PDF])
def test_pictures_and_pdf_are_taken_whatever_they_are_called(app, someone, content):
    ask(someone, file=a_file(content, "../../etc/passwd"))
    assert row_of(app).file.size == len(content)


def test_without_a_document_it_is_asked_for(someone):
    assert "Please choose the photo or scan" in enter(someone, file=None).words


def test_an_empty_file_is_called_empty(someone):
    assert "This file is empty" in enter(someone, file=a_file(b"")).words


def test_nobody_needs_a_camera(app, someone):
    ask(someone, file=None, hand_in="paper")
    assert row_of(app).file is None


def test_another_cause_needs_words(someone):
    assert "what happened" in enter(someone, cause="other").words


def test_a_double_click_asks_once(app, someone):
    check = enter(someone)
    assert someone.browser.submit(check).location == someone.browser.submit(check).location
    assert row_of(app).outcome is None


# --- who may see it ---


def test_others_do_not_find_it(app, someone, as_):
    key = key_of(ask(someone))
    stranger, officer = as_(Role.LEARNER), as_(Role.OFFICER)
    stranger.get(f"/account/name-requests/{key}", status=404)
    officer.get(f"/account/name-requests/{key}", status=404)
    for path in (f"{LIST}/{key}", f"{LIST}/{key}/document"):
        someone.browser.get(path, status=404)
        stranger.get(path, status=404)
        as_(Role.OPERATOR).get(path, status=404)
    stranger.get(LIST, status=403)
    someone.browser.get(LIST, status=403)


def test_others_cannot_withdraw_it(app, someone, as_):
    key = key_of(ask(someone))
    stranger = as_(Role.LEARNER)
    page = stranger.get("/account/profile")
    data = {"csrf_token": page.meta("csrf-token"), "for_person": page.meta("koshu-person")}
    assert stranger.client.post(f"/account/name-requests/{key}/withdrawal", data=data).status_code == 404
    assert row_of(app).outcome is None


@pytest.mark.parametrize(
    ("content", "media", "how"),
    [(JPEG, "image/jpeg", "inline"), (PNG, "image/png", "inline"), (PDF, "application/pdf", "attachment")],
)
def test_the_document_is_served_without_any_right(someone, as_, content, media, how):
    key = key_of(ask(someone, file=a_file(content)))
    served = as_(Role.OFFICER).client.get(f"{LIST}/{key}/document")
    assert (served.status_code, served.data, served.mimetype) == (200, content, media)
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert "default-src 'none'" in served.headers["Content-Security-Policy"]
    assert served.headers["Cache-Control"] == "no-store"
    assert served.headers["Content-Disposition"].startswith(f'{how}; filename="document.')


# --- deciding ---


def test_an_officer_finds_it_compares_and_grants(app, someone, as_, run_jobs):
    key, officer = key_of(ask(someone)), as_(Role.OFFICER)
    assert "Requests about names (1)" in officer.get("/people").words
    assert "佐藤 花子" in officer.get(LIST).words
    page = officer.get(f"{LIST}/{key}")
    for words in ("山田 花子", "佐藤 花子", "サトウ ハナコ", "Certificate of residence", "Marriage"):
        assert words in page.words
    assert page.find("img", class_="evidence")[0].get("src") == f"{LIST}/{key}/document"
    answer(officer, key, decision="grant", evidence="住民票（7月1日）と照合")
    run_jobs()
    assert name_of(app, someone) == NameGiven("佐藤 花子", "サトウ ハナコ", "SATO HANAKO")
    officer.get(f"{LIST}/{key}/document", status=404)
    with app.app_context():
        assert files_left() == 0
    history = officer.get(f"/people/{someone.person_key}").words
    assert "Corrected as asked" in history
    assert "住民票（7月1日）と照合" in history


def test_who_is_refused_reads_why(app, someone, as_):
    address = ask(someone)
    answer(as_(Role.OFFICER), key_of(address), decision="refuse", reason="The picture is blurred.")
    for path in (address, "/account/notices"):
        assert "The picture is blurred." in someone.browser.get(path).words
    assert name_of(app, someone).register == "山田 花子"
    assert "Ask for a correction" in someone.browser.get(NAMES).words


@pytest.mark.parametrize("decision", ["grant", "refuse"])
def test_a_decision_without_its_words_is_asked_for(someone, as_, decision):
    page = answer(as_(Role.OFFICER), key_of(ask(someone)), status=422, decision=decision)
    assert "Please write" in page.words


def test_of_two_officers_the_second_learns_of_the_first(someone, as_):
    key, second = key_of(ask(someone)), as_(Role.OFFICER)
    open_page = second.get(f"{LIST}/{key}")
    answer(as_(Role.OFFICER), key, decision="refuse", reason="no")
    page = second.submit(open_page, status=422, decision="grant", evidence="seen")
    assert "Not corrected" in page.words


def test_she_withdraws_it(app, someone, run_jobs):
    address = ask(someone)
    someone.browser.submit(address, action="/withdrawal")
    run_jobs()
    assert "Withdrawn" in someone.browser.get(NAMES).words
    with app.app_context(), reading():
        assert (files_left(), db.session.scalars(select(EvidenceFile)).all()) == (0, [])


def test_an_officer_still_corrects_directly(app, someone, as_):
    officer = as_(Role.OFFICER)
    check = officer.enter(f"/people/{someone.person_key}/name", register="佐藤 花子", evidence="戸籍抄本を窓口で確認")
    officer.submit(check)
    assert name_of(app, someone).register == "佐藤 花子"


def test_a_name_that_no_font_has_is_asked_for_with_its_printed_form(app, someone):
    page = enter(someone, register="𛂦山 花子")
    assert "Please choose how the name is to be printed" in page.words
    check = someone.browser.enter(page, printing="other", instead="葉")
    assert "葉山 花子" in check.words
    someone.browser.submit(check)
    row = row_of(app)
    assert (row.register, row.print_way, row.print_pairs) == ("𛂦山 花子", "other", [["𛂦", "葉"]])


def test_another_person_at_the_same_address_finds_nothing_of_it(app, someone):
    page = someone.browser.change(enter(someone))
    stranger = Someone(app)
    lock(app, stranger)
    assert "佐藤" not in stranger.browser.get(page.path).words
