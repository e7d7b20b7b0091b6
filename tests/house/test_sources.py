# SPDX-License-Identifier: Apache-2.0
"""Rules about the Python we write that no linter knows. Each finder is tried on known examples first."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.reading import (
    LMS,
    calls_of,
    dotted,
    functions_of,
    listed,
    our_files,
    python_files,
    shown,
    text_of,
    tree_of,
)

COMMITTER = "lms/db.py"
ENVIRONMENT_READERS = {"wsgi.py", "lms/cli/serve.py"}
MARKUP_MAKERS = {"lms/markup/markdown.py"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base"}
UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|Users|root|work|farm|mnt|srv/www)/[\w.-]")
REGISTRY = re.compile(
    r"index-url[ =]+\S*//|find-links[ =]+\S*//|(?:^|[/.@])(?:pythonhosted\.org|pypi\.org|registry\.npmjs\.org)",
    re.MULTILINE,
)
LONGEST_FILE = 450
LONGEST_FUNCTION = 45
GENERATED = LMS.parent / "migrations" / "versions"
SPDX = "# SPDX-License-Identifier: Apache-2.0"
TEXT = {
    ".py",
    ".md",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".toml",
    ".cfg",
    ".ini",
    ".yaml",
    ".yml",
    ".json",
    ".lock",
    ".po",
    ".svg",
    ".typ",
    ".mako",
    ".vtt",
    "",
}


def commits(tree: ast.AST) -> list[int]:
    return [call.lineno for name, call in calls_of(tree) if name.endswith(".commit")]


def environment_reads(tree: ast.AST) -> list[int]:
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "os"]
    named = [node.lineno for node in taken if {"environ", "getenv"} & {alias.name for alias in node.names}]
    return named + [node.lineno for node in ast.walk(tree) if dotted(node) in {"os.environ", "os.getenv"}]


def markup_makings(tree: ast.AST) -> list[int]:
    return [call.lineno for name, call in calls_of(tree) if name.rpartition(".")[2] == "Markup"]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize(
    ("finder", "guilty", "innocent"),
    [
        (commits, "db.session.commit()", "commit = 1; session.rollback()"),
        (commits, "with f() as c:\n    c.commit()", "x.committed()"),
        (environment_reads, "import os\nos.environ['A']", "settings.environment"),
        (environment_reads, "import os\nos.getenv('A')", "self.environ.get('A')"),
        (environment_reads, "from os import environ", "from os import path"),
        (markup_makings, "markupsafe.Markup(x)", "markup(x)"),
        (markup_makings, "Markup(x)", "from markupsafe import Markup"),
    ],
)
def test_the_finders_find_known_examples_and_nothing_else(finder, guilty, innocent):
    assert finder(ast.parse(guilty))
    assert not finder(ast.parse(innocent))


def test_only_the_database_module_commits():
    found = [f"{shown(path)}:{line}" for path in python_files("lms") for line in commits(tree_of(path))]
    assert [place for place in found if not place.startswith(COMMITTER + ":")] == []


def test_only_the_doors_of_the_process_read_the_environment():
    files = [path for path in (*python_files("lms"), LMS.parent / "wsgi.py") if shown(path) not in ENVIRONMENT_READERS]
    assert [f"{shown(path)}:{line}" for path in files for line in environment_reads(tree_of(path))] == []


def test_safe_html_is_made_in_one_place():
    files = [path for path in python_files("lms") if shown(path) not in MARKUP_MAKERS]
    assert [f"{shown(path)}:{line}" for path in files for line in markup_makings(tree_of(path))] == []


# --- every service writes the audit record or says why not ---


def service_rooms() -> list[str]:
    """The packages that have a services room, as one file or as a folder of them."""
    return sorted(
        path.name for path in LMS.iterdir() if (path / "services").is_dir() or (path / "services.py").exists()
    )


def room_of(package: str) -> dict[str, ast.Module]:
    """The files of a services room by module name."""
    folder = LMS / package / "services"
    files = sorted(folder.glob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    return {path.stem: tree_of(path) for path in files}


def offered_by(package: str, room: dict[str, ast.Module]) -> set[str]:
    """What others may call: all of a single file; of a folder what its door offers or others take past it."""
    door = room.get("__init__")
    if door is None:
        return {node.name for tree in room.values() for node in tree.body if isinstance(node, ast.FunctionDef)}
    offered = {
        alias.asname or alias.name for node in door.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    for module in taken_past_the_door(package) & set(room):
        offered |= {node.name for node in room[module].body if isinstance(node, ast.FunctionDef)}
    return offered


def taken_past_the_door(package: str) -> set[str]:
    """The modules of a services folder that somebody outside of it imports by name."""
    room = f"lms.{package}.services"
    outsiders = [path for path in python_files("lms") if not shown(path).startswith(room.replace(".", "/"))]
    taken = set()
    for path in outsiders:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module == room:
                taken |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(room + "."):
                taken.add((node.module or "").removeprefix(room + "."))
    return taken


def unaudited_services(sources: list[ast.Module], offered: set[str]) -> list[str]:
    """Public functions that neither record (themselves or through functions of the same room) nor carry the mark."""
    functions = {node.name: node for tree in sources for node in tree.body if isinstance(node, ast.FunctionDef)}
    recording = {name for name, node in functions.items() if _records(node)}
    while grown := {name for name, node in functions.items() if name not in recording and _calls(node) & recording}:
        recording |= grown
    return sorted(
        name
        for name, node in functions.items()
        if name in offered and not name.startswith("_") and name not in recording and not _is_marked(node)
    )


def _records(function: ast.FunctionDef) -> bool:
    return any(name in {"audit.record", "record"} for name, _call in calls_of(function))


def _calls(function: ast.FunctionDef) -> set[str]:
    return {name.rpartition(".")[2] for name, _call in calls_of(function) if name.count(".") <= 1}


def _is_marked(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call) and dotted(mark.func).rpartition(".")[2] == "unaudited" and bool(mark.args)
        for mark in function.decorator_list
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def act():\n    audit.record(Tag.X)", []),
        ("def act():\n    _inner()\ndef _inner():\n    audit.record(Tag.X)", []),
        ("def act():\n    pass", ["act"]),
        ("def act():\n    other.record_keeping()", ["act"]),
        ("@unaudited('the row says it')\ndef act():\n    pass", []),
        ("@unaudited\ndef act():\n    pass", ["act"]),
        ("@unaudited()\ndef act():\n    pass", ["act"]),
        ("def _inner():\n    pass", []),
    ],
)
def test_a_service_without_record_or_mark_is_found(source, found):
    assert unaudited_services([ast.parse(source)], {"act", "_inner"}) == found


@pytest.mark.parametrize("package", service_rooms())
def test_every_public_service_audits_or_says_why_not(package):
    room = room_of(package)
    assert unaudited_services(list(room.values()), offered_by(package, room)) == []


# --- shape and names ---


@pytest.mark.parametrize("path", python_files(), ids=shown)
def test_a_python_file_begins_with_its_licence_line_and_is_of_a_size_to_be_read(path):
    lines = text_of(path).splitlines()
    assert lines[:1] == [SPDX]
    assert len(lines) <= LONGEST_FILE or GENERATED in path.parents
    assert {
        f"{node.name}: {length(node)}" for node in functions_of(tree_of(path)) if length(node) > LONGEST_FUNCTION
    } == set() or GENERATED in path.parents


@pytest.mark.parametrize(
    "path",
    [path for path in our_files() if path.suffix in {".js", ".css", ".html"} and "vendor" not in path.parts],
    ids=shown,
)
def test_a_file_of_the_page_is_of_a_size_to_be_read(path):
    assert len(text_of(path).splitlines()) <= LONGEST_FILE


def test_no_module_has_a_name_that_says_nothing():
    parts = {
        (shown(path), part) for path in python_files() for part in (*path.relative_to(LMS.parent).parts[:-1], path.stem)
    }
    assert sorted(name for name, part in parts if part.lower() in FORBIDDEN_NAMES) == []


def test_nothing_is_left_for_later():
    found = [f"{shown(path)}: {word}" for path in texts() for word in UNFINISHED.findall(text_of(path))]
    assert found == []


def texts() -> list[Path]:
    return [
        path for path in our_files() if path.suffix in TEXT and "vendor" not in path.parts and "fonts" not in path.parts
    ]


@pytest.mark.parametrize(
    ("pattern", "guilty", "innocent"),
    [
        (MACHINE_PATH, "open('/ho" + "me/me/x')", "open('/var/lib/koshu')"),
        (MACHINE_PATH, "see /wo" + "rk/main", "https://example.jp/work/x and ../work/x"),
        (REGISTRY, "--index-url https:" + "//mirror/simple", "--no-emit-index-url --no-emit-find-links"),
        (REGISTRY, "https://files.python" + "hosted.org/x", "github.com"),
    ],
)
def test_places_of_a_machine_or_a_registry_are_recognized(pattern, guilty, innocent):
    assert pattern.search(guilty)
    assert not pattern.search(innocent)


def test_no_file_names_a_place_of_somebodys_machine_or_a_package_registry():
    found = [
        f"{shown(path)}: {match[0]}"
        for path in texts()
        for pattern in (MACHINE_PATH, REGISTRY)
        for match in [pattern.search(text_of(path))]
        if match
    ]
    assert found == []


# --- the map of the house is complete ---


def feature_packages() -> set[str]:
    """The packages between the floor `web` and the surfaces: those that have rooms."""
    floors = [
        {name.strip(" ()") for name in line.split("|")} for line in listed("importlinter:contract:floors", "layers")
    ]
    surfaces = next(index for index, names in enumerate(floors) if "home" in names)
    web = next(index for index, names in enumerate(floors) if names == {"web"})
    named = set().union(*floors[surfaces + 1 : web])
    return {name for name in named if (LMS / name / "__init__.py").exists()}


def test_every_feature_package_stands_in_the_contract_of_rooms():
    assert {f"lms.{name}" for name in feature_packages()} == set(listed("importlinter:contract:rooms", "containers"))
