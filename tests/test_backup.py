# SPDX-License-Identifier: Apache-2.0
"""What docs/operations.md says of backup and restore works, on a site that is being used."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from lms import schema
from lms.app import create_app
from lms.db import db, reading, transaction
from lms.jobs.models import Job
from lms.jobs.outbox import enqueue
from lms.storage import files
from tests.conftest import settings_for

OPERATIONS = Path(__file__).parents[1] / "docs" / "operations.md"
AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)


def documented(source: Path, target: Path) -> list[str]:
    """The command of the document, for these two files."""
    (line,) = [line for line in OPERATIONS.read_text(encoding="utf-8").splitlines() if "VACUUM INTO ?" in line]
    _python, *rest = shlex.split(
        line.replace("/var/lib/koshu/koshu.sqlite3", str(source)).replace("/backup/koshu.sqlite3", str(target))
    )
    return [sys.executable, *rest]


def site_in(folder: Path) -> Flask:
    """A site on SQLite, whatever database the other tests run on: PostgreSQL has its own programs."""
    folder.mkdir(exist_ok=True)
    return create_app(settings_for(folder, f"sqlite:///{folder / 'koshu.sqlite3'}"))


def use_while_backing_up(folder: Path, target: Path) -> None:
    schema.upgrade()
    digest = files.put(b"a paper")
    with transaction():
        enqueue("probe.kept", {"digest": digest}, at=AT)
    with reading():  # somebody is looking at the site
        db.session.scalars(select(Job)).all()
        subprocess.run(documented(folder / "koshu.sqlite3", target / "koshu.sqlite3"), check=True)
    with transaction():
        enqueue("probe.later", {}, at=AT)
    shutil.copytree(folder / "files", target / "files")


def test_a_copy_made_while_the_site_is_used_is_a_whole_site(tmp_path):
    used, restored = tmp_path / "used", tmp_path / "restored"
    restored.mkdir()
    with site_in(used).app_context():
        use_while_backing_up(used, restored)
        db.engine.dispose()
    with site_in(restored).app_context(), reading():
        (job,) = db.session.scalars(select(Job)).all()
        assert (job.kind, files.get(job.payload["digest"])) == ("probe.kept", b"a paper")
        assert schema.current_revision() == schema.newest_revision()
        assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
