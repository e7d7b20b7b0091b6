# SPDX-License-Identifier: Apache-2.0
"""The migrations are one numbered row, need no application, and lead to exactly the tables of the models."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, create_engine, text

from lms import schema
from lms.app import create_app
from lms.db import SQLITE, Base, db, reading
from tests.conftest import settings_for
from tests.house.reading import ROOT, imports_of, text_of, tree_of

FOLDER = ROOT / "migrations"
VERSIONS = sorted((FOLDER / "versions").glob("*.py"))
# What a check of a table asks for, by the name of the column.
ALLOWED = {"kind": "email", "into_person_id": 2}
NAME = re.compile(r"(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)*")


def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))


def test_migrations_are_numbered_in_a_row_from_one():
    numbers = [match[1] if (match := NAME.fullmatch(path.stem)) else path.stem for path in VERSIONS]
    assert numbers == [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_called_by_its_number_and_follows_the_one_before(path):
    values = {
        node.targets[0].id: ast.literal_eval(node.value) for node in tree_of(path).body if isinstance(node, ast.Assign)
    }
    number = int(path.stem[:4])
    assert values["revision"] == f"{number:04d}"
    assert values["down_revision"] == (f"{number - 1:04d}" if number > 1 else None)


def test_there_is_one_head_and_its_file_names_it():
    assert scripts().get_heads() == [text_of(FOLDER / ".current-head").strip()]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_needs_nothing_of_the_application(path):
    assert [name for name in imports_of(tree_of(path)) if name.split(".")[0] == "lms"] == []


def test_the_migrations_lead_to_the_tables_of_the_models(app):
    with app.app_context(), reading():
        migrated = schema.catalog(db.session.connection())
    assert migrated == modelled(app.config["SQLALCHEMY_DATABASE_URI"])


def modelled(database_url: str) -> dict[str, str]:
    """What the database says of the models' tables, made beside the migrated ones and taken back."""
    memory = database_url.startswith(SQLITE)
    engine = create_engine("sqlite://" if memory else database_url)
    with engine.connect() as connection:
        if not memory:
            connection.execute(text("CREATE SCHEMA modelled"))
            connection.execute(text("SET LOCAL search_path TO modelled"))
        Base.metadata.create_all(connection)
        found = schema.catalog(connection)
        connection.rollback()
    engine.dispose()
    return {name: definition.replace("modelled.", "public.") for name, definition in found.items()}


def test_the_comparison_sees_a_lost_constraint_and_a_lost_partial_index(app):
    """Autogenerate overlooks both; this is why the catalogs are compared instead."""
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with engine.connect() as connection:
        before = schema.catalog(connection)
        connection.execute(text("DROP INDEX ix_job_due"))
        without_index = schema.catalog(connection)
        connection.rollback()
    engine.dispose()
    assert set(before) - set(without_index) in ({"ix_job_due"}, {"index ix_job_due"})
    assert any("CHECK" in definition for definition in before.values())


def test_running_the_migrations_again_changes_nothing(app):
    with app.app_context():
        before = _catalog_and_revision()
        schema.upgrade()
        assert _catalog_and_revision() == before
        assert schema.current_revision() == schema.newest_revision()


def _catalog_and_revision() -> tuple[dict[str, str], str | None]:
    with reading():
        return schema.catalog(db.session.connection()), schema.current_revision()


def test_a_site_that_is_in_use_keeps_every_row_through_every_later_migration(tmp_path):
    site = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'old.sqlite3'}"))
    with site.app_context():
        schema.upgrade("0001")
        before = _fill_every_table(tmp_path / "old.sqlite3")
        schema.upgrade()
        with db.engine.connect() as connection:
            strays = {table for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check")}
            assert strays == {"person_merge"}, "its row names a second person, who is not there"
            for table, row in before.items():
                kept = connection.execute(text(f'SELECT {", ".join(_quoted(row))} FROM "{table}"')).mappings().one()
                assert dict(kept) == row, table
        db.engine.dispose()


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _fill_every_table(file: Path) -> dict[str, dict[str, Any]]:
    """One row in every table that there is, whatever its columns are: a new migration needs no new test."""
    tables = MetaData()
    filled: dict[str, dict[str, Any]] = {}
    with create_engine(f"sqlite:///{file}").connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # one row of each is 1, so every reference holds
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            filled[table.name] = {column.name: _value(column) for column in table.columns}
            names = _quoted(filled[table.name])
            marks = ", ".join(f":{name}" for name in filled[table.name])
            connection.execute(
                text(f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({marks})'), filled[table.name]
            )
        connection.commit()
    return filled


def _value(column: Column[Any]) -> Any:
    """A value that the checks of the tables let through."""
    if column.name in ALLOWED:
        return ALLOWED[column.name]
    kind = column.type.python_type
    if kind is int or kind is bool:
        return 1
    if kind in {date, datetime}:
        return "2026-11-23" if kind is date else "2026-11-23 03:04:05.000000"
    return {bytes: b"1", dict: "{}"}.get(kind, "words")
