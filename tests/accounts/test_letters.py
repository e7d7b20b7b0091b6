# SPDX-License-Identifier: Apache-2.0
"""Letters: to whom they go, that the address stands in the window however the sheet slides, and labels."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.access.identity import Role
from lms.accounts import queries
from lms.accounts.adapters.letters import Letter, labels_xlsx, letters_pdf
from lms.accounts.adapters.papers import Sender
from lms.accounts.domain.contacts import ContactKind
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.postal import PostalAddress
from lms.accounts.models import Contact, Notice
from lms.accounts.queries.letters import waiting_addressees
from lms.accounts.services.postal import record_address
from lms.audit import Tag
from lms.audit.models import AuditRecord
from lms.db import db, reading, transaction
from lms.sheets.reader import read_file
from tests.accounts.papers import pages_of
from tests.factories.accounts import make_account
from tests.factories.slips import OFFICER, make_newcomer

HOME = PostalAddress("1000001", "東京都千代田区千代田1-1", "みほん荘101号", "みほん農園 気付")
LONG = PostalAddress(
    "9999999",
    "北海道虻田郡留寿都村字泉川十三番地の一" + "ながい" * 8,
    "グランドみほんレジデンス弐番館1234号室",
    "有限会社みほん" * 4,
)
SENDER = Sender("公益財団法人みほん講習財団", "03-1234-5678", "9:00-17:00")
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
POINTS_TO_MM = 25.4 / 72


def make_addressee(address: PostalAddress | None = HOME, *, own: bool = True, **over):
    """Somebody without e-mail who has yet to be told that a slip was made."""
    person = make_newcomer(**over).person
    if address is not None:
        with transaction():
            record_address(person, address, own=own, by=OFFICER, at=AT)
    return person


# --- the postal address ---


def test_one_address_at_a_time_and_the_one_before_stays_in_the_record(context):
    person = make_addressee()
    with transaction():
        record_address(person, LONG, own=False, by=OFFICER, at=AT)
        record_address(person, LONG, own=False, by=OFFICER, at=AT)
    live = queries.contacts_of(person, ContactKind.POSTAL)
    assert [(row.value, row.own) for row in live] == [(LONG.written(), False)]
    assert len(queries.all_contacts_of(person)) == 2


def test_an_officer_records_where_letters_go(app, as_):
    with app.app_context():
        key = make_account().person.key
    officer = as_(Role.OFFICER)
    where = f"/people/{key}/postal-address"
    refused = officer.submit(where, postcode="100-00", street="𛀀", postal_use="own", status=422)
    assert "seven digits, such as 100-0001" in refused.words
    page = officer.follow(
        officer.submit(where, postcode="〒１００ー０００１", street="東京都千代田区千代田1-1", postal_use="own")
    )
    assert "100-0001 東京都千代田区千代田1-1" in page.words
    assert officer.get(where).form().find(".//input[@name='postcode']").get("value") == "100-0001"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.OPERATOR, Role.ORGANIZATION_MANAGER])
def test_who_may_not_print_letters(as_, role):
    as_(role).get("/letters", status=403)


# --- to whom ---


def test_letters_wait_for_who_was_not_told_and_is_reached_by_no_mail(context):
    waits = make_addressee()
    told = make_addressee()
    with transaction():
        for notice in db.session.scalars(select(Notice).where(Notice.person_id == told.id)):
            notice.acknowledged_at = AT
    mailed = make_addressee()
    with transaction():
        db.session.add(
            Contact(
                key="mail000000000001", person_id=mailed.id, kind="email", value="a@example.jp", folded="a@example.jp",
                own=False, signs_in=False, added_at=AT, confirmed_at=AT,
            )
        )  # fmt: skip
    with reading():
        assert [one.person.key for one in waiting_addressees(limit=9)] == [waits.key]


def test_a_mailbox_at_which_nothing_arrives_reaches_nobody(context):
    person = make_account(email="hanako@example.jp").person
    with transaction():
        db.session.add(Notice(person_id=person.id, kind="slip-made", details={}, at=AT))
        queries.contacts_of(person)[0].failing_since = AT
    with reading():
        assert [one.person.key for one in waiting_addressees(limit=9)] == [person.key]


def test_a_letter_is_printed_once_about_one_thing(app, as_, tmp_path):
    with app.app_context():
        person = make_addressee()
        key, number = person.key, person.learner_number
    officer = as_(Role.OFFICER)
    check = officer.follow(officer.submit("/letters"))
    assert "1 letter can be printed." in check.words
    pages = pages_of(officer.submit(check, status=200).response.data, tmp_path)
    assert len(pages) == 1
    assert "山田 花子" in pages[0]
    assert "あなたの「受講のしおり」が作られました。" in pages[0]
    assert f"{number[:4]} {number[4:]}" in pages[0]
    assert "0 letters can be printed." in officer.follow(officer.submit("/letters")).words
    with app.app_context(), reading():
        tags = db.session.scalars(select(AuditRecord.tag).where(AuditRecord.about_key == key)).all()
        assert tags[-1] == Tag.LETTER_PRINTED


def test_who_has_no_address_is_shown_and_gets_none(app, as_):
    with app.app_context():
        make_addressee(None)
    officer = as_(Role.OFFICER)
    check = officer.follow(officer.submit("/letters"))
    assert "no address" in check.words
    assert "0 letters can be printed." in check.words


def test_a_letter_that_others_may_open_says_that_it_is_personal_and_not_what_it_is_about(app, as_, tmp_path):
    with app.app_context():
        make_addressee(own=False)
    officer = as_(Role.OFFICER)
    page = pages_of(officer.submit(officer.follow(officer.submit("/letters")), status=200).response.data, tmp_path)[0]
    assert "親展" in page
    assert "しおり" not in page


def test_people_are_picked_by_learner_number_with_a_message_of_the_officer(app, as_, tmp_path):
    with app.app_context():
        person = make_account().person
        with transaction():
            record_address(person, HOME, own=True, by=OFFICER, at=AT)
        number = person.learner_number
    officer = as_(Role.OFFICER)
    numbers = f"{number[:4]}−{number[4:]}\n１２３４ ５６７１"
    message = "受講期間は12月20日までです。\n\nお早めにどうぞ。"
    check = officer.follow(officer.submit("/letters", whom="picked", numbers=numbers, message=message))
    assert "12345671" in check.words
    page = pages_of(officer.submit(check, status=200).response.data, tmp_path)[0]
    assert "受講期間は12月20日までです。" in page
    assert "お早めにどうぞ。" in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"whom": "picked"}, "Please write the learner numbers, one a line"),
        ({"whom": "picked", "numbers": "1234 5672"}, "These are not learner numbers: 1234 5672"),
        ({"message": "안녕하세요"}, "None of our fonts can print this: 안"),
        ({"message": "あ" * 801}, "At most 800 characters"),
    ],
)
def test_what_cannot_be_printed_is_said_before(as_, sent, says):
    officer = as_(Role.OFFICER)
    assert says in officer.follow(officer.submit("/letters", **sent)).words


def test_labels_come_as_a_workbook_in_which_nothing_runs(app, as_):
    with app.app_context():
        make_addressee(PostalAddress("0600001", "=cmd|' /C calc'!A0", "", "+81"))
    officer = as_(Role.OFFICER)
    check = officer.follow(officer.submit("/letters"))
    content = officer.submit(check, labels="1", status=200).response.data
    rows = [row.cells for row in read_file(content, most_rows=9)]
    assert rows[0][:2] == ("Postcode", "Address, first line")
    assert rows[1][:6] == ("060-0001", "=cmd|' /C calc'!A0", "", "+81", "山田 花子", "様")
    assert "1 letter can be printed." in officer.follow(officer.submit("/letters")).words


# --- on the sheet ---


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_on(pdf: bytes, folder: Path) -> list[Word]:
    """Every word of the first page and where it stands, in millimetres from the upper left corner."""
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    page = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page)
    return [Word(*(float(value) * POINTS_TO_MM for value in place), text) for *place, text in found]


# What each window surely shows of the sheet, however it slides in the envelope: left, top, right, bottom.
WINDOWS = {"chou3": (22, 15, 85, 36), "dl": (20, 50, 100, 84)}
# What a window may show at the most: only the address stands there.
SEEN = (115, 98)


@pytest.mark.parametrize("envelope", WINDOWS)
@pytest.mark.parametrize("address", [HOME, LONG], ids=["usual", "long"])
@pytest.mark.parametrize("personal", [True, False])
def test_the_window_shows_the_address_and_nothing_else(context, tmp_path, envelope, address, personal):
    name = "NGUYEN THI MINH CHAU ELIZABETH" if address is LONG else "山田 花子"
    letter = Letter(name, "12345671", address, personal, ({"ja": "お知らせ", "en": "News"},))
    words = words_on(
        letters_pdf([letter], message="本文です。", envelope=envelope, sender=SENDER, on=date(2026, 11, 23)), tmp_path
    )
    block = [word for word in words if word.left < SEEN[0] and word.top < SEEN[1]]
    shown = "".join(word.text for word in block)
    expected = "".join((f"〒{address.postcode_shown}", *address.lines, name, "様", "親展" if personal else ""))
    assert sorted(shown) == sorted(re.sub(r"\s", "", expected))
    left, top, right, bottom = WINDOWS[envelope]
    assert min(word.left for word in block) >= left - 0.5
    assert min(word.top for word in block) >= top - 0.5
    assert max(word.right for word in block) <= right + 1.5
    assert max(word.bottom for word in block) <= bottom + (1 if address is HOME else 4)


def test_every_letter_has_a_page_of_its_own(context, tmp_path):
    letters = [Letter(f"見本 {place}", "12345671", HOME, is_personal=False) for place in range(12)]
    pdf = letters_pdf(letters, message="本文", envelope="chou3", sender=SENDER, on=date(2026, 11, 23))
    assert len(pages_of(pdf, tmp_path)) == 12


def test_labels_carry_each_line_in_a_column_of_its_own(context):
    letter = Letter("山田 花子", "12345671", HOME, is_personal=False)
    rows = [row.cells for row in read_file(labels_xlsx([letter], made_at=AT), most_rows=9)]
    assert rows[1] == ("100-0001", *HOME.lines, "山田 花子", "様", "1234 5671")


def test_a_name_that_cannot_be_printed_gives_way_to_its_latin_spelling(app, as_, tmp_path):
    with app.app_context():
        make_addressee(name=NameGiven("𪚥\U000e0101", "ヤマダ", "YAMADA"))
    officer = as_(Role.OFFICER)
    page = pages_of(officer.submit(officer.follow(officer.submit("/letters")), status=200).response.data, tmp_path)[0]
    assert "様" in page
