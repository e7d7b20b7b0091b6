# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from lms.audit import queries as audit
from lms.courses import queries
from lms.courses.domain.editions import ASSET_ADDRESS
from lms.courses.models import Asset, Course, Edition, Page
from lms.db import db
from lms.errors import Conflict, NotFound
from lms.rules.domain.facts import Bilingual
from tests.factories.courses import AT, RenderedPage, StoredAsset, make_edition, make_package, with_video
from tests.factories.rules import law_text, make_rule_set

pytestmark = pytest.mark.usefixtures("context")


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_package_becomes_an_edition_with_its_pages_in_order():
    edition = make_edition()
    assert [(page.key, page.position, page.allowance_seconds) for page in edition.pages] == [
        ("studying-1", 1, 60),
        ("studying-2", 2, 60),
        ("testing-1", 3, 120),
    ]
    assert edition.published_at == AT


def test_the_edition_copies_the_minutes_that_its_law_demands():
    facts = make_edition().facts
    assert [(one.legal_item, one.minutes) for one in facts.needed] == [("studying", 2), ("testing", 2)]
    assert facts.needed_minutes == 4


def test_the_subjects_stand_in_the_order_of_study_not_of_the_law():
    edition = make_edition(minutes={"testing": (2,), "studying": (2,)})
    assert [one.legal_item for one in edition.facts.needed] == ["testing", "studying"]


def test_a_later_rule_set_changes_nothing_of_a_published_edition():
    edition = make_edition()
    make_rule_set(law_text(("minutes: {value: 2,", "minutes: {value: 9,"), ("2026-", "2027-")))
    assert edition.facts.needed_minutes == 4
    assert queries.law_of(edition).course_type.total_minutes == 4


def test_the_same_package_again_changes_nothing():
    package = make_package()
    first = make_edition(package)
    assert make_edition(package).key == first.key
    assert (count(Course), count(Edition), count(Page)) == (1, 1, 3)
    assert len(audit.about(first.key)) == 1


def test_other_content_under_the_same_label_is_refused():
    package = make_package()
    make_edition(package)
    with pytest.raises(Conflict, match="edition-label-taken"):
        make_edition(replace(package, digest="f" * 64))
    assert count(Edition) == 1


def test_a_new_label_is_a_new_edition_and_becomes_the_current_one():
    package = make_package()
    make_edition(package)
    newer = make_edition(
        replace(package, digest="f" * 64, manifest=replace(package.manifest, edition="2026-2")), at=AT.replace(hour=5)
    )
    assert count(Course) == 1
    assert queries.current_edition(newer.course).label == "2026-2"


def test_a_course_keeps_its_scheme_and_course_type():
    package = make_package()
    make_edition(package)
    moved = replace(package.manifest, edition="2026-2", scheme="another-scheme")
    with pytest.raises(Conflict, match="course-of-another-type"):
        make_edition(replace(package, digest="f" * 64, manifest=moved))
    assert count(Edition) == 1


def test_rules_that_were_never_imported_are_not_found():
    with pytest.raises(NotFound):
        make_edition(replace(make_package(), ruleset="0" * 64))


def test_texts_are_kept_in_both_languages_with_the_addresses_of_this_edition():
    package = make_package()
    html = Bilingual(
        *(f'<img src="{ASSET_ADDRESS.format(path=f"assets/{lang}.svg")}" alt="">' for lang in ("ja", "en"))
    )
    edition = make_edition(replace(package, pages=[RenderedPage(page.id, html) for page in package.pages]))
    assert queries.html_of(edition, "studying-1", "ja") == f'<img src="/assets/{edition.key}/assets/ja.svg" alt="">'
    assert f"/assets/{edition.key}/assets/en.svg" in queries.html_of(edition, "studying-1", "en")


def test_sources_and_film_are_kept_with_the_page():
    edition = make_edition(with_video(make_package()))
    first, second, _ = queries.pages_of(edition)
    assert [(source.cite.en, source.confirmed) for source in first.sources] == [
        ("Rules, Art. 1 (en)", True),
        ("Rules, Art. 2 (en)", False),
    ]
    assert first.video is not None
    assert (first.video.file, first.video.captions["en"]) == ("assets/film.mp4", "assets/film.en.vtt")
    assert first.video.transcript == Bilingual("<p>said</p>（日）", "<p>said</p> (en)")
    assert second.video is None


def test_files_are_found_by_edition_and_path():
    edition = make_edition(replace(make_package(), assets=[StoredAsset("assets/flow.svg", "a" * 64)]))
    found = queries.asset_of(edition.key, "assets/flow.svg")
    assert found is not None
    assert (found.digest, found.media_type) == ("a" * 64, "image/svg+xml")
    assert queries.asset_of(edition.key, "assets/other.svg") is None
    assert count(Asset) == 1


def test_publishing_is_recorded():
    edition = make_edition()
    (record,) = audit.about(edition.key)
    assert (record.tag, record.details["edition"]) == ("courses:edition:published", "2026-1")
