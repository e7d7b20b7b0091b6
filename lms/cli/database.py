# SPDX-License-Identifier: Apache-2.0
"""`flask database …`: bring the schema up to date, say where it stands."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from lms import config, schema

group = AppGroup("database", help="The database schema.")


@group.command("upgrade")
def upgrade() -> None:
    """Create the data folder and the tables, or bring them up to date."""
    config.make_folder(config.current().data_dir)
    schema.upgrade()
    click.echo(f"database: at {schema.current_revision()}")


@group.command("status")
def status() -> None:
    """Say which migration the database has reached; exit 1 when one is missing."""
    reached, newest = schema.current_revision(), schema.newest_revision()
    click.echo(f"reached {reached}, newest {newest}")
    if reached != newest:
        raise SystemExit(1)


@group.command("migration")
@click.argument("message")
def migration(message: str) -> None:
    """Write the next migration from the difference between the models and a database that is up to date."""
    click.echo(f"written: migration {schema.write_migration(message)}")
