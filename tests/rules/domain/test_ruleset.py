# SPDX-License-Identifier: Apache-2.0
"""The shipped rule sets say what the research says, and mark what nobody could confirm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms.rules.domain.facts import Bilingual
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.ruleset import CourseType, Draw, QuestionKind, Retest, StillReading, newest, unconfirmed
from lms.rules.domain.validity import Validity, ValidityPolicy
from tests.factories.rulesets import DEMONSTRATION, TECHNICAL, TECHNICAL_BEFORE


def course_type(code: str) -> CourseType:
    found = TECHNICAL.course_type(code) or DEMONSTRATION.course_type(code)
    assert found is not None
    return found


TM, ST = course_type("TM"), course_type("ST")


def test_the_manager_course_takes_six_hours_by_legal_item() -> None:
    assert {item.id: item.minutes.value for item in TM.legal_items} == {
        "act": 90,
        "immigration": 30,
        "labour": 90,
        "duties": 150,
    }
    assert TM.total_minutes == 360


def test_the_manager_test_has_twenty_statements_in_ten_minutes_and_sixteen_pass() -> None:
    form = TM.test
    assert (form.questions.value, form.minutes.value, form.pass_mark) == (20, 10, 16)
    assert form.kinds.value == (QuestionKind.TRUE_FALSE,)
    assert form.draw.value == (Draw("act", 5), Draw("immigration", 2), Draw("labour", 5), Draw("duties", 8))
    assert [form.drawn_from(item) for item in ("act", "duties", "none")] == [5, 8, 0]


def test_failing_the_manager_test_means_the_whole_course_again() -> None:
    assert TM.retest.value == Retest(1, 0)
    assert TM.retest.value.whole_course_again
    assert not ST.retest.value.whole_course_again


def test_a_completion_counts_three_years_by_the_cautious_policy() -> None:
    assert TM.validity == ST.validity == Validity(3, ValidityPolicy.DAY_BEFORE)


@pytest.mark.parametrize(
    ("questions", "percent", "mark"),
    [(20, 80, 16), (20, 70, 14), (4, 75, 3), (3, 75, 3), (7, 50, 4), (20, 1, 1), (9, 100, 9)],
)
def test_a_part_of_a_question_is_a_whole_one(questions: int, percent: int, mark: int) -> None:
    form = replace(
        TM.test,
        questions=replace(TM.test.questions, value=questions),
        pass_percent=replace(TM.test.pass_percent, value=percent),
    )
    assert form.pass_mark == mark


def test_what_the_research_could_not_confirm_waits_for_a_sign_off() -> None:
    paths = {fact.path.removeprefix("course_types.TM.") for fact in unconfirmed(TECHNICAL, TM)}
    assert paths >= {
        "legal_items.duties.minutes",
        "test.minutes",
        "test.pass_percent",
        "retest",
        "validity.policy",
        "modes.on_demand",
        "least_identity",
        "certificate.article",
        "certificate.notice",
    }
    confirmed = {"legal_items.act.minutes", "legal_items.immigration.minutes", "test.questions", "validity.years"}
    assert not paths & confirmed


def test_the_conflict_about_the_pass_mark_is_told() -> None:
    note = TM.test.pass_percent.note
    assert note is not None
    assert "70" in note.ja
    assert "70" in note.en


def test_a_signed_fact_no_longer_waits() -> None:
    waiting = unconfirmed(TECHNICAL, TM)
    signed = {waiting[0].path}
    assert unconfirmed(TECHNICAL, TM, signed=signed) == waiting[1:]
    assert unconfirmed(TECHNICAL, TM, signed={fact.path for fact in waiting}) == ()


def test_a_course_given_in_a_room_needs_no_word_about_lessons_on_demand() -> None:
    on_demand = {fact.path for fact in unconfirmed(TECHNICAL, TM, mode=Mode.ON_DEMAND)}
    in_room = {fact.path for fact in unconfirmed(TECHNICAL, TM, mode=Mode.ROOM)}
    assert "course_types.TM.modes.on_demand" in on_demand - in_room
    assert "course_types.TM.modes.live" not in on_demand | in_room


@pytest.mark.parametrize("ruleset", [TECHNICAL, DEMONSTRATION], ids=lambda ruleset: ruleset.scheme)
def test_every_datum_has_a_source_and_a_name_of_its_own(ruleset: object) -> None:
    for known in ruleset.course_types:  # type: ignore[attr-defined]
        facts = [*known.facts, *(fact for row in ruleset.requirements for fact in row.facts)]  # type: ignore[attr-defined]
        assert all(fact.citation.ja and fact.citation.en for fact in facts)
        assert len({fact.path for fact in facts}) == len(facts)


def test_modes_and_levels_of_the_manager_course() -> None:
    assert [mode for mode in Mode if TM.allows(mode)] == [Mode.ON_DEMAND, Mode.LIVE, Mode.ROOM]
    assert not ST.allows(Mode.ROOM)
    assert TM.least_identity.value is IdentityLevel.PASSWORD_AND_BIRTH_DATE


def test_courses_that_are_only_named_cannot_be_taught() -> None:
    assert [outline.code for outline in TECHNICAL_BEFORE.outlines] == ["SV", "TI", "LG"]
    assert not any(outline.total_minutes.confirmed for outline in TECHNICAL_BEFORE.outlines)
    assert TECHNICAL_BEFORE.course_type("SV") is None
    name = Bilingual("監理責任者等講習", "Training course for supervisors, etc.")
    assert TECHNICAL_BEFORE.course_type_name("SV") == TECHNICAL.course_type_name("SV") == name
    assert TECHNICAL_BEFORE.course_type_name("TM") == TM.name.value
    assert TECHNICAL_BEFORE.course_type_name("ZZ") is None


# The fixed points of the four courses: minutes and draw by subject, then what is needed to pass.
FORMS = {
    "TM": ({"act": (90, 5), "immigration": (30, 2), "labour": (90, 5), "duties": (150, 8)}, 80),
    "SV": ({"act": (90, 5), "immigration": (30, 2), "labour": (90, 5), "supervision": (150, 8)}, 80),
    "TI": (
        {"role": (60, 4), "teaching": (120, 6), "safety": (90, 5), "labour": (60, 3), "problems": (30, 2)},
        70,
    ),
    "LG": (
        {"role": (60, 4), "life": (120, 6), "consultation": (90, 5), "law": (60, 3), "community": (30, 2)},
        70,
    ),
}


@pytest.mark.parametrize("code", FORMS)
def test_each_course_has_six_hours_and_a_test_of_twenty_statements(code: str) -> None:
    course, (subjects, percent) = course_type(code), FORMS[code]
    assert {item.id: (item.minutes.value, course.test.drawn_from(item.id)) for item in course.legal_items} == subjects
    assert sum(item.minutes.value for item in course.legal_items) == 360
    assert (course.test.questions.value, course.test.minutes.value) == (20, 10)
    assert (course.test.pass_percent.value, list(course.test.kinds.value)) == (percent, [QuestionKind.TRUE_FALSE])


def test_only_what_was_read_counts_as_confirmed() -> None:
    confirmed = {
        code: {fact.path.removeprefix(f"course_types.{code}.") for fact in course_type(code).facts if fact.confirmed}
        for code in ("SV", "TI", "LG")
    }
    named = {"name", "roles", "modes.room"}
    form = {"test.questions", "test.minutes", "test.pass_percent", "test.kinds"}
    subjects = {f"legal_items.{item}.name" for item in ("act", "immigration", "labour")}
    assert confirmed == {"SV": named | form | subjects | {"validity.years"}, "TI": named, "LG": named}


@pytest.mark.parametrize("code", ["SV", "TI", "LG"])
def test_whatever_is_not_confirmed_says_why(code: str) -> None:
    own = {"renewal_window_months", "devices", "still_reading"}
    for fact in course_type(code).facts:
        assert fact.confirmed or fact.note or fact.path.rsplit(".", 1)[-1] in own


def test_a_voluntary_course_claims_no_duty() -> None:
    for code in ("TI", "LG"):
        wording = course_type(code).certificate
        assert "Article" not in wording.statement.value.en
        assert "第15条" in wording.article.value.ja


def test_an_older_version_stays_as_it_was_and_the_newest_is_chosen() -> None:
    assert TECHNICAL_BEFORE.digest == "c271d912afdacf771afceadfe6dee786fb2a114aab9c2b894c06d5bd8de0c726"
    assert newest([TECHNICAL, TECHNICAL_BEFORE], TECHNICAL.scheme) is TECHNICAL
    before = TECHNICAL_BEFORE.course_type("TM")
    assert before is not None
    assert [(fact.path, fact.value, fact.confirmed) for fact in before.facts] == [
        (fact.path, fact.value, fact.confirmed) for fact in TM.facts
    ]


def test_roles_and_items_are_found_by_id() -> None:
    role = TECHNICAL.role("training-manager")
    assert role is not None
    assert role.name.value.ja == "技能実習責任者"
    assert TECHNICAL.role("none") is None
    item = TM.legal_item("labour")
    assert item is not None
    assert item.minutes.value == 90
    assert TM.legal_item("none") is None


def test_the_demonstration_says_of_itself_that_it_is_fictitious() -> None:
    assert DEMONSTRATION.fictitious
    assert not TECHNICAL.fictitious
    for fact in ST.facts:
        assert "架空" in fact.citation.ja
        assert "fictitious" in fact.citation.en


@pytest.mark.parametrize(("minutes", "seconds"), [(1, 300), (10, 300), (12, 360), (30, 900), (60, 1200)])
def test_a_long_page_may_be_quiet_longer_within_limits(minutes: int, seconds: int) -> None:
    assert StillReading(50, 300, 1200, 180).ask_after_seconds(minutes) == seconds


def test_words_in_two_languages_are_a_mapping() -> None:
    words = Bilingual("文", "words")
    assert dict(words) == {"ja": "文", "en": "words"}
    assert (words["ja"], words.get("fr"), len(words)) == ("文", None, 2)
    assert {words: 1}[Bilingual("文", "words")] == 1
    with pytest.raises(KeyError):
        words["fr"]
