# SPDX-License-Identifier: Apache-2.0
from datetime import date

from lms.courses.domain.offers import asked_of, duties_of, is_confirmed, rank_of, roles_of, stated
from tests.factories.rulesets import TECHNICAL

TODAY = date(2026, 11, 23)


def test_the_managers_course_is_mandatory_for_the_manager_today():
    asked = asked_of(TECHNICAL, "TM", TODAY, frozenset())
    assert [(one.role, one.is_mandatory, one.look_back_years) for one in asked] == [("training-manager", True, 3)]


def test_in_the_transitional_years_it_was_not():
    assert not any(one.is_mandatory for one in asked_of(TECHNICAL, "TM", date(2019, 6, 1), frozenset()))


def test_before_the_act_nothing_was_asked():
    assert asked_of(TECHNICAL, "TM", date(2017, 10, 31), frozenset()) == ()


def test_the_mandatory_come_first():
    strengths = [one.is_mandatory for one in asked_of(TECHNICAL, "SV", TODAY, frozenset())]
    assert strengths == sorted(strengths, reverse=True)
    assert len(set(strengths)) == 2


def test_each_duty_names_its_sources_once():
    (asked,) = asked_of(TECHNICAL, "TM", TODAY, frozenset())
    assert len(asked.citations) == len(set(asked.citations)) >= 1
    assert "13" in asked.citations[0].en


def test_roles_of_which_the_same_is_asked_stand_together():
    mandatory, recommended = duties_of(asked_of(TECHNICAL, "SV", TODAY, frozenset()))
    assert [name.en for name in mandatory.names] == ["Supervisor", "Designated external director", "External auditor"]
    assert (mandatory.is_mandatory, mandatory.look_back_years, mandatory.is_confirmed) == (True, 3, True)
    assert (mandatory.span.start, recommended.span.start) == (date(2020, 4, 1), date(2017, 11, 1))
    assert [name.en for name in recommended.names] == ["Audit staff other than supervisors"]
    assert not recommended.is_confirmed


def test_courses_stand_in_the_order_of_the_rules():
    assert [rank_of(TECHNICAL, code) for code in ("TM", "SV", "TI", "LG", "ZZ")] == [0, 1, 2, 3, 4]


def test_a_sign_off_confirms_a_datum():
    fact = TECHNICAL.course_type("TM").test.pass_percent
    assert not is_confirmed(fact, frozenset())
    assert is_confirmed(fact, {fact.path})
    assert stated(fact, {fact.path}).is_confirmed


def test_the_roles_offered_are_those_the_course_is_for():
    assert [role for role, _ in roles_of(TECHNICAL, TECHNICAL.course_type("TM"))] == ["training-manager"]
