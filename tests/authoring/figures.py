# SPDX-License-Identifier: Apache-2.0
"""Numbers in Japanese and English prose, made comparable.

`figures` reads a text of either language. What it states in digits must stand in the other language; what it says in
words (two, twice, half; 二つ, 半) may stand for digits there. One is never demanded: "a week" is 1週間.
Articles of law are kept apart: 第47条第1項 is Art. 47 (1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Number = Fraction
Article = tuple[str, int | None]

ONE = Fraction(1)
HALVES = frozenset({Fraction(1, 2), Fraction(6), Fraction(30)})  # 半年 is six months, 9時半 half past nine
QUARTERS = frozenset({Fraction(1, 4), Fraction(4), Fraction(15)})
ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018, "Showa": 1925, "Heisei": 1988, "Reiwa": 2018}
UNITS = {"千": 1000, "万": 10_000, "億": 100_000_000}
KANJI = {sign: value for value, sign in enumerate("〇一二三四五六七八九十")}
CARDINALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth")  # fmt: skip
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
MULTIPLES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
NUMBER_WORDS = {
    **{word: value for value, word in enumerate(CARDINALS)},
    **{word: 10 * value for value, word in enumerate(TENS, start=2)},
    **{word: value for value, word in enumerate(ORDINALS, start=1)},
    "once": 1,
    "single": 1,
    "twice": 2,
    "both": 2,
    "pair": 2,
    "couple": 2,
    "double": 2,
    "dozen": 12,
    "noon": 12,
    "no": 0,
    "none": 0,
    "nothing": 0,
    "never": 0,
    "midnight": 0,
}
PARTS = {word: value for value, word in enumerate(ORDINALS, start=1) if value > 2} | {
    "half": 2,
    "halve": 2,
    "quarter": 4,
}


@dataclass(frozen=True)
class Figures:
    """What a text states: numbers in digits, numbers in words, articles of law."""

    digits: frozenset[Number]
    words: frozenset[Number]
    articles: frozenset[Article]

    def states(self, number: Number) -> bool:
        """Whether the text says this number, in whichever form; 40分の1 is also one of 40, and 第46条 says 46."""
        known = self.digits | self.words | {Fraction(article) for article, _ in self.articles if article.isdigit()}
        known |= {Fraction(part.denominator) for part in self.digits}
        parts = {Fraction(number.denominator), Fraction(number.numerator)} - {ONE}
        return number == ONE or number in known or (number.denominator > 1 and parts <= known)


def figures(text: str, language: str) -> Figures:
    """Read the numbers of a text in Japanese (`ja`) or English (`en`)."""
    reader = _Reader(_plain(text))
    return reader.japanese() if language == "ja" else reader.english()


def differences(ja: str, en: str) -> list[str]:
    """Say what a Japanese text and its English one do not both state."""
    japanese, english = figures(ja, "ja"), figures(en, "en")
    found = [f"only in Japanese: {shown(n)}" for n in sorted(japanese.digits) if not english.states(n)]
    found += [f"only in English: {shown(n)}" for n in sorted(english.digits) if not japanese.states(n)]
    found += [f"only in Japanese: Art. {_named(a)}" for a in _unnamed(japanese, english)]
    found += [f"only in English: Art. {_named(a)}" for a in _unnamed(english, japanese)]
    return found


def _unnamed(these: Figures, those: Figures) -> list[Article]:
    """Articles that the other text does not name; where no paragraph is named, its mere number will do."""
    named = {article for article, _ in those.articles} | {str(number) for number in those.digits}
    return sorted((a for a in these.articles - those.articles if a[1] is not None or a[0] not in named), key=str)


def shown(number: Number) -> str:
    """The number as people write it."""
    return str(float(number)) if 100 % number.denominator == 0 and number.denominator > 4 else str(number)


def _named(article: Article) -> str:
    return article[0] if article[1] is None else f"{article[0]} ({article[1]})"


# -- what is no prose

_READING = re.compile(r"\{([^{}|\\]+)\\?\|[^{}]+\}")
_TARGET = re.compile(r"\]\([^)\s]*(?:\s+\"([^\"]*)\")?\)")  # of a link or picture; its title is read
_NO_PROSE = (
    r"(?s)```.*?```",
    r"https?://[^\s)）]+",
    r"\[\^[^\]]+\]:?",
    r"(?m)^\s*\d+\.\s",  # the numbers of a list
    r"(?m)^:::+ *[a-z]*",
    r"2段ベッド|㎡|m²|m2\b|㎥|m³|CO2|CO₂",
)


def without_callout(text: str, kind: str) -> str:
    """The text without its call-outs of a kind."""
    return re.sub(rf"(?ms)^::: {kind}\b.*?^:::\s*$", "", text)


def callout(text: str, kind: str) -> str:
    """What stands in the call-outs of a kind, their titles included."""
    return "\n".join(re.findall(rf"(?ms)^::: {kind}\b(.*?)^:::\s*$", text))


def _plain(text: str) -> str:
    text = _TARGET.sub(lambda found: f"] {found[1] or ''}", _READING.sub(r"\1", text))
    for pattern in _NO_PROSE:
        text = re.sub(pattern, " ", text)
    return unicodedata.normalize("NFKC", text)


# -- reading

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONTH = "|".join(MONTHS)
_CLEAR_MONTH = "|".join(month for month in MONTHS if month not in {"March", "May"})  # these two are words as well
_BEFORE_MONTH = "(?i:in|by|of|until|from|since|late|early|mid|every|to|and|before|after|each|this|next|last)"
_MULTIPLE = "|".join(MULTIPLES)
_DETAIL = r"(?:[\s,]*(?:\(\w+\)|(?:paragraphs?|para\.|items?)(?: \d+| \(\w+\))))*"
_NOT_COUNTED = r"(?!\s*(?:%|per|years?|days?|hours?|months?|minutes?))"
_NEXT_ARTICLE = rf"\s*(?:,|and|to|or|–|through)\s*(?:and\s*)?\d+(?:-\d+)?\b(?:\s*\(\w+\))*{_NOT_COUNTED}"
_OF_THE_SAME = r"\b[Pp]aragraph \(?(\d+)\)? of (?:the same|that) [Aa]rticle"
_ARTICLES = rf"\b(?:Arts?\.|Articles?)\s*(\d+(?:-\d+)?)({_DETAIL})((?:{_NEXT_ARTICLE})*)|{_OF_THE_SAME}"
_SMALL_COUNT = "a|one|two|three|four|five"


class _Reader:
    """Takes numbers out of a text, the longest forms first, so that each is read once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.digits: set[Number] = set()
        self.words: set[Number] = set()
        self.articles: set[Article] = set()
        self.article = ""

    def japanese(self) -> Figures:
        self._take(r"第?(\d+)条(?:の(\d+))?(?:第?(\d+)項)?(?:第?\d+号)?|同条第?(\d+)項(?:第?\d+号)?", self._article_ja)
        self._take(r"(\d+)(?:\([^)]*\))?協定", lambda found: self.articles.add((found[1], None)))
        self._take(rf"({'|'.join(ERAS)})(\d+|元)年", self._era)
        self._take(rf"({_DIGITS})分の({_DIGITS})", lambda found: self.digits.add(_number(found[2]) / _number(found[1])))
        self._common()
        self._take(rf"({_DIGITS})割", lambda found: self.digits.add(10 * _number(found[1])))
        self._take(rf"(?:{_DIGITS}[千万億])+(?:{_DIGITS})?", self._large)
        self._rest()
        self._take(r"半(?=年|月|日|分|数|額|期|時間|径)|(?<=時)半", lambda _: self.words.update(HALVES))
        self._take(r"[〇一二三四五六七八九十]+", lambda found: self.words.update(map(Fraction, _of_kanji(found[0]))))
        return self._done()

    def english(self) -> Figures:
        self._take(_ARTICLES, self._articles_en)
        self._take(rf"\b({'|'.join(ERAS)}) (\d+)", self._era)
        self._take(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:to|and|–|-)\s*(\d{{1,2}}))? ({_MONTH})\b", self._day_en)
        self._take(rf"\b({_MONTH}) (\d{{1,2}})\b", self._month_and_day)
        self._take(rf"\b(?:{_BEFORE_MONTH}) ({_MONTH})\b|\b({_CLEAR_MONTH})\b", self._month_en)
        self._common()
        self._take(rf"({_DIGITS})\s+({_MULTIPLE})\b", self._multiple)
        self._rest()
        self._take(rf"(?i)\b(?:({_SMALL_COUNT})[\s-])?({'|'.join(PARTS)})(?:s|es)?\b", self._part)
        self._take(rf"(?i)\b({'|'.join(TENS)})-({'|'.join(CARDINALS[1:10])})\b", self._tens)
        self._take(rf"(?i)\b({'|'.join(NUMBER_WORDS)})(?:\s+({_MULTIPLE}))?s?\b", self._word)
        return self._done()

    def _common(self) -> None:
        self._take(rf"\b({_DIGITS})\s*/\s*({_DIGITS})\b", self._fraction)
        self._take(r"\b(\d{1,2}):(\d{2})\b", self._clock)
        self._take(r"[A-Za-z]+\d+(?:-\d+)?", lambda _: None)

    def _rest(self) -> None:
        self._take(_DIGITS, lambda found: self.digits.add(_number(found[0])))

    def _done(self) -> Figures:
        return Figures(frozenset(self.digits), frozenset(self.words), frozenset(self.articles))

    def _take(self, pattern: str, read: Callable[[re.Match[str]], object]) -> None:
        def put_aside(found: re.Match[str]) -> str:
            read(found)
            return " \0 "

        self.text = re.sub(pattern, put_aside, self.text)

    def _article_ja(self, found: re.Match[str]) -> None:
        article, branch, paragraph, of_the_same = found.groups()
        if article:
            self.article = f"{article}-{branch}" if branch else article
        paragraph = paragraph or of_the_same
        self.articles.add((self.article, int(paragraph) if paragraph else None))

    def _articles_en(self, found: re.Match[str]) -> None:
        first, detail, others, of_the_same = found.groups()
        if of_the_same:
            self.articles.add((self.article, int(of_the_same)))
            return
        self.article = first
        paragraph = re.search(r"\((\d+)\)|para\w*\.? \(?(\d+)", detail)
        self.articles.add((first, int(paragraph[1] or paragraph[2]) if paragraph else None))
        for other in re.finditer(r"(\d+(?:-\d+)?)(?:\s*\((\d+)\))?", re.sub(r"\([ivx]+\)", "", others)):
            self.articles.add((other[1], int(other[2]) if other[2] else None))

    def _era(self, found: re.Match[str]) -> None:
        self.digits.add(Fraction(ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))))

    def _clock(self, found: re.Match[str]) -> None:
        self.digits.add(Fraction(int(found[1])))
        if int(found[2]):
            self.digits.add(Fraction(int(found[2])))

    def _fraction(self, found: re.Match[str]) -> None:
        below = _number(found[2])
        self.digits.update({_number(found[1]) / below} if below else {_number(found[1]), below})

    def _large(self, found: re.Match[str]) -> None:
        parts = re.findall(rf"({_DIGITS})([千万億]?)", found[0])
        self.digits.add(sum((_number(digits) * UNITS.get(unit, 1) for digits, unit in parts), Fraction(0)))

    def _day_en(self, found: re.Match[str]) -> None:
        self.digits.update(Fraction(int(day)) for day in found.groups()[:2] if day)
        self.digits.add(Fraction(MONTHS.index(found[3]) + 1))

    def _month_and_day(self, found: re.Match[str]) -> None:
        self.digits.update({Fraction(MONTHS.index(found[1]) + 1), Fraction(int(found[2]))})

    def _month_en(self, found: re.Match[str]) -> None:
        self.words.add(Fraction(MONTHS.index(found[1] or found[2]) + 1))

    def _multiple(self, found: re.Match[str]) -> None:
        self.digits.add(_number(found[1]) * MULTIPLES[found[2]])

    def _part(self, found: re.Match[str]) -> None:
        many, below = (found[1] or "a").lower(), PARTS[found[2].lower()]
        count = 1 if many == "a" else CARDINALS.index(many)
        self.words.update({Fraction(count, below), Fraction(below)})
        self.words.update(HALVES if below == 2 else QUARTERS if below == 4 else ())

    def _tens(self, found: re.Match[str]) -> None:
        self.words.add(Fraction(NUMBER_WORDS[found[1].lower()] + NUMBER_WORDS[found[2].lower()]))

    def _word(self, found: re.Match[str]) -> None:
        self.words.add(Fraction(NUMBER_WORDS[found[1].lower()] * MULTIPLES.get((found[2] or "").lower(), 1)))


def _number(digits: str) -> Number:
    return Fraction(digits.replace(",", ""))


def _of_kanji(text: str) -> Iterator[int]:
    """Each sign for itself, and 十 with its neighbours: 二十 and 十二."""
    yield from (KANJI[sign] for sign in text)
    for tens in re.finditer(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", text):
        yield KANJI.get(tens[1] or "一", 1) * 10 + KANJI.get(tens[2] or "〇", 0)
