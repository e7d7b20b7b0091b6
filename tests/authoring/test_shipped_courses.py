# SPDX-License-Identifier: Apache-2.0
"""What is demanded of a course beyond the format: that it teaches, and that every figure in it is right."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from lms.courses.domain.manifest import PageManifest, Source
from lms.manifests.labels import line_of
from lms.quizzes.domain.questions import Question, TrueFalse
from lms.rules.domain.facts import Bilingual
from tests.authoring.editions import (
    BEFORE,
    COURSES,
    EXAMPLES,
    SOURCE,
    UNCONFIRMED,
    KnownFact,
    checked,
    course_type_of,
    facts_of,
    name_of,
    package_in,
    roots,
)
from tests.authoring.figures import callout, differences, figures, shown, without_callout

SINCE = [root for root in roots() if name_of(root) not in BEFORE]
ALL = pytest.mark.parametrize("root", [*roots(), *roots(EXAMPLES)], ids=name_of)
WRITTEN = pytest.mark.parametrize("root", [*SINCE, *roots(EXAMPLES)], ids=name_of)
NEW = pytest.mark.parametrize("root", SINCE, ids=name_of)

LEAST_QUESTIONS, LEAST_OF_AN_ITEM, MOST_OF_AN_ANSWER = 120, 12, 0.6
LEAST_PRACTISED = 8
COUNTED = 12
ENOUGH = 1.2  # of the required minutes: who reads fast shall still reach them
LEAST_DIAGRAMS = 5
KANJI = re.compile(r"[\u3400-\u9fff々]")
READING = re.compile(r"\{[^{}|]+\|[^{}]+\}")
CALLOUT = re.compile(r"(?m)^::: ([a-z]+)")
HEADING = re.compile(r"(?m)^(#+) ")
FEW = 8
PERMISSION = re.compile(r"(できる|よい|足りる|認められている|認められる)。$")
DUTY = re.compile(r"(なければならない|必要である|要る)。$")


def pages_of(root: Path) -> Iterator[tuple[PageManifest, str, str]]:
    """Every page with its text in both languages."""
    for _, page in package_in(root).manifest.pages():
        ja, en = ((root / f"{page.file}.{language}.md").read_text(encoding="utf-8") for language in ("ja", "en"))
        yield page, ja, en


def sentences(root: Path) -> Iterator[tuple[str, Bilingual]]:
    """Every text of an edition that stands in both languages in one place, with the name of that place."""
    package = package_in(root)
    manifest = package.manifest
    for name in ("title", "summary", "audience", "needs"):
        yield name, getattr(manifest, name)
    for module in manifest.modules:
        yield module.id, module.title
        for page in (*module.pages, *((module.practice,) if module.practice else ())):
            yield page.id, page.title
    for question in package.questions:
        yield from ((question.id, words) for words in words_of(question))
    for exercise in chain.from_iterable(package.exercises.values()):
        told = (exercise.text, exercise.explanation, *(choice.text for choice in exercise.choices))
        yield from ((exercise.id, words) for words in told)
    for place, source in cited(root):
        yield place, source.cite


def words_of(question: Question) -> tuple[Bilingual, ...]:
    options = () if isinstance(question, TrueFalse) else tuple(option.text for option in question.options)
    return (question.text, question.explanation, *options)


def cited(root: Path) -> Iterator[tuple[str, Source]]:
    """Every source of pages, questions and practices, with what rests on it."""
    package = package_in(root)
    for _, page in package.manifest.pages():
        yield from ((page.id, source) for source in page.sources)
    for asked in chain(package.questions, chain.from_iterable(package.exercises.values())):
        yield from ((asked.id, source) for source in asked.sources)


def known_facts(root: Path, sources: tuple[Source, ...]) -> list[KnownFact]:
    known = facts_of(package_in(root).manifest.scheme)
    return [known[source.fact] for source in sources if source.fact in known]


# --- every edition


@ALL
def test_a_shipped_course_has_no_finding(root: Path) -> None:
    package, findings = checked(root)
    assert [line_of(found) for found in findings] == []
    assert package is not None


@ALL
def test_every_page_says_the_same_figures_in_both_languages(root: Path) -> None:
    texts = {page.file: differences(without_callout(ja, "easy"), en) for page, ja, en in pages_of(root)}
    assert {file: told for file, told in texts.items() if told} == {}


@ALL
def test_every_other_text_says_the_same_figures_in_both_languages(root: Path) -> None:
    told = [(place, differences(words.ja, words.en)) for place, words in sentences(root)]
    assert [(place, found) for place, found in told if found] == []


@ALL
def test_every_fact_that_is_cited_is_known_and_confirmed_only_as_far_as_it_was_read(root: Path) -> None:
    known = facts_of(package_in(root).manifest.scheme) if any(source.fact for _, source in cited(root)) else {}
    wrong = [
        (place, source.fact)
        for place, source in cited(root)
        if source.fact and (source.fact not in known or (source.confirmed and known[source.fact].mark != SOURCE))
    ]
    assert wrong == []


# --- the figures of the test


@WRITTEN
def test_every_question_of_the_test_rests_on_a_fact_that_is_not_open(root: Path) -> None:
    for question in package_in(root).questions:
        facts = known_facts(root, question.sources)
        assert facts, f"{question.id} names no fact"
        assert not [fact.number for fact in facts if fact.mark == UNCONFIRMED], question.id


@WRITTEN
def test_a_true_statement_has_no_figure_but_those_of_its_facts(root: Path) -> None:
    told = [
        f"{question.id}: {shown(number)} is in none of {[fact.number for fact in facts]}"
        for question in package_in(root).questions
        if isinstance(question, TrueFalse) and question.answer
        for facts in [known_facts(root, question.sources)]
        for number in sorted(figures(question.text.ja, "ja").digits)
        if not any(figures(fact.words.ja, "ja").states(number) for fact in facts)
    ]
    assert told == []


@WRITTEN
def test_a_false_figure_is_put_right_by_the_explanation(root: Path) -> None:
    told = []
    for question in package_in(root).questions:
        if not isinstance(question, TrueFalse) or question.answer:
            continue
        right = frozenset(chain.from_iterable(fact.numbers for fact in known_facts(root, question.sources)))
        stated = figures(question.text.ja, "ja").digits
        corrected = figures(question.explanation.ja, "ja").digits
        if stated - right and right - stated and not corrected & (right - stated):
            wrong = [shown(number) for number in sorted(stated - right)]
            told.append(f"{question.id}: {wrong}, and none of {[shown(number) for number in sorted(right - stated)]}")
    assert told == []


@WRITTEN
def test_an_explanation_has_no_large_figure_that_neither_fact_nor_statement_has(root: Path) -> None:
    """Small ones may count what stands beside them, such as the two numbers 110 and 119."""
    told = []
    for question in package_in(root).questions:
        known = [figures(fact.words.ja, "ja") for fact in known_facts(root, question.sources)]
        known += [figures(words.ja, "ja") for words in words_of(question) if words is not question.explanation]
        stated = figures(question.explanation.ja, "ja").digits
        odd = [number for number in stated if number > COUNTED and not any(one.states(number) for one in known)]
        told += [f"{question.id}: {shown(number)}" for number in odd]
    assert told == []


# --- enough to ask and to do


@NEW
def test_the_bank_is_large_even_and_of_one_kind(root: Path) -> None:
    package = package_in(root)
    by_item = Counter(question.legal_item for question in package.questions)
    answers = Counter(question.key for question in package.questions)
    assert len(package.questions) >= LEAST_QUESTIONS
    assert {item.id: by_item[item.id] for item in course_type_of(package).legal_items if by_item[item.id] < 12} == {}
    assert LEAST_OF_AN_ITEM == 12
    assert max(answers.values()) <= MOST_OF_AN_ANSWER * len(package.questions), answers
    assert {question.kind for question in package.questions} <= set(course_type_of(package).test.kinds.value)


@WRITTEN
def test_no_question_is_asked_twice(root: Path) -> None:
    package = package_in(root)
    practised = chain.from_iterable(package.exercises.values())
    for language in ("ja", "en"):
        texts = Counter(asked.text[language].strip() for asked in chain(package.questions, practised))
        assert [text for text, times in texts.items() if times > 1] == []


@NEW
@pytest.mark.parametrize("form", [PERMISSION, DUTY], ids=["permission", "duty"])
def test_the_form_of_a_statement_does_not_tell_whether_it_is_true(root: Path, form: re.Pattern[str]) -> None:
    said = [question for question in package_in(root).questions if form.search(question.text.ja)]
    true = [question for question in said if isinstance(question, TrueFalse) and question.answer]
    assert len(said) < FEW or 0.2 <= len(true) / len(said) <= 0.8, f"{len(true)} of {len(said)} are true"


@NEW
def test_every_module_ends_with_a_practice(root: Path) -> None:
    package = package_in(root)
    for module in package.manifest.modules:
        assert module.practice is not None, module.id
        assert len(package.exercises[module.practice.id]) >= LEAST_PRACTISED, module.id


@NEW
def test_the_minutes_of_every_subject_leave_room(root: Path) -> None:
    package = package_in(root)
    given = package.manifest.minutes_by_item()
    for item in course_type_of(package).legal_items:
        assert given[item.id] >= math.ceil(ENOUGH * item.minutes.value), f"{item.id}: {given[item.id]}"


# --- how pages are built


@WRITTEN
def test_every_page_explains_its_minutes(root: Path) -> None:
    assert [page.id for _, page in package_in(root).manifest.pages() if page.time is None] == []


@WRITTEN
def test_every_page_begins_with_its_aim_and_ends_with_what_to_remember(root: Path) -> None:
    for page, ja, en in pages_of(root):
        in_ja, in_en = CALLOUT.findall(ja), CALLOUT.findall(en)
        assert (in_ja[:1], in_ja[-2:]) == (["aim"], ["remember", "easy"]), page.id
        assert in_en == in_ja[:-1], f"{page.id}: {in_ja} {in_en}"


@WRITTEN
def test_both_languages_of_a_page_are_built_alike(root: Path) -> None:
    for page, ja, en in pages_of(root):
        alike = without_callout(ja, "easy")
        assert HEADING.findall(alike) == HEADING.findall(en), page.id
        for sign in ("![", "\n|", "[^"):
            assert alike.count(sign) == en.count(sign), f"{page.id}: {sign!r}"


@WRITTEN
def test_easy_japanese_has_a_reading_on_every_kanji_and_no_figure_of_its_own(root: Path) -> None:
    for page, ja, _ in pages_of(root):
        easy = callout(ja, "easy").split("\n", 1)[-1]
        bare = READING.sub("", easy)
        assert KANJI.findall(bare) == [], f"{page.id}: {bare}"
        rest = figures(without_callout(ja, "easy"), "ja")
        assert [shown(n) for n in figures(easy, "ja").digits if not rest.states(n)] == [], page.id


@NEW
def test_there_are_cases_and_checklists_to_take_along(root: Path) -> None:
    kinds = [set(CALLOUT.findall(ja)) for _, ja, _ in pages_of(root)]
    assert sum("case" in kind for kind in kinds) >= len(kinds) / 2
    assert sum("checklist" in kind for kind in kinds) >= len(kinds) // 3


@NEW
def test_there_are_diagrams_with_words_in_each_language(root: Path) -> None:
    for language in ("ja", "en"):
        drawings = [file.read_text(encoding="utf-8") for file in root.glob(f"assets/*.{language}.svg")]
        assert len(drawings) >= LEAST_DIAGRAMS
        assert all("<text" in drawing and "viewBox" in drawing for drawing in drawings)


@NEW
def test_the_coming_law_has_a_page_and_the_old_word_for_prison_none(root: Path) -> None:
    pages = list(pages_of(root))
    assert [page.id for page, ja, _ in pages if "2027年4月1日" in READING.sub("", ja) and "育成就労" in ja]
    assert [page.id for page, ja, _ in pages if "懲役" in ja and "拘禁刑" not in READING.sub("", ja)] == []
    assert not [question.id for question in package_in(root).questions if "懲役" in question.text.ja]


def test_the_editions_from_before_are_still_shipped() -> None:
    assert {name_of(root) for root in roots(COURSES)} >= BEFORE
