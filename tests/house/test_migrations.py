# SPDX-License-Identifier: Apache-2.0
"""The migrations are one numbered row, need no application, and lead to exactly the tables of the models."""

from __future__ import annotations

import ast
import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from lms import schema
from lms.db import SQLITE, Base, db, reading
from tests.house.reading import ROOT, imports_of, text_of, tree_of

FOLDER = ROOT / "migrations"
VERSIONS = sorted((FOLDER / "versions").glob("*.py"))
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
