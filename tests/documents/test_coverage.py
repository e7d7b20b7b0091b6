# SPDX-License-Identifier: Apache-2.0
"""What cannot be printed is named before anything is issued."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.documents.coverage import MissingKind, missing, printed_as, repertoire

KAKU_WITH_SELECTOR = "邉\U000e0101"
SUPPORTED_FORM = "辻\U000e0100"


@pytest.mark.parametrize(
    "name",
    [
        "髙﨑　𠮷",
        "槗本",
        "邉",
        "ヤマダ　ハナコ",
        "ﾔﾏﾀﾞ ﾊﾅｺ",
        "Nguyễn Thị Hoà",
        "GARCÍA-MÜLLER O’Brien",
        "神祥福",
        SUPPORTED_FORM,
        "が",
        "カ゚",
        "e\u0301",
        "",
    ],
)
def test_names_of_the_register_can_be_printed(name):
    assert missing(name) == []
    assert printed_as(name) == name


@pytest.mark.parametrize(
    ("text", "kind", "points"),
    [
        (KAKU_WITH_SELECTOR, MissingKind.VARIATION, ("U+9089", "U+E0101")),
        ("丆", MissingKind.CHARACTER, ("U+4E06",)),
        ("မ", MissingKind.CHARACTER, ("U+1019",)),
        ("ភា", MissingKind.CHARACTER, ("U+1797", "U+17B6")),
        ("ने", MissingKind.CHARACTER, ("U+0928", "U+0947")),
        ("م", MissingKind.CHARACTER, ("U+0645",)),
        ("x\u0301", MissingKind.COMBINATION, ("U+0078", "U+0301")),
        ("た\u309a", MissingKind.COMBINATION, ("U+305F", "U+309A")),
        ("\u200b", MissingKind.UNSEEN, ("U+200B",)),
        ("\ue000", MissingKind.UNSEEN, ("U+E000",)),
        ("\u202e", MissingKind.UNSEEN, ("U+202E",)),
        ("\x07", MissingKind.UNSEEN, ("U+0007",)),
        ("1\ufe0f", MissingKind.VARIATION, ("U+0031", "U+FE0F")),
        ("葛\U000e0100\U000e0101", MissingKind.VARIATION, ("U+845B", "U+E0100", "U+E0101")),
    ],
)
def test_a_sign_that_no_font_has_is_named(text, kind, points):
    (found,) = missing(f"山{text}田")
    assert (found.grapheme, found.kind, found.code_points) == (text, kind, points)


def test_a_mark_without_a_letter_cannot_be_printed():
    assert [found.code_points for found in missing("\u0301山")] == [("U+0301",)]


def test_a_missing_sign_has_a_name_people_can_look_up():
    (found,) = missing(KAKU_WITH_SELECTOR)
    assert found.name == "CJK UNIFIED IDEOGRAPH-9089 + VARIATION SELECTOR-18"


def test_a_missing_form_falls_back_to_its_plain_character():
    (found,) = missing(KAKU_WITH_SELECTOR)
    assert found.fallback == "邉"
    assert printed_as(f"渡{KAKU_WITH_SELECTOR}") == "渡邉"


def test_a_missing_character_has_nothing_to_fall_back_to():
    (found,) = missing("မ")
    assert found.fallback is None
    assert printed_as(f"{KAKU_WITH_SELECTOR}မ") is None


def test_each_sign_is_named_once_in_the_order_of_the_text():
    assert [found.grapheme for found in missing("မက丆မ丆")] == ["မ", "က", "丆"]


def test_line_breaks_and_tabs_are_layout():
    assert missing("山田\n\t花子") == []


def test_the_lists_of_the_fonts_stay_small_in_memory():
    known = repertoire()
    assert known.characters.itemsize * len(known.characters) + known.sequences.itemsize * len(known.sequences) < 250_000


@given(st.text())
def test_what_is_missing_is_part_of_the_text_and_no_two_are_the_same(text):
    found = [sign.grapheme for sign in missing(text)]
    assert all(sign in text for sign in found)
    assert len(set(found)) == len(found)


@given(st.text())
def test_a_text_that_has_stand_ins_for_everything_can_be_printed_with_them(text):
    shown = printed_as(text)
    assert shown is None or missing(shown) == []
