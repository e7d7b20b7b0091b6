# SPDX-License-Identifier: Apache-2.0
from datetime import date

import pytest

from lms.db import reading, transaction
from lms.errors import NotFound
from lms.rules import queries, resources, services
from lms.rules.domain.levels import Mode
from tests.factories.rules import AT, OFFICER, TECHNICAL_TEXT, law_text, make_rule_set, sign_off_all
from tests.factories.rulesets import LAW

pytestmark = pytest.mark.usefixtures("context")


def test_a_rule_set_is_read_back_from_its_text():
    made = make_rule_set()
    with reading():
        assert queries.rule_set(made.digest) == made


def test_an_unknown_rule_set_is_not_found():
    with reading(), pytest.raises(NotFound):
        queries.rule_set("0" * 64)
    with reading():
        assert resources.rule_set("0" * 64) is None


def test_the_current_rule_set_is_the_one_written_last_whatever_was_imported_last():
    newer = make_rule_set(law_text(("written_on: 2026-", "written_on: 2027-")))
    make_rule_set()
    with reading():
        current = queries.current("demonstration")
    assert current is not None
    assert current.digest == newer.digest


def test_every_scheme_has_its_own_current_rule_set():
    make_rule_set()
    make_rule_set(law_text(("written_on: 2026-", "written_on: 2027-"), version="later"))
    make_rule_set(TECHNICAL_TEXT)
    with reading():
        found = {ruleset.scheme: ruleset.version for ruleset in queries.current_all()}
    assert found == {"demonstration": "later", "technical-intern-training": "2026-12"}


def test_a_scheme_without_rules_has_no_current_one():
    with reading():
        assert queries.current("demonstration") is None
        assert queries.current_all() == ()


def test_what_is_open_shrinks_with_each_sign_off():
    ruleset = make_rule_set()
    with reading():
        before = queries.open_items(ruleset, "ST", Mode.ON_DEMAND)
    with transaction():
        services.sign_off(
            ruleset.digest, item=before[0].path, document="x", confirmed_on=date(2026, 7, 1), by=OFFICER, at=AT
        )
    with reading():
        assert queries.open_items(ruleset, "ST", Mode.ON_DEMAND) == before[1:]


def test_nothing_is_open_once_everything_is_signed_off():
    ruleset = make_rule_set()
    sign_off_all(ruleset)
    with reading():
        assert queries.open_items(ruleset, "ST", Mode.ON_DEMAND) == ()
        assert [row.document for row in queries.sign_offs(ruleset.digest)] == ["letter 1", "letter 1"]


def test_a_sign_off_holds_for_its_own_version_only():
    old = make_rule_set()
    sign_off_all(old)
    new = make_rule_set(law_text())
    with reading():
        assert queries.signed_items(new.digest) == frozenset()
        assert queries.open_items(new, "ST", Mode.ON_DEMAND) != ()


def test_a_course_type_that_cannot_be_taught_has_no_list():
    technical = make_rule_set((LAW / "technical-intern-training" / "2026-11.yaml").read_text())
    with reading(), pytest.raises(NotFound):
        queries.open_items(technical, "SV", Mode.ON_DEMAND)


def test_every_datum_has_a_path_of_its_own():
    paths = [fact.path for fact in queries.facts_of(make_rule_set(TECHNICAL_TEXT))]
    assert len(paths) == len(set(paths)) > 50
