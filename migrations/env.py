# SPDX-License-Identifier: Apache-2.0
"""Alembic's door: runs the migrations on a connection that the caller hands over."""

from alembic import context


def render_plain(kind, thing, _autogen):
    """Write our column types as the plain ones they are in the database: migrations import nothing from the site."""
    if kind == "type" and type(thing).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("target_metadata"),
    transaction_per_migration=True,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_plain,
)
with context.begin_transaction():
    context.run_migrations()
