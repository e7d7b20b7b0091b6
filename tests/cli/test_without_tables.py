# SPDX-License-Identifier: Apache-2.0
"""A command that needs the database says what to run while its tables are missing."""

from __future__ import annotations

import pytest

from lms import schema
from lms.app import create_app
from tests.conftest import settings_for

COMMANDS = [
    ("people", "first-operator"),
    ("people", "new-password-link", "12345671"),
    ("jobs", "work", "--once"),
    ("jobs", "work"),
    ("content", "import-all"),
    ("keys", "list"),
    ("certificates", "pdf", "0123456789ABCDEF", "--out", "x.pdf"),
]


def run(folder, *words):
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'koshu.sqlite3'}"))
    return app, app.test_cli_runner().invoke(args=words)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_without_tables_one_sentence_says_what_to_run(tmp_path, words):
    _app, result = run(tmp_path, *words)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        "Error: The database has no tables yet. Run: flask --app wsgi database upgrade"
    )
    assert "Traceback" not in result.output


def test_without_a_data_folder_the_same_is_said(tmp_path):
    _app, result = run(tmp_path / "nowhere", "people", "first-operator")
    assert "Run: flask --app wsgi database upgrade" in result.output


def test_with_older_tables_the_command_says_so(tmp_path):
    app, _result = run(tmp_path, "people", "first-operator")
    with app.app_context():
        schema.upgrade("0001")
    result = app.test_cli_runner().invoke(args=["jobs", "work", "--once"])
    assert "has reached migration 0001, not the newest" in result.output


def test_what_it_says_helps(tmp_path):
    app, _result = run(tmp_path, "people", "first-operator")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["database", "upgrade"]).exit_code == 0
    assert runner.invoke(args=["people", "first-operator"]).exit_code == 0


def test_checking_a_course_needs_no_database(tmp_path):
    _app, result = run(tmp_path, "content", "check", "content/courses/short-tour/2026-1")
    assert "database" not in result.output
