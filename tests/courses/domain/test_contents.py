# SPDX-License-Identifier: Apache-2.0
import pytest

from lms.courses.domain.contents import PageState, contents, line_of, neighbours, where_to_go_on
from lms.courses.domain.editions import EditionFacts, ModuleFacts, PageFacts
from lms.courses.domain.progress import Needed, progress
from lms.rules.domain.facts import Bilingual

WORDS = Bilingual("語", "words")
PAGES = tuple(
    PageFacts(key, f"{item}-module", item, position, WORDS, 60, (), None)
    for position, (key, item) in enumerate([("a1", "a"), ("a2", "a"), ("b1", "b")], start=1)
)
EDITION = EditionFacts(
    WORDS, WORDS, WORDS, WORDS,
    modules=(ModuleFacts("a-module", "a", WORDS, ("a1", "a2")), ModuleFacts("b-module", "b", WORDS, ("b1",))),
    needed=(Needed("a", WORDS, 1), Needed("b", WORDS, 1)),
)  # fmt: skip


def chapters(**credited: int):
    by_item = {"a": credited.get("a1", 0) + credited.get("a2", 0), "b": credited.get("b1", 0)}
    return contents(EDITION, PAGES, credited, progress(EDITION.needed, by_item))


def states(**credited: int) -> dict[str, PageState]:
    return {line.page.key: line.state for chapter in chapters(**credited) for line in chapter.lines}


def test_at_first_only_the_first_subject_is_open():
    assert states() == {"a1": PageState.OPEN, "a2": PageState.OPEN, "b1": PageState.LOCKED}


def test_pages_show_what_they_have_earned():
    assert states(a1=60, a2=10) == {"a1": PageState.DONE, "a2": PageState.STARTED, "b1": PageState.OPEN}


def test_a_shut_chapter_says_what_it_waits_for():
    waiting = chapters(a1=59)[1]
    assert not waiting.is_open
    assert waiting.waits_for is not None
    assert waiting.waits_for.legal_item == "a"


@pytest.mark.parametrize(
    ("credited", "stopped", "goes_on"),
    [
        ({}, None, "a1"),
        ({"a2": 5}, "a2", "a2"),
        ({"a1": 60}, "a1", "a2"),
        ({"a2": 60}, "a2", "b1"),
        ({"a1": 30, "a2": 60, "b1": 60}, "b1", "a1"),
        ({"a1": 60, "a2": 60, "b1": 60}, "a2", "a2"),
        ({}, "a page of an older edition", "a1"),
    ],
)
def test_she_goes_on_where_she_stopped_until_that_page_is_full(credited, stopped, goes_on):
    assert where_to_go_on(chapters(**credited), stopped).key == goes_on


def test_a_full_page_leads_to_the_next_open_one_and_never_to_a_shut_one():
    two_minutes = EditionFacts(
        WORDS, WORDS, WORDS, WORDS, modules=EDITION.modules, needed=(Needed("a", WORDS, 3), Needed("b", WORDS, 1))
    )
    shut = contents(two_minutes, PAGES, {"a1": 60, "a2": 60}, progress(two_minutes.needed, {"a": 120}))
    assert where_to_go_on(shut, "a2").key == "a2"


def test_neighbours_follow_the_order_of_study():
    around = neighbours(chapters(), "a2")
    assert (around.previous.page.key, around.next.page.key) == ("a1", "b1")
    assert neighbours(chapters(), "a1").previous is None
    assert neighbours(chapters(), "b1").next is None


def test_a_page_is_found_with_its_chapter():
    chapter, line = line_of(chapters(), "b1")
    assert (chapter.module.id, line.page.key) == ("b-module", "b1")
    assert line_of(chapters(), "c1") is None
