# SPDX-License-Identifier: Apache-2.0
"""First steps: the checklist follows the facts, and signing off leaves a row for each ticked item."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.access.identity import Role
from lms.admin.items import items_of
from lms.db import db
from lms.i18n import speaking
from lms.rules import queries as rules
from lms.rules.domain.levels import Mode
from lms.rules.domain.ruleset import unconfirmed
from lms.rules.models import SignOff
from tests.factories.certificates import make_certificate, make_issuer, make_ready, sign_off_everything
from tests.factories.quizzes import law, make_edition
from tests.factories.rules import law_text
from tests.factories.rulesets import DEMONSTRATION, TECHNICAL

VISITOR = "name: {value: {ja: 見学者（架空の役割）, en: Visitor (fictitious role)}, cite: rules-1, confirmed: "
NAMED = (VISITOR + "true}", VISITOR + "false, note: {ja: 実演, en: To be tried}}")


@pytest.fixture
def taught(app) -> str:
    """The address of the sign-off of the course that is taught."""
    with app.app_context():
        edition = make_edition()
        return f"/rule-sets/{edition.rule_set_digest}/sign-offs/{edition.course.course_type}"


def paths(app) -> list[str]:
    with app.app_context():
        [found] = rules.current_all()
        return [fact.path for fact in rules.open_items(found, found.course_types[0].code, Mode.ON_DEMAND)]


def signed(app) -> dict[str, tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(SignOff)).all()
        return {row.item: (row.document, row.confirmed_on.isoformat()) for row in rows}


def tick(*items: str, **over: str) -> dict[str, object]:
    return {"ticked": list(items), "document": "告示第1号", "confirmed_on": "R8.7.10", "read": "y", **over}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OPERATOR])
def test_officer_and_operator_see_the_checklist(taught, as_, role):
    words = as_(role).get("/first-steps").words
    for step in (
        "Training body on certificates",
        "Designation notice compared",
        "Signing key",
        "Sign-off: Short tour",
        "earlier completions",
    ):
        assert step in words


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.ORGANIZATION_MANAGER])
def test_nobody_else_does(taught, as_, role):
    as_(role).get("/first-steps", status=403)
    as_(role).get(taught, status=404)


def test_only_an_officer_signs_off(taught, as_):
    operator = as_(Role.OPERATOR)
    assert "Only an officer of the training body can do this" in operator.get("/first-steps").words
    operator.get(taught, status=404)
    as_(Role.OFFICER).get(taught)


def test_the_checklist_follows_the_facts(app, taught, as_):
    browser = as_(Role.OFFICER)
    assert browser.get("/first-steps").words.count("To do") == 2
    with app.app_context():
        make_issuer(notice_confirmed=False)
    assert browser.get("/first-steps").words.count("To do") == 1
    with app.app_context():
        make_issuer()
    assert "2 items open" in browser.get("/first-steps").words
    with app.app_context():
        sign_off_everything()
    assert "Everything is settled" in browser.get("/first-steps").words


def test_somebody_waiting_for_a_certificate_is_a_step(app, as_):
    with app.app_context():
        make_certificate(sample=True)
        make_ready()
    page = as_(Role.OFFICER).get("/first-steps")
    assert "1 person waiting" in page.words
    assert page.find("a", href="/backlog")


def test_each_ticked_item_is_signed_off_by_the_document(app, taught, as_):
    first, *_others = paths(app)
    assert as_(Role.OFFICER).submit(taught, **tick(first)).location == "/first-steps"
    assert signed(app) == {first: ("告示第1号", "2026-07-10")}


def test_all_shown_items_can_be_signed_off_together(app, taught, as_):
    items = paths(app)
    as_(Role.OFFICER).submit(taught, **tick(*items))
    assert set(signed(app)) == set(items)
    assert "Nothing is open" in as_(Role.OFFICER).get(taught).words


def test_an_item_may_have_a_document_of_its_own(app, taught, as_):
    first, second, *_others = paths(app)
    as_(Role.OFFICER).submit(taught, **tick(first, second, **{f"own-{second}": "省令第13条"}))
    assert signed(app) == {first: ("告示第1号", "2026-07-10"), second: ("省令第13条", "2026-07-10")}


def test_where_every_ticked_item_has_its_own_none_for_all_is_needed(app, taught, as_):
    first, *_others = paths(app)
    as_(Role.OFFICER).submit(taught, **tick(first, document="", **{f"own-{first}": "省令第13条"}))
    assert signed(app) == {first: ("省令第13条", "2026-07-10")}


@pytest.mark.parametrize("own", ["x" * 301, "省令\u202e第13条"])
def test_a_document_that_cannot_be_taken_is_said_at_its_item_and_the_rest_is_kept(app, taught, as_, own):
    first, *_others = paths(app)
    page = as_(Role.OFFICER).submit(taught, status=422, **tick(first, **{f"own-{first}": own}))
    assert "The document of a single item cannot be taken" in page.words
    assert page.find("details", open="")
    assert signed(app) == {}


def test_an_own_document_of_an_item_that_was_not_ticked_signs_nothing_off(app, taught, as_):
    first, second, *_others = paths(app)
    as_(Role.OFFICER).submit(taught, **tick(first, **{f"own-{second}": "省令第13条"}))
    assert set(signed(app)) == {first}


def test_the_names_of_roles_that_certificates_print_are_signed_off_too(app, as_):
    with app.app_context():
        edition = make_edition(law_text(NAMED))
        address = f"/rule-sets/{edition.rule_set_digest}/sign-offs/{edition.course.course_type}"
        digest = edition.rule_set_digest
    assert "Name of a role, as certificates print it" in as_(Role.OFFICER).get(address).words
    with app.app_context():
        known = rules.rule_set(digest)
        open_before = {fact.path for fact in rules.open_items(known, "ST", Mode.ON_DEMAND)}
        role = next(path for path in open_before if path.startswith("roles."))
    as_(Role.OFFICER).submit(address, **tick(role))
    with app.app_context():
        still_open = {fact.path for fact in rules.open_items(known, "ST", Mode.ON_DEMAND)}
    assert still_open == open_before - {role}


@pytest.mark.parametrize(
    "changed",
    [
        {"ticked": []}, {"document": ""}, {"document": "x" * 301}, {"confirmed_on": "soon"}, {"read": None},
        {"confirmed_on": "2999-01-01"},
    ],
)  # fmt: skip
def test_without_items_document_day_or_word_nothing_is_signed_off(app, taught, as_, changed):
    as_(Role.OFFICER).submit(taught, status=422, **{**tick(*paths(app)), **changed})
    assert signed(app) == {}


@pytest.mark.parametrize("item", ["course_types.ST.name", "nonsense"])
def test_only_what_is_open_can_be_ticked(app, taught, as_, item):
    as_(Role.OFFICER).submit(taught, status=422, **tick(item))
    assert signed(app) == {}


def test_a_course_type_the_rules_do_not_know_is_not_found(taught, as_):
    as_(Role.OFFICER).get(taught.removesuffix("ST") + "XX", status=404)


def test_rules_of_an_earlier_version_are_listed_as_long_as_somebody_waits_for_their_sign_off(app, as_):
    with app.app_context():
        earlier = make_certificate(sample=True).completion.rule_set_digest
        make_edition(law(attempts=2))
        later = make_edition(law(attempts=2)).rule_set_digest
    page = as_(Role.OFFICER).get("/first-steps")
    assert page.find("a", href=f"/rule-sets/{earlier}/sign-offs/ST")
    assert page.find("a", href=f"/rule-sets/{later}/sign-offs/ST")


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("rules_known", [TECHNICAL, DEMONSTRATION], ids=lambda known: known.scheme)
def test_every_datum_of_a_course_type_has_words(context, rules_known, locale):
    course_type = rules_known.course_types[0]
    with speaking(locale):
        items = items_of(rules_known, course_type, course_type.facts)
    for item in items:
        assert item.label != item.path
        assert item.value
        assert "Bilingual(" not in item.value
        assert "object at" not in item.value


def test_what_is_doubtful_about_an_item_is_told(context):
    course_type = TECHNICAL.course_type("TM")
    with speaking("en"):
        items = {item.path: item for item in items_of(TECHNICAL, course_type, unconfirmed(TECHNICAL, course_type))}
    assert "They conflict" in (items["course_types.TM.test.pass_percent"].note or "")
