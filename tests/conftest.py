# SPDX-License-Identifier: Apache-2.0
"""What every test may ask for: a site on a fresh database, a browser, somebody signed in."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import delete

from lms import schema
from lms.access.identity import Role
from lms.app import create_app
from lms.config import Environment, Settings
from lms.db import Base, db, transaction
from lms.jobs import worker
from tests.browser import Browser
from tests.databases import postgresql_url
from tests.selecting import pytest_addoption, pytest_collection_modifyitems

__all__ = ["pytest_addoption", "pytest_collection_modifyitems"]

PASSWORD = "a long enough password"
# The same examples each time, however busy the machine is; more of them where a proof asks for more.
hypothesis.settings.register_profile("sample", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("sample")


def settings_for(folder: Path, database_url: str, **over: Any) -> Settings:
    """Settings of a site under test."""
    given: dict[str, Any] = {
        "environment": Environment.DEVELOPMENT, "data_dir": folder, "database_url": database_url,
        "secret_key": "k" * 40, "public_url": "http://localhost", "host": "127.0.0.1", "port": 5000,
        "site_name": "Koshu", "telephone": "0120-000-000", "telephone_hours": "9:00-17:00",
        "mail_from": "koshu@localhost", "smtp_url": "", "limiter_url": "memory://", "trusted_proxies": 0,
        "testing": True,
    }  # fmt: skip
    return Settings(**{**given, **over})


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The migrated, empty database of this run: a file to copy, or a PostgreSQL database to empty again."""
    folder = tmp_path_factory.mktemp("pristine")
    if request.config.getoption("--database") == "sqlite":
        app = create_app(settings_for(folder, f"sqlite:///{folder / 'koshu.sqlite3'}"))
        with app.app_context():
            schema.upgrade()
            for engine in db.engines.values():
                engine.dispose()
        yield folder / "koshu.sqlite3"
        return
    with postgresql_url(os.environ.get("PYTEST_XDIST_WORKER", "main")) as url:
        app = create_app(settings_for(folder, url))
        with app.app_context():
            schema.upgrade()
        yield app


@pytest.fixture
def app(pristine: Any, tmp_path: Path) -> Iterator[Flask]:
    """A site on an empty, migrated database and an empty data folder of its own."""
    if isinstance(pristine, Flask):
        with pristine.app_context(), transaction():
            for table in reversed(Base.metadata.sorted_tables):  # TRUNCATE rewrites every file, full or not
                db.session.execute(delete(table))
        site = create_app(settings_for(tmp_path, pristine.config["SQLALCHEMY_DATABASE_URI"]))
    else:
        shutil.copy(pristine, tmp_path / "koshu.sqlite3")
        site = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'koshu.sqlite3'}"))
    yield site
    with site.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application context for direct looks; never together with a browser (it would be reused by its requests)."""
    with app.app_context():
        yield app


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that nobody is signed in with, reading English."""
    return Browser(app)


@pytest.fixture
def as_(app: Flask) -> Callable[..., Browser]:
    """`as_(Role.OFFICER)` or `as_("12345678")` (a learner number whose password is PASSWORD): a signed-in browser."""
    from tests.factories.accounts import make_account

    def sign_in(who: Role | str = Role.LEARNER, locale: str = "en") -> Browser:
        with app.app_context():
            number = who
            if isinstance(who, Role):
                number = make_account(role=who, password=PASSWORD).person.learner_number
        browser = Browser(app, locale)
        browser.submit("/account/sign-in", sign_in=number, password=PASSWORD)
        return browser

    return sign_in


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Run everything that is due, as the worker does."""

    def run() -> int:
        with app.app_context():
            return worker.run_due(app.extensions["koshu_registry"])

    return run


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "localhost", "::1"}:
            raise AssertionError(f"a test reached for {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
