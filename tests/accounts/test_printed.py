# SPDX-License-Identifier: Apache-2.0
"""Names with rare characters: how they print is chosen by the person, recorded with who said so, and never guessed."""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import select

from lms.access.identity import Identity, Role
from lms.accounts import queries, services
from lms.accounts.adapters import printing
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen, PrintWay, by_stand_ins, stand_ins
from lms.accounts.models import PrintedForm
from lms.accounts.queries import printed
from lms.accounts.services.printed import choose_for_present_name, choose_print
from lms.clock import now
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid
from tests.accounts.test_correcting import files_left
from tests.accounts.test_profile_pages import Someone
from tests.factories.accounts import ENTRIES, make_account, make_person
from tests.factories.uploads import JPEG, PDF, PNG

VARIANT = "邉\U000e0131"  # a form that the fonts lack; the plain character stands in
NOWHERE = "𛂦"  # a character in no font
WATANABE = NameGiven(f"渡{VARIANT} 花子", "ワタナベ ハナコ", "WATANABE HANAKO")
HAYAMA = NameGiven(f"{NOWHERE}山 花子", "ハヤマ ハナコ", "HAYAMA HANAKO")
USUAL = Chosen(PrintWay.STAND_IN, ((VARIANT, "邉"),))
OTHER = Chosen(PrintWay.OTHER, ((NOWHERE, "葉"),))
LATIN = Chosen(PrintWay.LATIN)
PAGE, PROFILE = "/account/printed-form", "/account/profile"


def choose(person, chosen, **over):
    with transaction():
        act = {"by": Identity(person_key=person.key), "at": now(), **over}
        choose_for_present_name(person, chosen, **act)


def rows() -> list[PrintedForm]:
    with reading():
        return list(db.session.scalars(select(PrintedForm).order_by(PrintedForm.id)))


# --- what prints ---


@pytest.mark.parametrize(
    ("lacking", "chosen", "expected"),
    [
        ((), None, {}),
        ((), LATIN, {}),
        (((VARIANT, "邉"),), None, {VARIANT: "邉"}),
        (((VARIANT, "邉"),), USUAL, {VARIANT: "邉"}),
        (((VARIANT, "邉"),), Chosen(PrintWay.OTHER, ((VARIANT, "辺"),)), {VARIANT: "辺"}),
        (((VARIANT, "邉"),), LATIN, None),
        (((NOWHERE, None),), None, None),
        (((NOWHERE, None),), OTHER, {NOWHERE: "葉"}),
        (((NOWHERE, None), (VARIANT, "邉")), OTHER, {NOWHERE: "葉", VARIANT: "邉"}),
        (((NOWHERE, None), (VARIANT, "邉")), USUAL, None),
    ],
)
def test_what_is_printed_for_signs_that_no_font_has(lacking, chosen, expected):
    assert stand_ins(lacking, chosen) == expected


def test_the_usual_forms_are_offered_only_where_every_sign_has_one():
    assert by_stand_ins(((VARIANT, "邉"),)) == USUAL
    assert by_stand_ins(((VARIANT, "邉"), (NOWHERE, None))) is None


@pytest.mark.parametrize(
    ("name", "chosen", "leads", "gives_way"),
    [
        (WATANABE, None, "渡邉 花子", False),
        (WATANABE, Chosen(PrintWay.OTHER, ((VARIANT, "邊"),)), "渡邊 花子", False),
        (WATANABE, LATIN, "WATANABE HANAKO", True),
        (HAYAMA, None, "HAYAMA HANAKO", True),
        (HAYAMA, OTHER, "葉山 花子", False),
        (NameGiven("𠮷田 髙﨑", "ヨシダ", "YOSHIDA"), LATIN, "𠮷田 髙﨑", False),
    ],
)
def test_how_a_name_prints_by_the_choice(name, chosen, leads, gives_way):
    preview = printing.preview(name, chosen)
    assert (preview.leads, preview.gives_way) == (leads, gives_way)


@pytest.mark.parametrize("sign", ["", "葉山", VARIANT, NOWHERE, "丆", " ", "・", "\ue000", "1", "か\u3099"])
def test_what_cannot_stand_in(sign):
    assert not printing.can_stand_in(sign)


@pytest.mark.parametrize("sign", ["葉", "𠮷", "髙", "は", "A"])
def test_what_can_stand_in(sign):
    assert printing.can_stand_in(sign)


