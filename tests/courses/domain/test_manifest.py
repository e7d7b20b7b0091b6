# SPDX-License-Identifier: Apache-2.0
"""What a manifest says of its pages."""

from __future__ import annotations

from lms.courses.domain.manifest import CourseManifest, Module, PageManifest, Source
from lms.rules.domain.facts import Bilingual

WORDS = Bilingual("文", "words")


def page(name: str, minutes: int) -> PageManifest:
    return PageManifest(name, f"modules/{name}", WORDS, minutes, (Source(WORDS, confirmed=True),))


def module(name: str, legal_item: str, *pages: PageManifest) -> Module:
    return Module(name, legal_item, WORDS, pages, f"quiz/{name}.yaml")


MANIFEST = CourseManifest(
    format=1,
    course="c",
    edition="2026-1",
    course_type="TM",
    scheme="s",
    title=WORDS,
    summary=WORDS,
    audience=WORDS,
    needs=WORDS,
    modules=(
        module("one", "act", page("a", 10), page("b", 20)),
        module("two", "labour", page("c", 5)),
        module("three", "act", page("d", 7)),
    ),
)


def test_pages_come_in_the_order_of_study_with_their_module() -> None:
    assert [(where.id, page.id) for where, page in MANIFEST.pages()] == [
        ("one", "a"),
        ("one", "b"),
        ("two", "c"),
        ("three", "d"),
    ]


def test_minutes_add_up_by_legal_item_over_several_modules() -> None:
    assert MANIFEST.minutes_by_item() == {"act": 37, "labour": 5}
    assert [module.minutes for module in MANIFEST.modules] == [30, 5, 7]


def test_a_page_is_found_by_its_id() -> None:
    found = MANIFEST.page("c")
    assert found is not None
    assert found.minutes == 5
    assert MANIFEST.page("none") is None
