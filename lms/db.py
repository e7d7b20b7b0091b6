# SPDX-License-Identifier: Apache-2.0
"""The database: one session, two ways in. `transaction()` is the only committer, `reading()` cannot write.

SQLite begins acts with BEGIN IMMEDIATE: the default, deferred transaction silently loses concurrent updates.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, Select, TypeDecorator, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase

BUSY_MILLISECONDS = 5000
SQLITE = "sqlite"
MOST_MADE = 1024
Thing = TypeVar("Thing")


class Mode(StrEnum):
    """What the present act may do."""

    READ = "read"
    WRITE = "write"


_mode: ContextVar[Mode] = ContextVar("database_mode", default=Mode.READ)
_depth: ContextVar[int] = ContextVar("database_depth", default=0)
_readers = threading.local()


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
            if outermost and _is_open():
                db.session.rollback()


def _is_open() -> bool:
    """Whether there is a session already: to make one only to end it costs more than many a page."""
    known: bool = db.session.registry.has()
    return known


@contextmanager
def _entered(mode: Mode) -> Iterator[bool]:
    depth = _depth.get()
    if depth and mode is Mode.WRITE and _mode.get() is Mode.READ:
        raise RuntimeError("an act cannot begin inside a reading")
    if depth == 0 and _is_open() and db.session().in_transaction():
        # A look outside any act (a test, a loader) left its snapshot open: this act needs a fresh one.
        db.session.rollback()
    tokens = (_mode.set(mode if depth == 0 else _mode.get()), _depth.set(depth + 1))
    try:
        yield depth == 0
    finally:
        _mode.reset(tokens[0])
        _depth.reset(tokens[1])


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


def is_acting() -> bool:
    """Whether an act is under way that may have written something."""
    return _depth.get() > 0 and _mode.get() is Mode.WRITE


def lock_rows(statement: Any) -> Any:
    """The statement with FOR UPDATE, for services that decide on what they read (SQLite: the act is alone anyway)."""
    return statement.with_for_update()


class Look(Generic[Thing]):
    """A SELECT of hot pages, past the session, and what `of` makes of its rows; its parameters are `bindparam`s.

    It is asked anew each time and cannot write; only what was made of equal rows is kept. For SQLite the statement is
    put into words once and runs on the driver: SQLAlchemy's execution costs ten times the look itself.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], of: Callable[[Sequence[Any]], Thing]) -> None:
        self.statement = statement
        self._row: Any = namedtuple("Row", [column.key for column in statement.selected_columns])  # type: ignore[misc]
        self._of = of
        self._made = lru_cache(maxsize=MOST_MADE)(self._make)
        self._prepared: _Prepared | None = None

    def thing(self, **values: object) -> Thing:
        """What the rows of now amount to; equal rows give the same thing, so it is not to be changed."""
        if is_acting():  # what the act itself has written counts
            rows = db.session.connection().execute(self.statement, values)
            return self._of([self._row._make(row) for row in rows])
        bound = db.engine
        if bound.dialect.name == SQLITE:
            if self._prepared is None:
                self._prepared = _Prepared(self.statement, bound.dialect)
            return self._made(self._prepared.rows(bound, values))
        token = _mode.set(Mode.READ)
        try:
            with bound.connect() as connection:
                return self._made(tuple(map(tuple, connection.execute(self.statement, values))))
        finally:
            _mode.reset(token)

    def _make(self, raw: tuple[tuple[Any, ...], ...]) -> Thing:
        results = () if self._prepared is None else self._prepared.results
        rows = []
        for row in raw:
            read = list(row)
            for place, convert in results:
                read[place] = convert(read[place])
            rows.append(self._row._make(read))
        return self._of(rows)


class _Prepared:
    """A statement in the words of SQLite, how its values go in and come out, and a connection for each thread."""

    def __init__(self, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        binds: Mapping[str, Any] = compiled._bind_processors
        self.names = [(name, compiled.params[name], binds.get(name)) for name in compiled.positiontup or ()]
        columns = enumerate(statement.selected_columns)
        found = (
            (place, column.type.dialect_impl(dialect).result_processor(dialect, None)) for place, column in columns
        )
        self.results = [(place, convert) for place, convert in found if convert is not None]

    def rows(self, bound: Engine, values: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
        given = []
        for name, fixed, convert in self.names:
            value = values.get(name, fixed)
            given.append(value if convert is None else convert(value))
        try:
            return tuple(_reader(bound).execute(self.sql, given))
        except sqlite3.OperationalError as error:
            raise OperationalError(self.sql, None, error, hide_parameters=True) from error


def _reader(bound: Engine) -> sqlite3.Connection:
    """The connection of this thread for looks. It refuses to write and is in no transaction between two looks."""
    mine: dict[Engine, sqlite3.Connection] = _readers.__dict__.setdefault("mine", WeakKeyDictionary())
    known = mine.get(bound)
    if known is None:
        taken = bound.raw_connection()
        driver: Any = taken.driver_connection
        taken.detach()
        driver.execute("PRAGMA query_only=ON")
        known = mine[bound] = driver
    return known


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
