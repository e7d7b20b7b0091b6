# SPDX-License-Identifier: Apache-2.0
"""The database: one session, two ways in. `transaction()` is the only committer, `reading()` cannot write.

SQLite begins acts with BEGIN IMMEDIATE: the default, deferred transaction silently loses concurrent updates.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase

BUSY_MILLISECONDS = 5000
SQLITE = "sqlite"


class Mode(StrEnum):
    """What the present act may do."""

    READ = "read"
    WRITE = "write"


_mode: ContextVar[Mode] = ContextVar("database_mode", default=Mode.READ)
_depth: ContextVar[int] = ContextVar("database_depth", default=0)


class Base(DeclarativeBase):
    """Base of all tables; names constraints so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == SQLITE else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """One act: everything inside is committed together, or nothing is."""
    with _entered(Mode.WRITE) as outermost:
        try:
            yield
            if outermost:
                db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def reading() -> Iterator[None]:
    """A consistent look; the connection itself refuses to write."""
    with _entered(Mode.READ) as outermost:
        try:
            yield
        finally:
            if outermost:
                db.session.rollback()


@contextmanager
def _entered(mode: Mode) -> Iterator[bool]:
    depth = _depth.get()
    if depth and mode is Mode.WRITE and _mode.get() is Mode.READ:
        raise RuntimeError("an act cannot begin inside a reading")
    if depth == 0 and db.session().in_transaction():
        # A look outside any act (a test, a loader) left its snapshot open: this act needs a fresh one.
        db.session.rollback()
    tokens = (_mode.set(mode if depth == 0 else _mode.get()), _depth.set(depth + 1))
    try:
        yield depth == 0
    finally:
        _mode.reset(tokens[0])
        _depth.reset(tokens[1])


@contextmanager
def looking() -> Iterator[Connection]:
    """A connection for the one look of a hot page, read-only: the session would cost more than the look."""
    token = _mode.set(Mode.READ)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        _mode.reset(token)


@contextmanager
def migrating() -> Iterator[Connection]:
    """A connection that may change the schema. SQLite rebuilds tables to alter them: foreign keys rest meanwhile."""
    with _entered(Mode.WRITE), db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if connection.dialect.name == SQLITE and raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            if connection.dialect.name == SQLITE and raw is not None:
                raw.execute("PRAGMA foreign_keys=ON")


def lock_rows(statement: Any) -> Any:
    """The statement with FOR UPDATE, for services that decide on what they read (SQLite: the act is alone anyway)."""
    return statement.with_for_update()


def init_app(app: Flask, database_url: str) -> None:
    """Bind the session to the database of this site."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(database_url)
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "begin", _begin)
            if engine.dialect.name == SQLITE:
                event.listen(engine, "connect", _prepare_sqlite)


def _engine_options(database_url: str) -> dict[str, Any]:
    if database_url.startswith("sqlite"):
        connect = {"isolation_level": None, "timeout": BUSY_MILLISECONDS / 1000}
        return {"connect_args": connect, "hide_parameters": True}
    # Parameters are what people typed: an error that quotes them would end in the log.
    return {"pool_pre_ping": True, "pool_size": 16, "max_overflow": 4, "hide_parameters": True}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = _mode.get() is Mode.WRITE
    if connection.dialect.name == SQLITE:
        if connection.info.get("writes") is not writes:
            connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
            connection.info["writes"] = writes
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif not writes:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def engine() -> Engine:
    """The engine of this site, for migrations and the schema check."""
    return db.engine
