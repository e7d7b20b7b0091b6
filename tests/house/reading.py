# SPDX-License-Identifier: Apache-2.0
"""Reading the repository as text and as syntax, for the tests about the code."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LMS = ROOT / "lms"
TEMPLATES = LMS / "templates"
CODE_FOLDERS = ("lms", "tests", "migrations", "bench")
NOT_OURS = frozenset(
    {
        ".git",
        ".venv",
        "var",
        "build",
        "dist",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".import_linter_cache",
        "koshu.egg-info",
    }
)


def shown(path: Path) -> str:
    """The path as people write it, from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files of these folders (all code when none is named)."""
    found = [path for folder in folders or CODE_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return tuple(sorted([*found, *([] if folders else [ROOT / "wsgi.py"])]))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=shown(path))


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a tree, inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def calls_of(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name of what is called."""
    return ((dotted(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def imports_of(tree: ast.AST) -> Iterator[str]:
    """The modules a tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def our_files() -> Iterator[Path]:
    """Every file of the repository that is ours to answer for: nothing ignored, nothing installed."""
    stack = [ROOT]
    while stack:
        for path in sorted(stack.pop().iterdir()):
            if path.name in NOT_OURS or path.is_symlink():
                continue
            if path.is_dir():
                stack.append(path)
            else:
                yield path


@cache
def setup_cfg() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def listed(section: str, option: str) -> tuple[str, ...]:
    """The lines of an option in setup.cfg."""
    lines = (line.strip() for line in setup_cfg()[section][option].splitlines())
    return tuple(line for line in lines if line)
