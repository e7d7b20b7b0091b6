# SPDX-License-Identifier: Apache-2.0
"""The practice at the end of a module: a page like every other, that shows its answers and keeps none."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from lms.access.identity import Role
from lms.courses import queries
from lms.courses.domain.manifest import StudyTime
from lms.courses.domain.practice import exercise_of, told_of
from lms.rules.domain.facts import Bilingual
from tests.factories.accounts import make_account
from tests.factories.courses import (
    AT,
    EXERCISES,
    RenderedPage,
    make_edition,
    make_enrolment,
    make_package,
    with_practice,
)

TIMES = StudyTime(reading=1, working=2)
CHECKLIST = '<aside class="callout callout-checklist" role="note"><p class="callout-title">Take it along</p></aside>'


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def learner(app, as_):
    """A learner at the first pages of a course with a practice; gives her browser and the enrolment's address."""
    with app.app_context():
        person = make_account().person
        enrolment = make_enrolment(make_edition(with_practice(explained(make_package()))), person)
        number, key = person.learner_number, enrolment.key
    return as_(number, "en"), f"/study/{key}"


def explained(package):
    """The package with a reason for the minutes of its first page, which has a heading and a checklist."""
    module, *later = package.manifest.modules
    first, *others = module.pages
    pages = (replace(first, minutes=3, time=TIMES), *others)
    text = RenderedPage(first.id, Bilingual("<h2>日</h2>", f'<h2 id="a">Part</h2>{CHECKLIST}'))
    return replace(
        package,
        manifest=replace(package.manifest, modules=(replace(module, pages=pages), *later)),
        pages=[text, *package.pages[1:]],
    )


@pytest.mark.usefixtures("context")
def test_a_practice_stands_at_the_end_of_its_module_with_its_minutes():
    edition = make_edition(with_practice(make_package()))
    pages = queries.pages_of(edition)
    assert [(page.key, page.position, page.is_practice) for page in pages] == [
        ("studying-1", 1, False),
        ("studying-2", 2, False),
        ("practice", 3, True),
        ("testing-1", 4, False),
    ]
    assert edition.facts.modules[0].pages == ("studying-1", "studying-2", "practice")
    assert (pages[2].minutes, pages[2].legal_item) == (1, "studying")
    assert queries.exercises_of(edition, "practice") == EXERCISES
    assert queries.exercises_of(edition, "studying-1") == ()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_is_read_as_it_was_stored(exercise):
    assert exercise_of(told_of(exercise)) == exercise


def test_every_question_shows_its_answer_and_why_without_a_script(learner):
    browser, address = learner
    page = browser.get(f"{address}/pages/practice")
    assert [node.get("data-exercise") for node in page.find("section") if node.get("data-exercise")] == ["false", "a"]
    folds = [" ".join("".join(node.itertext()).split()) for node in page.find("details", class_="practice-why")]
    assert "Right answer: False" in folds[0]
    assert "It is locked at six. (en)" in folds[0]
    assert "Rules, Art. 1 (en) Confirmed" in folds[0]
    assert "Right answer: To call (en)" in folds[1]
    assert any(node.get("href") == f"{address}/pages/studying-1" for node in page.find("main")[0].iter("a"))


def test_a_practice_earns_its_minutes_and_sends_no_answers(learner):
    browser, address = learner
    page = browser.get(f"{address}/pages/practice")
    assert [node for node in page.find("div") if node.get("data-beats") == f"{address}/pages/practice/beats"]
    assert not list(page.find("main")[0].iter("form"))
    scripts = [node.get("src") or "" for node in page.find("script")]
    assert any(source.endswith("js/practice.js") for source in scripts)
    assert "Study time of this page: up to 1 min" in page.words


def test_a_page_says_why_it_has_its_minutes(learner):
    browser, address = learner
    assert "reading 1 min, cases and exercises 2 min" in browser.get(f"{address}/pages/studying-1").words
    assert "cases and exercises" not in browser.get(f"{address}/pages/studying-2").words


# --- on paper


def test_a_module_is_printed_in_one_piece_with_the_answers_at_its_end(learner):
    browser, address = learner
    page = browser.get(f"{address}/modules/studying-module/print")
    words = page.words
    assert words.index("Page studying-1") < words.index("Page studying-2") < words.index("What comes first?")
    assert words.index("What comes first?") < words.index("Answers") < words.index("Nobody comes who was not called.")
    assert [node.text for node in page.find("h3", id="a")] == ["Part"]
    assert "Page testing-1" not in words


def test_the_checklists_stand_on_one_page(learner):
    browser, address = learner
    page = browser.get(f"{address}/checklists")
    assert "Page studying-1 (en) Take it along" in page.words
    assert "Part" not in page.words
    assert "More follow with the later subjects." in page.words


def test_where_there_is_no_checklist_the_page_says_so(learner):
    browser, address = learner
    browser.client.set_cookie("lang", "ja")
    assert "チェックリストはまだありません" in browser.get(f"{address}/checklists").words


def test_a_module_that_opens_later_is_not_printed(learner):
    browser, address = learner
    answer = browser.get(f"{address}/modules/testing-module/print", 303)
    assert answer.location == address


@pytest.mark.parametrize("path", ["/modules/studying-module/print", "/checklists"])
def test_the_paper_of_another_person_is_not_found(as_, browser, learner, path):
    _, address = learner
    as_(Role.OFFICER).get(address + path, 404)
    assert browser.get(address + path, 303).location.startswith("/account/sign-in")


def test_a_module_that_does_not_exist_is_not_found(learner):
    browser, address = learner
    browser.get(f"{address}/modules/none/print", 404)


def test_the_overview_leads_to_the_paper_of_what_is_open(learner):
    browser, address = learner
    links = [node.get("href") for node in browser.get(address).find("a")]
    assert f"{address}/checklists" in links
    assert f"{address}/modules/studying-module/print" in links
    assert f"{address}/modules/testing-module/print" not in links
