# SPDX-License-Identifier: Apache-2.0
"""How numbers of two languages are compared; the shipped courses are compared with these rules."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.authoring.figures import callout, differences, figures, without_callout

SAME = [
    ("罰金は20万円以上300万円以下です。", "The fine is from ¥200,000 to ¥3,000,000."),
    ("罰金は300万円以下です。", "The fine is up to ¥3 million."),
    ("1万1,500円と47.1万人", "¥11,500 and 471,000 people"),
    ("2027年4月1日から", "from 1 April 2027"),
    ("5月31日まで", "by May 31"),
    ("毎年4月と5月", "every April and May"),
    ("平成28年法律第89号", "Act No. 89 of 2016"),
    ("令和6年6月14日", "14 June 2024"),
    ("第46条違反", "a breach of Art. 46"),
    ("第47条第1項と第2項ではなく第48条第2項", "not Art. 47 (1) nor (2), but Art. 48(2)"),
    ("第46条から第49条まで", "Articles 46 to 49"),
    ("第108条、第111条・第113条", "Arts. 108, 111 and 113"),
    ("第46条 | 自由", "46 | Freedom"),
    ("入管法第73条の2第1項", "Immigration Act, Art. 73-2, paragraph 1"),
    ("法第9条第9号", "Act, Art. 9 (ix)"),
    ("安衛法第59条。同条第3項。", "ISHA, Art. 59. This is paragraph 3 of the same Article."),
    ("労働基準法第32条は1日8時間", "Labour Standards Act, Art. 32, 8 hours a day"),
    ("{36協定|さぶろくきょうてい}の上限は月45時間", "under an Article 36 agreement, 45 hours a month"),
    ("4分の1以上", "at least 1/4"),
    ("4分の1以上", "at least a quarter"),
    ("3分の2が", "two thirds of them"),
    ("全体の40分の1", "one of 40"),
    ("必須業務は2分の1以上", "essential tasks take at least half"),
    ("22時から5時まで", "from 22:00 to 5:00"),
    ("9時30分に", "at 9:30"),
    ("1人に4.5㎡以上", "at least 4.5 m² a person"),
    ("3人で2回", "three people, twice"),
    ("2人とも", "both of them"),
    ("半年後の9時半", "half a year later, at 9:30"),
    ("二つの区分", "2 categories"),
    ("1週間に1回", "once a week"),
    ("100人の8割", "80% of 100 people"),
    ("2,000人", "two thousand people"),
    ("参考様式第1-14号", "form 1-14"),
    ("日本語能力試験N4の60点", "60 points in the JLPT N4"),
    ("在留資格「技能実習2号」", "Stage 2"),
    ("2段ベッドでも", "Even with bunk beds"),
    ("１０日（全角）", "10 days"),
    ("1. 止める\n2. 知らせる[^1]\n\n[^1]: 第3条。", "1. Stop\n2. Tell[^1]\n\n[^1]: Art. 3."),
    ("![図。3つの箱](assets/a-12.ja.svg \"図5\")", "![Three boxes](assets/b-13.en.svg \"Figure 5\")"),
    ("[次](page:day-30)を見る。https://example.jp/99", "See [next](page:day-30). https://example.jp/99"),
]  # fmt: skip

OTHER = [
    ("3か月に1回", "once in 2 months", ["only in Japanese: 3", "only in English: 2"]),
    ("20万円", "¥20,000", ["only in Japanese: 200000", "only in English: 20000"]),
    ("4月1日", "1 May", ["only in Japanese: 4", "only in English: 5"]),
    ("第48条", "Art. 46", ["only in Japanese: Art. 48", "only in English: Art. 46"]),
    ("第47条第1項", "Art. 47 (2)", ["only in Japanese: Art. 47 (1)", "only in English: Art. 47 (2)"]),
    ("4分の1", "1/6", ["only in Japanese: 1/4", "only in English: 1/6"]),
    ("30日前", "a month before", ["only in Japanese: 30"]),
    ("数日前", "10 days before", ["only in English: 10"]),
    ("4.5㎡", "4 m²", ["only in Japanese: 9/2", "only in English: 4"]),
]


@pytest.mark.parametrize(("ja", "en"), SAME)
def test_the_same_numbers_are_found_the_same(ja: str, en: str) -> None:
    assert differences(ja, en) == []


@pytest.mark.parametrize(("ja", "en", "told"), OTHER)
def test_other_numbers_are_told(ja: str, en: str, told: list[str]) -> None:
    assert differences(ja, en) == told


def test_words_may_stand_for_digits_but_nobody_must_translate_them() -> None:
    assert differences("困っている人がいる。", "One of them is in trouble, and nobody second to her.") == []


def test_articles_are_no_quantities() -> None:
    found = figures("第46条の罰則は1年以上10年以下（第108条）", "ja")
    assert found.digits == {Fraction(1), Fraction(10)}
    assert found.articles == {("46", None), ("108", None)}


def test_call_outs_are_taken_out_and_put_aside() -> None:
    text = "3\n\n::: easy やさしく\n\n- 5\n\n:::\n\n7\n"
    assert figures(without_callout(text, "easy"), "ja").digits == {3, 7}
    assert figures(callout(text, "easy"), "ja").digits == {5}