# --- the record ---


def test_a_choice_is_recorded_with_what_was_typed_and_by_whom(context):
    person = make_person(name=HAYAMA)
    choose(person, OTHER)
    [row] = rows()
    assert (row.typed, row.way, row.pairs, row.recorded_by, row.spoken) == (
        HAYAMA.register, "other", [[NOWHERE, "葉"]], person.key, False,
    )  # fmt: skip


def test_a_second_choice_is_a_second_row(context):
    person = make_person(name=WATANABE)
    choose(person, USUAL)
    choose(person, LATIN)
    assert [row.way for row in rows()] == ["stand-in", "latin"]
    assert printed.chosen_of(person) == LATIN


def test_the_same_choice_again_is_said_and_not_recorded(context):
    person = make_person(name=WATANABE)
    choose(person, USUAL)
    with pytest.raises(Conflict, match="nothing-changes"):
        choose(person, USUAL)


def test_a_choice_belongs_to_the_name_it_was_made_for(context):
    person = make_person(name=WATANABE)
    choose(person, LATIN)
    with transaction():
        services.correct_name(person, HAYAMA, evidence="seen", by=Identity("x"), at=now(), on=date(2026, 7, 10))
    assert printed.chosen_of(person) is None


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen(PrintWay.OTHER, ((VARIANT, "𛂦"),)),
        Chosen(PrintWay.OTHER, (("渡", "度"),)),
        Chosen(PrintWay.OTHER, ()),
        Chosen(PrintWay.OTHER, ((VARIANT, "田中"),)),
        Chosen(PrintWay.STAND_IN, ((VARIANT, "辺"),)),
        Chosen(PrintWay.LATIN, ((VARIANT, "邉"),)),
    ],
)
def test_a_choice_that_does_not_fit_the_name_is_refused(context, chosen):
    with pytest.raises(Invalid):
        choose(make_person(name=WATANABE), chosen)


def test_for_a_name_that_prints_nothing_is_recorded(context):
    person = make_person()
    with transaction():
        assert not choose_print(person, "𠮷田 花子", LATIN, by=Identity(person_key=person.key), at=now())
    assert rows() == []


# --- sign-up ---


def test_who_signs_up_chooses_before_anything_is_recorded(app, browser):
    typed = {**ENTRIES, "register": WATANABE.register, "kana": WATANABE.kana, "latin": WATANABE.latin}
    page = browser.enter("/account/sign-up", **typed)
    assert "Please choose how the name is to be printed" in page.words
    assert {node.get("value") for node in page.find("input", name="printing")} == {"stand-in", "other", "latin"}
    check = browser.enter(page, printing="other", instead="邊")
    assert "渡邊 花子" in check.words
    browser.submit(check)
    with app.app_context():
        [row] = rows()
        assert (row.way, row.pairs, row.spoken) == ("other", [[VARIANT, "邊"]], False)
        assert row.recorded_by is not None


def test_who_has_an_ordinary_name_is_asked_nothing(browser):
    page = browser.enter("/account/sign-up", **{**ENTRIES, "kana": ""})
    assert page.find("input", name="printing") == []
    assert browser.enter("/account/sign-up", **{**ENTRIES, "register": "𠮷田 髙﨑"}).path.startswith(
        "/account/sign-up/check"
    )


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ("", "one character for each"),
        ("葉葉", "one character for each"),
        ("𛂦", "cannot be printed either"),
        ("・", "cannot be printed either"),
    ],
)
def test_another_character_must_be_one_that_prints(browser, instead, words):
    typed = {**ENTRIES, "register": HAYAMA.register, "kana": HAYAMA.kana, "latin": HAYAMA.latin}
    page = browser.enter("/account/sign-up", **typed)
    assert {node.get("value") for node in page.find("input", name="printing")} == {"other", "latin"}
    assert words in browser.enter(page, printing="other", instead=instead).words


@pytest.mark.parametrize("way", ["stand-in", "nonsense", ""])
def test_only_what_is_offered_can_be_chosen(browser, way):
    typed = {**ENTRIES, "register": HAYAMA.register, "kana": HAYAMA.kana, "latin": HAYAMA.latin}
    page = browser.enter("/account/sign-up", **typed)
    assert "Please choose how the name is to be printed" in browser.enter(page, printing=way).words


# --- later, and by an officer ---


