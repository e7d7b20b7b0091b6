# SPDX-License-Identifier: Apache-2.0
"""Bringing the database to the schema of this version, by the numbered migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError

from lms.db import SQLITE, Base, engine, migrating

NOT_THERE = (OperationalError, ProgrammingError)
"""What a statement raises where tables or columns are missing."""
FOLDER = Path(__file__).parent.parent / "migrations"


def upgrade(revision: str = "head") -> None:
    """Run the migrations that are missing; running it again changes nothing."""
    with migrating() as connection:
        command.upgrade(configuration(connection), revision)


def write_migration(message: str) -> str:
    """Write the next numbered migration from the difference between models and database; its file name.

    Autogenerate overlooks changed CHECKs and partial indexes: read what it wrote.
    """
    number = f"{int(newest_revision() or 0) + 1:04d}"
    with migrating() as connection:
        command.revision(configuration(connection), message=message, autogenerate=True, rev_id=number)
    (FOLDER / ".current-head").write_text(number + "\n")
    return number


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for this connection."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.set_main_option("path_separator", "os")
    found.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    found.attributes["connection"] = connection
    found.attributes["target_metadata"] = Base.metadata
    return found


def current_revision() -> str | None:
    """The migration that the database has reached."""
    with engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The migration that this version of the site needs."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def catalog(connection: Connection) -> dict[str, str]:
    """What the database says of its tables and indexes, for comparing schemas: name to definition."""
    if connection.dialect.name == SQLITE:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    else:
        rows = connection.execute(text(_PG_CATALOG))
    return {name: _ordered(sql) for name, sql in rows if not name.startswith(("alembic", "constraint alembic"))}


def _ordered(definition: str) -> str:
    """The definition with the parts of its outermost brackets sorted: their order says nothing."""
    plain = " ".join(definition.replace('"', "").split())
    head, bracket, body = plain.partition("(")
    parts, depth, part = [], 0, ""
    for sign in body.rpartition(")")[0]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    parts.append(part.strip())
    return f"{head.strip()} {bracket}{', '.join(sorted(parts))}"


_PG_CATALOG = """
SELECT 'column ' || table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
  FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'alembic_version'
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
   AND conrelid::regclass::text <> 'alembic_version'
UNION ALL
SELECT 'index ' || indexname, indexdef FROM pg_indexes
 WHERE schemaname = current_schema() AND tablename <> 'alembic_version'
"""
