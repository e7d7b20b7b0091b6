# SPDX-License-Identifier: Apache-2.0
"""`flask content …`, as an author and an operator type it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from lms.cli.content import COURSES, import_shipped, newest_editions
from lms.courses.models import Course, Edition
from lms.db import db
from lms.i18n import speaking
from lms.rules.models import RuleSetText
from tests.factories.packages import damaged, write_package
from tests.factories.rulesets import LAW

Run = Callable[..., Result]
DEMONSTRATION = LAW / "demonstration" / "2026-1.yaml"


@pytest.fixture
def run(app) -> Run:
    """Type a command; its exit code must be the one expected."""

    def typed(*words: str | Path, code: int = 0) -> Result:
        result = app.test_cli_runner().invoke(args=["content", *map(str, words)])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return typed


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


# --- check ---


def test_a_faultless_package_passes(run, tmp_path):
    result = run("check", write_package(tmp_path))
    assert result.stdout == ""
    assert "small 2026-1: 2 pages, 4 questions" in result.stderr


def test_every_finding_names_file_and_line_as_editors_understand_it(run, tmp_path):
    root = write_package(
        tmp_path,
        **damaged("course.yaml", "minutes: 2\n        sources", "minutes: 1\n        sources"),
        **{"modules/second/01-answering.ja.md": "<script>alert(1)</script>\n"},
    )
    lines = run("check", root, code=1).stdout.splitlines()
    assert any(line.startswith(f"{root}/course.yaml:") and "expected" in line for line in lines)
    assert any(line.startswith(f"{root}/modules/second/01-answering.ja.md:1: HTML is used") for line in lines)


def test_findings_are_told_in_japanese(run, tmp_path):
    root = write_package(tmp_path, **{"modules/second/01-answering.ja.md": "<b>太字</b>\n"})
    english, japanese = run("check", root, code=1).stdout, run("check", root, "--lang", "ja", code=1).stdout
    assert english != japanese
    assert len(english.splitlines()) == len(japanese.splitlines())


def test_findings_as_json(run, tmp_path):
    root = write_package(tmp_path, **damaged("course.yaml", "format: 1", "format: 1\ncolour: red"))
    (found,) = json.loads(run("check", root, "--json", code=1).stdout)
    assert (found["file"], found["code"], found["level"]) == (f"{root}/course.yaml", "key-unknown", "error")
    assert found["line"] == 2


def test_no_finding_is_an_empty_list(run, tmp_path):
    assert json.loads(run("check", write_package(tmp_path), "--json").stdout) == []


def test_a_check_touches_no_database(app, run, tmp_path):
    run("check", write_package(tmp_path))
    assert (count(app, Edition), count(app, RuleSetText)) == (0, 0)


def test_a_folder_that_does_not_exist_is_an_error_of_the_command(run, tmp_path):
    assert "does not exist" in run("check", tmp_path / "nothing", code=2).stderr


def test_a_folder_without_a_package_is_a_finding(run, tmp_path):
    assert "course.yaml" in run("check", tmp_path, code=1).stdout


# --- law, import ---


def test_a_law_is_imported_once(app, run):
    for _ in range(2):
        assert "demonstration, 2026-1" in run("law", DEMONSTRATION).stdout
    assert count(app, RuleSetText) == 1


def test_a_faulty_law_is_refused_with_its_findings(app, run, tmp_path):
    faulty = tmp_path / "law.yaml"
    faulty.write_text(DEMONSTRATION.read_text(encoding="utf-8").replace("minutes: {value: 5", "minutes: {value: five"))
    assert f"{faulty}:" in run("law", faulty, code=1).stdout
    assert count(app, RuleSetText) == 0


def test_another_law_under_the_same_version_is_refused_in_a_sentence(app, run, tmp_path):
    run("law", DEMONSTRATION)
    other = tmp_path / "law.yaml"
    other.write_text(DEMONSTRATION.read_text(encoding="utf-8").replace("minutes: {value: 5", "minutes: {value: 6"))
    assert "Give the new text a version of its own" in run("law", other, code=1).stderr
    assert "版" in run("law", other, "--lang", "ja", code=1).stderr


def test_a_package_is_imported_once(app, run, tmp_path):
    run("law", DEMONSTRATION)
    root = write_package(tmp_path)
    for _ in range(2):
        assert "small 2026-1: 2 pages, 4 questions" in run("import", root).stdout
    assert count(app, Edition) == 1


def test_a_package_whose_law_is_not_in_force_is_refused(app, run, tmp_path):
    assert "course.yaml:" in run("import", write_package(tmp_path), code=1).stdout
    assert count(app, Edition) == 0


def test_a_faulty_package_is_refused_with_all_its_findings(app, run, tmp_path):
    run("law", DEMONSTRATION)
    root = write_package(tmp_path, **{"quiz/second.yaml": None, "assets/box.svg": None})
    assert len(run("import", root, code=1).stdout.splitlines()) >= 2
    assert count(app, Edition) == 0


def test_changed_content_under_a_taken_label_is_refused_in_a_sentence(run, tmp_path):
    run("law", DEMONSTRATION)
    root = write_package(tmp_path)
    run("import", root)
    write_package(tmp_path, **damaged("modules/second/01-answering.en.md", "Text.", "Other text."))
    assert "Give the changed content a label of its own" in run("import", root, code=1).stderr


# --- what ships ---


def test_what_ships_is_imported_without_the_demonstration(app, run):
    output = run("import-all").stdout
    assert "training-manager" in output
    assert "short-tour" not in output
    assert count(app, RuleSetText) == len(list(LAW.glob("technical-intern-training/*.yaml"))) > 1
    assert count(app, Course) == count(app, Edition) == len(newest_editions(COURSES)) - 1


def test_a_demonstration_has_its_fictitious_law_and_course_as_well(app, run):
    assert "short-tour 2026-1: 4 pages" in run("import-all", "--demonstration").stdout
    before = count(app, Edition)
    assert f"{COURSES / 'short-tour' / '2026-1'}: imported before" in run("import-all", "--demonstration").stdout
    assert count(app, Course) == count(app, Edition) == before == len(newest_editions(COURSES))
    assert count(app, RuleSetText) == len(list(LAW.glob("*/*.yaml")))


def test_only_the_newest_edition_of_a_course_is_imported(tmp_path):
    for label in ("2026-9", "2026-10", "2025-12"):
        (tmp_path / "a" / label).mkdir(parents=True)
        (tmp_path / "a" / label / "course.yaml").touch()
    (tmp_path / "b" / "2026-1").mkdir(parents=True)
    assert newest_editions(tmp_path) == [tmp_path / "a" / "2026-10"]


def test_a_course_that_was_changed_under_its_label_is_told_and_passed_over(app, tmp_path, capsys):
    root = shutil.copytree(COURSES / "short-tour", tmp_path / "short-tour") / "2026-1"
    with app.app_context(), speaking("en"):
        assert import_shipped(demonstration=True, folder=tmp_path)
        manifest = (root / "course.yaml").read_text()
        (root / "course.yaml").write_text(manifest.replace("A short tour of Koshu", "A long tour of Koshu"))
        assert not import_shipped(demonstration=True, folder=tmp_path)
    assert "already has an edition 2026-1 with other content" in capsys.readouterr().out
    assert count(app, Edition) == 1


def test_a_course_with_errors_is_told_and_does_not_keep_the_others_away(app, tmp_path, capsys):
    for name in ("broken", "short-tour"):
        shutil.copytree(COURSES / "short-tour", tmp_path / name)
    with app.app_context(), speaking("en"):
        assert not import_shipped(demonstration=True, folder=tmp_path)
    told = capsys.readouterr().out
    assert "broken/2026-1/course.yaml:" in told
    assert "short-tour 2026-1: 4 pages" in told
    assert count(app, Edition) == 1
