# SPDX-License-Identifier: Apache-2.0
"""Lists of people: the columns are found by their heads or by what stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.slip_lists import ListColumn, RowTyped, read_list

HANAKO = ("山田 花子", "ヤマダ ハナコ", "YAMADA HANAKO", "1975-04-01")


def lines(*rows: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    return list(enumerate(rows, start=1))


@pytest.mark.parametrize(
    "heads",
    [
        ("氏名", "フリガナ", "ローマ字", "生年月日"),
        ("氏名（漢字）", "氏名（ｶﾅ）", "氏名（ローマ字）", "生年月日（西暦）"),
        ("お名前", "ふりがな", "英字氏名", "誕生日"),
        ("漢字氏名", "よみがな", "アルファベット", "生年月日"),
        ("Name", "Kana", "Name in Latin letters", "Birth date"),
        ("NAME", "READING", "English name", "DOB"),
    ],
)
def test_columns_are_known_by_their_heads(heads):
    assert read_list(lines(heads, HANAKO)).rows == (RowTyped(2, *HANAKO),)


def test_columns_may_stand_in_any_order_among_others():
    rows = lines(
        ("No.", "生年月日", "会社名", "ローマ字", "カナ", "氏名"),
        ("1", "S50.4.1", "みほん農園", HANAKO[2], HANAKO[1], HANAKO[0]),
    )
    assert read_list(rows).rows == (RowTyped(2, *HANAKO[:3], "S50.4.1"),)


def test_names_in_two_columns_are_put_together():
    rows = lines(
        ("姓", "名", "セイ", "メイ", "ローマ字", "生年月日"), ("山田", "花子", "ヤマダ", "ハナコ", *HANAKO[2:])
    )
    assert read_list(rows).rows == (RowTyped(2, *HANAKO),)


@pytest.mark.parametrize("born", ["1975-04-01", "1975/4/1", "S50.4.1", "昭和50年4月1日", "19750401", "平成元年1月8日"])
def test_without_heads_columns_are_known_by_what_stands_in_them(born):
    rows = lines(("1", born, *HANAKO[:3]), ("2", born, "グエン ミン", "グエン ミン", "NGUYEN MINH"))
    assert read_list(rows).rows[0] == RowTyped(1, *HANAKO[:3], born)


def test_half_width_kana_and_full_width_letters_are_recognized():
    rows = lines(("髙橋 𠮷男", "ﾀｶﾊｼ ﾖｼｵ", "ＴＡＫＡＨＡＳＨＩ　ＹＯＳＨＩＯ", "Ｈ２．３．４"))
    assert read_list(rows).rows[0].kana == "ﾀｶﾊｼ ﾖｼｵ"
    assert read_list(rows).missing == ()


def test_what_is_not_there_is_said():
    assert read_list(lines(("氏名", "カナ"), HANAKO[:2])).missing == (ListColumn.LATIN, ListColumn.BIRTH_DATE)
    assert read_list([]).missing == (ListColumn.KANA, ListColumn.LATIN, ListColumn.BIRTH_DATE)


def test_a_list_without_kanji_is_complete():
    read = read_list(lines(("グエン ミン", "NGUYEN MINH", "1990-05-05")))
    assert read.missing == ()
    assert read.rows[0].register == ""


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_whatever_stands_in_a_list_no_line_is_lost_but_its_heads(rows):
    read = read_list([(number, row) for number, row in enumerate(rows, start=1)])
    assert len(rows) - len(read.rows) in {0, 1}
