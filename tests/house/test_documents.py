# SPDX-License-Identifier: Apache-2.0
"""The documents say what the code does: settings, events, commands, links."""

from __future__ import annotations

import ast
import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from lms.cli import docs
from lms.config import Settings
from tests.house.reading import LMS, ROOT, calls_of, shown, text_of, tree_of

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
EXPECTED = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "NOTICE",
    "docs/house.md",
    "docs/configuration.md",
    "docs/operations.md",
    "docs/permissions.md",
    "docs/audit-events.md",
    "docs/certificate-format.md",
    "docs/authoring.md",
    "docs/law.md",
)
NO_VARIABLE = {"testing"}
VARIABLE = re.compile(r"\b(?:LMS_[A-Z_]+[A-Z]|PUBLIC_URL)\b")
# Read by the tests and by make, not by the site.
NOT_OF_THE_SITE = {"LMS_TEST_POSTGRESQL_URL"}
CODE = re.compile(r"```[a-z]*\n(.*?)```|^ {4}(\S.*?)$|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def test_the_documents_that_a_newcomer_looks_for_are_there():
    assert [name for name in EXPECTED if not (ROOT / name).is_file()] == []


# --- settings ---


def configuration() -> str:
    return text_of(DOCS / "configuration.md")


def variables_read() -> set[str]:
    """The environment variables that lms/config.py asks for."""
    asked = (
        call for name, call in calls_of(tree_of(LMS / "config.py")) if name.endswith((".get", "._number")) and call.args
    )
    return {call.args[0].value for call in asked if isinstance(call.args[0], ast.Constant)}


@pytest.mark.parametrize(
    "field", [field.name for field in dataclasses.fields(Settings) if field.name not in NO_VARIABLE]
)
def test_every_setting_is_described(field):
    assert f"| `{field}` |" in configuration()


def test_every_variable_is_described_and_no_other():
    described = {name for name in VARIABLE.findall(configuration()) if name not in NOT_OF_THE_SITE} | (
        {"HOST", "PORT"} & _words()
    )
    assert described == variables_read()


def _words() -> set[str]:
    return set(re.findall(r"`([A-Z_]+)`", configuration()))


# --- generated pages ---


def test_the_list_of_audit_events_is_the_one_of_the_code():
    assert text_of(DOCS / "audit-events.md") == docs.audit_events_page()


# --- commands ---


@cache
def code_in(path: Path) -> str:
    """What a page shows as code, one piece a line."""
    return "\n".join(fenced or indented or inline for fenced, indented, inline in CODE.findall(text_of(path)))


def targets() -> set[str]:
    return set(TARGET.findall(text_of(ROOT / "Makefile")))


def targets_named(code: str) -> set[str]:
    commands = re.findall(r"(?:^|\s|&& )make((?: +[a-z][a-z-]*(?![\w=-]))*)", code, re.MULTILINE)
    return {word for words in commands for word in words.split()}


def test_commands_of_make_are_read_out_of_code():
    assert targets_named("PORT=5001 make run\nmake\nmake check test && make demo\ncmake x\nmake migration m=1") == {
        "run",
        "check",
        "test",
        "demo",
        "migration",
    }


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_document_names_only_commands_of_make_that_exist(path):
    assert targets_named(code_in(path)) - targets() == set()


def test_every_command_of_make_explains_itself():
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## \S", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert targets() - explained - {"demo"} == set()


FLASK = re.compile(r"flask(?: --app wsgi)? ([a-z][a-z-]*)(?: ([a-z][a-z-]*(?:\|[a-z-]+)*))?")


def unknown_commands(app: Flask, code: str) -> list[str]:
    """The `flask …` commands of a piece of code that the site does not have."""
    known = app.cli.commands
    missing = []
    for name, rest in FLASK.findall(code):
        subcommands = getattr(known.get(name), "commands", None)
        if name not in known:
            missing.append(name)
        elif subcommands is not None:
            missing += [f"{name} {sub}" for sub in rest.split("|") if sub and sub not in subcommands]
    return missing


def test_an_unknown_flask_command_is_found(app):
    assert unknown_commands(app, ".venv/bin/flask --app wsgi jobs work --once\nflask jobs dance\nflask fly") == [
        "jobs dance",
        "fly",
    ]


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_document_names_only_flask_commands_that_exist(app, path):
    assert unknown_commands(app, code_in(path)) == []


# --- links and places ---


def anchors(path: Path) -> set[str]:
    headings = HEADING.findall(re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(path: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return False
    file, _, anchor = target.partition("#")
    found = path.parent / file if file else path
    return not found.exists() or bool(anchor and found.suffix == ".md" and anchor not in anchors(found))


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_links_and_pictures_between_documents_resolve(path):
    text = re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)
    assert [target for target in LINK.findall(text) + PICTURE.findall(text) if broken(path, target)] == []


def test_the_plan_of_the_house_shows_every_package():
    packages = {path.parent.name for path in LMS.glob("*/__init__.py")}
    plan = re.findall(r"```(.*?)```", text_of(DOCS / "house.md"), re.DOTALL)[0]
    assert packages - set(re.findall(r"[a-z]+", plan)) == set()


PLACE = re.compile(
    r"(?:lms|tests|migrations|content|docs|bench)/[\w./-]*\w\.(?:py|md|html|css|js|yaml|toml|po)|lms/[a-z_]+/"
)


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_document_names_only_files_that_exist(path):
    assert sorted({place for place in PLACE.findall(code_in(path)) if not (ROOT / place).exists()}) == []
