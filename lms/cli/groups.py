# SPDX-License-Identifier: Apache-2.0
"""Groups of commands that say what to run when the database is not there yet, instead of a traceback."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup, ScriptInfo

from lms import schema


class DatabaseGroup(AppGroup):
    """Commands that look into the database."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where the tables are missing or old, say so."""
        try:
            return super().invoke(ctx)
        except schema.NOT_THERE as error:
            with ctx.ensure_object(ScriptInfo).load_app().app_context():
                refuse_without_tables(error)
            raise


def refuse_without_tables(error: Exception | None = None) -> None:
    """Stop with a sentence unless the tables are those of this version."""
    try:
        reached = schema.current_revision()
    except schema.NOT_THERE:
        reached = None
    if reached != schema.newest_revision():
        state = "has no tables yet" if reached is None else f"has reached migration {reached}, not the newest"
        raise click.ClickException(f"The database {state}. Run: flask --app wsgi database upgrade") from error
