# SPDX-License-Identifier: Apache-2.0
"""Which tests run: by database, by what the machine has, and proofs only when asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption("--without", action="append", default=[], help="a program that this machine lacks")
    parser.addoption("--proof", action="store_true", help="the long counts instead of their seeded samples")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database; proofs only when asked for."""
    kept = []
    for item in items:
        names = getattr(item, "fixturenames", ())
        on_this_database = config.getoption("--database") == "sqlite" or "app" in names
        is_proof = item.get_closest_marker("proof") is not None
        if on_this_database and is_proof == config.getoption("--proof"):
            kept.append(item)
    for item in kept:
        lacking = sorted(set(_programs(item)) & set(config.getoption("--without")))
        if lacking:
            item.add_marker(pytest.mark.skip(reason=f"this machine lacks {', '.join(lacking)}"))
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _programs(item: pytest.Item) -> Iterator[str]:
    """The programs that a test says it needs: `@pytest.mark.program("chromium")`."""
    for marker in item.iter_markers("program"):
        yield from marker.args
