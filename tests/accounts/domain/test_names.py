# SPDX-License-Identifier: Apache-2.0
"""Which names can be recorded: any script, rare kanji, no invisible signs; nothing is altered."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.names import (
    LONGEST_NAME,
    MOST_MARKS,
    Finding,
    NameFault,
    NameGiven,
    NamePart,
    faults_of,
    kana_fault,
    latin_fault,
    register_fault,
    with_long_vowels,
)
from lms.graphemes import graphemes

LETTERS = st.characters(categories=["Lu", "Ll", "Lt", "Lo"])
UNSEEN = st.characters(categories=["Cc", "Cf", "Zl", "Zp"], exclude_characters="\u200c\u200d")


@pytest.mark.parametrize(
    "name",
    [
        "山田 花子",
        "山田　花子",
        "髙﨑 𠮷子",
        "渡邉󠄁 齋",
        "神谷 祥子 福",
        "佐々木 〆子",
        "やまだ はなこ",
        "ジョン・スミス",
        "Nguyễn Văn An",
        "ဒေါ် အောင်ဆန်း",
        "संजय कुमार श्रेष्ठ",
        "សុខ ចាន់",
        "محمد علي",
        "Владимир",
        "D'Arcy-Smith Jr.",
        "金 正 〇",
        "李",
    ],
)
def test_names_of_the_world_can_be_recorded(name):
    assert register_fault(name) is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", NameFault.EMPTY),
        (" 　", NameFault.EMPTY),
        ("山" * (LONGEST_NAME + 1), NameFault.TOO_LONG),
        ("a" * 200, NameFault.TOO_LONG),
        ("a\u0301\u0301\u0301\u0301" * 50, NameFault.TOO_LONG),
        ("山田\u0000", NameFault.UNSEEN),
        ("山田\n花子", NameFault.UNSEEN),
        ("山田\u202e子花", NameFault.UNSEEN),
        ("\u2066山田\u2069", NameFault.UNSEEN),
        ("山\u200b田", NameFault.UNSEEN),
        ("\ufeff山田", NameFault.UNSEEN),
        ("山\U000e0041田", NameFault.UNSEEN),
        ("山\ue000田", NameFault.PRIVATE),
        ("\u0301\u0302\u0303", NameFault.NO_LETTER),
        ("123", NameFault.NO_LETTER),
        ("--", NameFault.NO_LETTER),
        ("\u0301a", NameFault.MARKS),
        ("a" + "\u0301" * (MOST_MARKS + 1), NameFault.MARKS),
        ("\u200d山", NameFault.MARKS),
        ("<b>山田</b>", NameFault.NOT_A_NAME),
        ("山田☺", NameFault.NOT_A_NAME),
        ("a@example.jp", NameFault.NOT_A_NAME),
        ("= 1 + 1", NameFault.NOT_A_NAME),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(name, fault):
    finding = register_fault(name)
    assert finding is not None
    assert finding.fault is fault


def test_the_signs_that_are_wrong_are_named_once_each():
    assert register_fault("a@b@c#") == Finding(NameFault.NOT_A_NAME, ("@", "#"))


@pytest.mark.parametrize(
    "name", ["ヤマダ ハナコ", "ヤマダ　ハナコ", "グエン・ヴァン・アン", "オーノ", "ヷヸヹヺ", "セ\u309aフ"]
)
def test_readings_in_katakana_can_be_recorded(name):
    assert kana_fault(name) is None


@pytest.mark.parametrize("name", ["やまだ", "ﾔﾏﾀﾞ", "YAMADA", "山田", "ヤマダ1", "ヤマダ-"])
def test_a_reading_in_anything_else_is_refused(name):
    finding = kana_fault(name)
    assert finding is not None
    assert finding.fault is NameFault.NOT_KANA


@pytest.mark.parametrize(
    "name", ["YAMADA HANAKO", "Nguyễn Văn An", "O'Neill", "Anne-Marie", "St. John", "DOS SANTOS, MARIA"]
)
def test_latin_spellings_can_be_recorded(name):
    assert latin_fault(name) is None


@pytest.mark.parametrize("name", ["ＹＡＭＡＤＡ１", "山田", "Владимир", "YAMADA1", "YAMADA/HANAKO", "YAMADA<HANAKO"])
def test_a_latin_spelling_in_anything_else_is_refused(name):
    finding = latin_fault(name)
    assert finding is not None
    assert finding.fault is NameFault.NOT_LATIN


def test_who_has_no_kanji_needs_no_register_name():
    assert faults_of(NameGiven(None, "グエン", "NGUYEN")) == {}


def test_each_writing_is_judged_by_itself():
    found = faults_of(NameGiven("", "やまだ", "山田"))
    assert {part: finding.fault for part, finding in found.items()} == {
        NamePart.REGISTER: NameFault.EMPTY,
        NamePart.KANA: NameFault.NOT_KANA,
        NamePart.LATIN: NameFault.NOT_LATIN,
    }


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("オ-ノ", "オーノ"),
        ("オ−ノ‐", "オーノー"),
        ("オ――", "オーー"),
        ("-オ", "-オ"),
        ("", ""),
        ("ヤマダ - ハナコ", "ヤマダ - ハナコ"),
    ],
)
def test_bars_after_a_syllable_are_long_vowels(typed, taken):
    assert with_long_vowels(typed) == taken


@given(st.text(LETTERS, min_size=1, max_size=LONGEST_NAME))
def test_letters_of_any_script_are_a_name(name):
    assert register_fault(name) is None


@given(st.text(LETTERS, max_size=20), UNSEEN, st.text(LETTERS, max_size=20))
def test_an_invisible_sign_anywhere_is_refused(before, sign, after):
    finding = register_fault(before + sign + after)
    assert finding is not None
    assert finding.fault in {NameFault.UNSEEN, NameFault.EMPTY}


@given(st.text(st.characters(categories=["Mn", "Mc", "Me"]), min_size=1, max_size=200))
def test_marks_alone_are_no_name(marks):
    assert register_fault(marks) is not None


@given(st.text(max_size=220))
def test_any_text_is_judged_and_what_passes_is_short_and_visible(text):
    if register_fault(text) is None:
        assert len(graphemes(text)) <= LONGEST_NAME
        assert not any(unicodedata.category(sign) in {"Cc", "Co", "Cs", "Cn"} for sign in text)
