# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.access.identity import SITE
from lms.authoring import services
from lms.courses import queries
from lms.courses.models import Asset, Edition
from lms.db import db, transaction
from lms.errors import Conflict
from lms.quizzes.models import Question
from lms.storage import files
from tests.factories.packages import damaged, demonstration_rules, write_package
from tests.factories.rules import AT, make_rule_set

pytestmark = pytest.mark.usefixtures("context")


def imported(root: Path) -> Edition:
    package, findings = services.check_package(root, [demonstration_rules()])
    assert package is not None, findings
    with transaction():
        return services.import_package(package, root, by=SITE, at=AT)


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def root(tmp_path) -> Path:
    """A faultless package in a folder, whose law is in force."""
    make_rule_set()
    return write_package(tmp_path)


def test_an_import_makes_edition_bank_and_files_in_one_act(root):
    edition = imported(root)
    assert [page.key for page in edition.pages] == ["reading", "answering"]
    assert (count(Question), count(Asset)) == (4, 4)
    picture = queries.asset_of(edition.key, "assets/box.svg")
    assert picture is not None
    assert files.get(picture.digest) == (root / "assets/box.svg").read_bytes()


def test_pictures_and_links_have_the_addresses_of_the_player(root):
    edition = imported(root)
    html = queries.html_of(edition, "reading", "ja")
    assert f'src="/assets/{edition.key}/assets/box.svg"' in html
    assert 'href="/study/@enrolment/pages/answering"' in html


def test_importing_again_changes_nothing(root):
    first = imported(root)
    assert imported(root).key == first.key
    assert (count(Edition), count(Question), count(Asset)) == (1, 4, 4)


def test_changed_content_needs_a_label_of_its_own(root, tmp_path):
    imported(root)
    write_package(tmp_path, **damaged("modules/second/01-answering.en.md", "Text.", "Other text."))
    with pytest.raises(Conflict, match="edition-label-taken"):
        imported(root)
    assert count(Edition) == 1


def test_a_file_that_changed_since_the_check_is_refused(root):
    package, _ = services.check_package(root, [demonstration_rules()])
    assert package is not None
    (root / "assets/box.svg").write_text("<svg/>")
    with pytest.raises(Conflict, match="package-changed"), transaction():
        services.import_package(package, root, by=SITE, at=AT)
    assert (count(Edition), count(Question)) == (0, 0)


def test_a_faulty_package_is_told_and_not_made(root):
    (root / "quiz/second.yaml").unlink()
    package, findings = services.check_package(root, [demonstration_rules()])
    assert package is None
    assert findings