def test_she_chooses_later_on_a_page_of_its_own(app):
    someone = Someone(app, name=WATANABE)
    assert someone.browser.get(PROFILE).find("a", href=PAGE)
    someone.browser.submit(PAGE, printing="latin", picture=(io.BytesIO(PNG), "x.png"))
    assert "WATANABE HANAKO" in someone.browser.get(PROFILE).words
    with app.app_context():
        [row] = rows()
        assert (row.way, row.picture.media, files_left()) == ("latin", "image/png", 1)


@pytest.mark.parametrize("content", [PDF, b"<svg>" + b"0" * 99, JPEG + b"0" * 1024 * 1024])
def test_only_a_small_picture_of_the_character_is_taken(app, content):
    someone = Someone(app, name=WATANABE)
    page = someone.browser.submit(PAGE, status=422, printing="latin", picture=(io.BytesIO(content), "x.png"))
    assert page.find("div", id="picture-error")
    with app.app_context():
        assert (files_left(), rows()) == (0, [])


def test_the_picture_stays_with_the_record_and_with_a_later_choice(app):
    someone = Someone(app, name=WATANABE)
    someone.browser.submit(PAGE, printing="latin", picture=(io.BytesIO(PNG), "x.png"))
    someone.browser.submit(PAGE, printing="stand-in")
    with app.app_context(), transaction():
        from datetime import timedelta

        services.sweep(at=now() + timedelta(days=400))
    with app.app_context():
        assert files_left() == 1
        assert printed.picture_of(queries.person_by_key(someone.person_key)) is not None


def test_only_officers_see_the_picture(app, as_):
    someone = Someone(app, name=WATANABE)
    someone.browser.submit(PAGE, printing="latin", picture=(io.BytesIO(PNG), "x.png"))
    path = f"/people/{someone.person_key}/character"
    someone.browser.get(path, status=404)
    as_(Role.OPERATOR).get(path, status=404)
    served = as_(Role.OFFICER).client.get(path)
    assert (served.data, served.mimetype) == (PNG, "image/png")
    assert "sandbox" in served.headers["Content-Security-Policy"]
    as_(Role.OFFICER).get(f"/people/{make_key(app)}/character", status=404)


def make_key(app) -> str:
    with app.app_context():
        return make_person().key


def test_an_officer_records_what_she_said_and_that_she_said_it(app, as_):
    someone, officer = Someone(app, name=WATANABE), as_(Role.OFFICER)
    path = f"/people/{someone.person_key}/printed-form"
    assert "Please ask the person first" in officer.submit(path, status=422, printing="latin").words
    officer.submit(path, printing="latin", spoken="y")
    with app.app_context():
        [row] = rows()
        assert (row.way, row.spoken) == ("latin", True)
        assert row.recorded_by != someone.person_key
    assert "who said it to" in officer.get(f"/people/{someone.person_key}").words


def test_an_officer_who_has_not_asked_records_no_choice(app, as_):
    someone, officer = Someone(app), as_(Role.OFFICER)
    page = officer.enter(
        f"/people/{someone.person_key}/name", register=WATANABE.register, kana=WATANABE.kana, evidence="戸籍を確認"
    )
    officer.submit(page)
    with app.app_context():
        assert rows() == []
        assert queries.person_by_key(someone.person_key).name.register == WATANABE.register


def test_a_desk_registers_with_the_spoken_choice(app, as_):
    officer = as_(Role.OFFICER)
    typed = {
        "register": HAYAMA.register, "kana": HAYAMA.kana, "latin": HAYAMA.latin, "birth_date": "S50.4.1",
        "evidence": "運転免許証を確認",
    }  # fmt: skip
    check = officer.enter("/slips/new-person", **typed)
    assert "HAYAMA HANAKO" in check.words  # not asked yet: in Latin letters, as ever
    check = officer.enter(officer.change(check), printing="other", instead="葉", spoken="y")
    assert "葉山 花子" in check.words
    officer.submit(check)
    with app.app_context():
        [row] = rows()
        assert (row.pairs, row.spoken) == ([[NOWHERE, "葉"]], True)


def test_a_merged_records_choice_counts_for_the_one_that_stays(context):
    first, second = make_account(name=WATANABE).person, make_account(name=WATANABE).person
    choose(first, LATIN)
    with transaction():
        services.merge(first, into=second, reason="one person", by=Identity("x"), at=now())
    assert printed.chosen_of(second) == LATIN
