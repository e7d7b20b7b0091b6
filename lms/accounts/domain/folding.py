# SPDX-License-Identifier: Apache-2.0
"""Keys by which names are found: width, case, variant kanji and marks folded. Names themselves are never altered."""

from __future__ import annotations

import unicodedata

from lms.graphemes import is_variation_selector

LONGEST_KEY = 200
# Groups of kanji that people and offices use for one another in names; the first stands for all of them.
# Folding serves finding only: two names with one key may well be two names.
VARIANTS = {
    "ja": (
        "高髙 崎﨑嵜 辺邊邉 斎齋 斉齊 浜濱濵 沢澤 広廣 国國 島嶋嶌 桜櫻 滝瀧 真眞 恵惠 栄榮 竜龍 円圓 寿壽 徳德 "
        "吉𠮷 槙槇 渕淵渊 富冨 峰峯 条條 万萬 与與 蔵藏 桧檜 曽曾 館舘 薮藪 桑桒 柳栁 凜凛 遥遙 尭堯 弥彌 礼禮 学學 "
        "静靜 実實 豊豐 亀龜 関關 黒黑 横橫 内內 村邨 野埜 来來 児兒 塩鹽 駅驛 鉄鐵 穂穗 芦蘆 鴎鷗 梅楳 "
        "清淸 巌巖 剣劍 戸戶 郎郞 総總 増增 歴歷 伝傳 宝寶 応應 昼晝 岳嶽 涼凉 秋穐 船舩 松枩 丘坵 体體"
    )
}
_FIRST_OF_GROUP = {ord(sign): group[0] for group in VARIANTS["ja"].split() for sign in group[1:]}
_SMALL_KANA = (0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE)
_LARGE_KANA = {small: chr(small + 1) for small in _SMALL_KANA}
_HIRAGANA, _TO_KATAKANA = range(0x3041, 0x3097), 0x60


def search_key(text: str) -> str:
    """Fold a name in any script into a key: width, case, accents, spaces and variant kanji do not matter."""
    key = text
    while (folded := _folded_once(key)) != key:
        key = folded
    return key[:LONGEST_KEY]


def kana_key(text: str) -> str:
    """Fold a name in kana into a key: as `search_key`, and small kana count as large ones."""
    return search_key(text).translate(_LARGE_KANA)


def _folded_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_FIRST_OF_GROUP)
    return unicodedata.normalize("NFKC", "".join(_folded_sign(sign) for sign in plain))


def _folded_sign(sign: str) -> str:
    if ord(sign) in _HIRAGANA:
        return chr(ord(sign) + _TO_KATAKANA)
    if is_variation_selector(sign) or unicodedata.category(sign)[0] not in "LMN":
        return ""
    if unicodedata.name(sign, "").startswith("LATIN"):
        return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return sign
