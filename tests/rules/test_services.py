# SPDX-License-Identifier: Apache-2.0
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.access.identity import SITE
from lms.audit import queries as audit
from lms.db import db, transaction
from lms.errors import Conflict, Invalid, NotFound
from lms.rules import queries, services
from lms.rules.models import RuleSetText, SignOff
from tests.factories.rules import AT, DEMONSTRATION_TEXT, OFFICER, law_text, make_rule_set

pytestmark = pytest.mark.usefixtures("context")
OPEN = "course_types.ST.validity.policy"


def sign_off(digest: str, item: str = OPEN) -> SignOff:
    with transaction():
        return services.sign_off(
            digest, item=item, document="letter 7", confirmed_on=date(2026, 7, 1), by=OFFICER, at=AT
        )


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_import_keeps_the_text_and_is_recorded():
    made = make_rule_set()
    assert count(RuleSetText) == 1
    (record,) = audit.about(made.digest)
    assert (record.tag, record.details["version"]) == ("rules:rule-set:imported", made.version)


def test_importing_again_changes_nothing():
    first = make_rule_set()
    assert make_rule_set() == first
    assert count(RuleSetText) == 1
    assert len(audit.about(first.digest)) == 1


def test_line_ends_do_not_make_another_text():
    first = make_rule_set()
    assert make_rule_set(DEMONSTRATION_TEXT.replace("\n", "\r\n")).digest == first.digest


def test_another_text_under_a_taken_version_is_refused():
    make_rule_set()
    with pytest.raises(Conflict, match="rule-set-version-taken"):
        make_rule_set(DEMONSTRATION_TEXT.replace("minutes: {value: 5", "minutes: {value: 6"))
    assert count(RuleSetText) == 1


def test_a_faulty_text_is_refused_with_its_first_fault():
    with pytest.raises(Invalid) as refusal:
        make_rule_set(law_text(("pass_percent: {value: 75", "pass_percent: {value: 175")))
    assert "pass" in str(refusal.value.details["first"]) or "value" in str(refusal.value.details["first"])
    assert count(RuleSetText) == 0


def test_a_sign_off_says_what_on_which_document_and_by_whom():
    ruleset = make_rule_set()
    row = sign_off(ruleset.digest)
    assert (row.item, row.document, row.recorded_by) == (OPEN, "letter 7", OFFICER.person_key)
    assert queries.signed_items(ruleset.digest) == {OPEN}
    assert audit.about(ruleset.digest)[-1].details["item"] == OPEN


def test_an_item_is_signed_off_once():
    ruleset = make_rule_set()
    sign_off(ruleset.digest)
    with pytest.raises(Conflict):
        sign_off(ruleset.digest)
    assert count(SignOff) == 1


def test_a_confirmed_item_needs_no_sign_off():
    with pytest.raises(Conflict):
        sign_off(make_rule_set().digest, "course_types.ST.test.questions")


def test_an_item_that_the_rules_do_not_have_is_refused():
    with pytest.raises(Invalid):
        sign_off(make_rule_set().digest, "course_types.ST.colour")


def test_a_rule_set_that_was_never_imported_is_not_found():
    with pytest.raises(NotFound):
        sign_off("0" * 64)


def test_reading_law_files_changes_nothing(tmp_path):
    path = tmp_path / "demonstration" / "x.yaml"
    path.parent.mkdir()
    path.write_text(DEMONSTRATION_TEXT, encoding="utf-8")
    ruleset, findings = services.read_law(path)
    assert findings == []
    assert services.read_laws(tmp_path)[0] == [ruleset]
    assert count(RuleSetText) == 0


def test_the_site_may_import():
    with transaction():
        assert services.import_rule_set(DEMONSTRATION_TEXT, by=SITE, at=AT).fictitious
