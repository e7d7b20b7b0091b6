# SPDX-License-Identifier: Apache-2.0
"""Course packages in: checked as a folder, then imported as an edition with its questions in one act."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lms.access.identity import Identity
from lms.audit import unaudited
from lms.authoring.adapters.folder import Links, check
from lms.authoring.adapters.inventory import content_of, take_inventory
from lms.authoring.domain.package import Package, content_digest
from lms.courses import services as courses
from lms.courses.domain.editions import ASSET_ADDRESS, PAGE_ADDRESS
from lms.courses.models import Edition
from lms.errors import Conflict
from lms.manifests.findings import Finding
from lms.quizzes import services as quizzes
from lms.rules.domain.ruleset import RuleSet
from lms.storage import files


@unaudited("reads a folder and changes nothing")
def check_package(root: Path, rule_sets: Iterable[RuleSet]) -> tuple[Package | None, list[Finding]]:
    """Read the package in a folder; with an error there is no package."""
    return check(root, rule_sets, links=Links(asset=ASSET_ADDRESS, page=PAGE_ADDRESS))


@unaudited("reads a folder and changes nothing")
def digest_of(root: Path) -> str:
    """The content hash of a folder as it lies there, without judging what is in it."""
    return content_digest((entry.path, entry.digest) for entry in take_inventory(root).entries.values())


@unaudited("stores bytes under their digest; the edition that refers to them is recorded at its publication")
def store_assets(package: Package, root: Path) -> None:
    """Lay the files of a checked package into the storage, before the act: large films must not hold the database.

    Errors: Conflict when a file is no longer what was checked.
    """
    for asset in package.assets:
        content = content_of(root, asset.path)
        if hashlib.sha256(content).hexdigest() != asset.digest:
            raise Conflict("package-changed", path=asset.path)
        files.put(content)


@unaudited("the publication of the edition and that of its questions are recorded")
def import_package(package: Package, root: Path, *, by: Identity, at: datetime) -> Edition:
    """Make an edition and its bank of questions of a checked package; importing it again changes nothing.

    Errors: Conflict when the label is taken by other content, or a file changed since the check.
    """
    store_assets(package, root)
    edition = courses.publish(package, by=by, at=at)
    quizzes.publish_bank(edition, package.questions, by=by, at=at)
    return edition
