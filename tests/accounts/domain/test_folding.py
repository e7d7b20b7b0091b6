# SPDX-License-Identifier: Apache-2.0
"""Keys by which names are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.folding import LONGEST_KEY, VARIANTS, kana_key, search_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("宮﨑", "宮崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("渡邉\U000e0101", "渡辺"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("𠮷田", "吉田"),
        ("\ufa19谷", "神谷"),
        ("塚\ufe00本", "塚本"),
        ("山田 花子", "山田花子"),
        ("山田　花子", "山田花子"),
        ("ＹＡＭＡＤＡ", "yamada"),
        ("Nguyễn", "NGUYEN"),
        ("O'Neill", "oneill"),
        ("ジョン・スミス", "ジョンスミス"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("やまだ", "ヤマダ"),
    ],
)
def test_two_ways_of_writing_one_name_have_one_key(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("斎藤", "斉藤"), ("山田", "山口"), ("ハナ", "バナ"), ("カ", "ガ"), ("大野", "太野")]
)
def test_different_names_keep_different_keys(one, other):
    assert search_key(one) != search_key(other)


@pytest.mark.parametrize(("one", "other"), [("ヤツサ", "ヤッサ"), ("ｷﾞﾖｳ", "ギョウ"), ("きょう", "キヨウ")])
def test_small_kana_count_as_large_ones(one, other):
    assert kana_key(one) == kana_key(other)


def test_no_kanji_stands_in_two_groups_of_variants():
    signs = [sign for group in VARIANTS["ja"].split() for sign in group]
    assert len(signs) == len(set(signs))


@given(st.text(max_size=120))
def test_folding_a_key_again_changes_nothing(text):
    key = search_key(text)
    assert search_key(key) == key


@given(st.text(max_size=400))
def test_a_key_fits_its_column(text):
    assert len(kana_key(text)) <= LONGEST_KEY


@given(
    st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="\u1160"), max_size=40),
    st.sampled_from([" ", "　", "・", "-"]),
)
def test_spaces_and_bars_do_not_matter(text, sign):
    middle = len(text) // 2
    assert search_key(text[:middle] + sign + text[middle:]) == search_key(text)
