# SPDX-License-Identifier: Apache-2.0
"""Settings: the only reader of the environment. `from_env` lists every problem before the site refuses to start."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

SECRET_BYTES = 32
SHORTEST_SECRET = 32
DEFAULT_PORT = 5000


class Environment(StrEnum):
    """Where the site runs; production refuses whatever is only good enough for a desk."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class BadSettings(Exception):
    """All problems of the environment at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to another. Each field stands in docs/configuration.md."""

    environment: Environment
    data_dir: Path
    database_url: str
    secret_key: str
    public_url: str
    host: str
    port: int
    site_name: str
    telephone: str
    telephone_hours: str
    mail_from: str
    smtp_url: str
    limiter_url: str
    trusted_proxies: int
    testing: bool = False

    @property
    def is_development(self) -> bool:
        """Whether this is a site to try things on: certificates are marked, mails go to a folder."""
        return self.environment is Environment.DEVELOPMENT

    @property
    def is_demo(self) -> bool:
        """Whether the data folder was made by `flask demo`."""
        return (self.data_dir / DEMO_MARK).exists()

    @property
    def uses_https(self) -> bool:
        """Whether people reach the site over https, so that cookies may be marked secure."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the environment; raise BadSettings with every problem found.

        Errors: BadSettings.
        """
        return _Reader(environ).settings()


DEMO_MARK = "made-by-demo"
_installed: Settings | None = None


def current() -> Settings:
    """The settings of the running site."""
    if _installed is None:
        raise RuntimeError("no site has been created in this process")
    return _installed


def install(settings: Settings) -> None:
    """Make these the settings of the process; called once by create_app."""
    global _installed
    _installed = settings


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def settings(self) -> Settings:
        environment = self._environment()
        data_dir = Path(self.environ.get("LMS_DATA_DIR") or "var").resolve()
        host = self.environ.get("HOST") or "127.0.0.1"
        port = self._number("PORT", DEFAULT_PORT, 1, 65535)
        found = Settings(
            environment=environment,
            data_dir=data_dir,
            database_url=self._database_url(data_dir),
            secret_key=self._secret_key(environment, data_dir),
            public_url=self._public_url(environment, host, port),
            host=host,
            port=port,
            site_name=self.environ.get("LMS_SITE_NAME") or "Koshu",
            telephone=self._telephone(environment),
            telephone_hours=self.environ.get("LMS_TELEPHONE_HOURS") or "9:00-17:00",
            mail_from=self._mail_from(environment),
            smtp_url=self._smtp_url(environment),
            limiter_url=self._limiter_url(),
            trusted_proxies=self._number("LMS_TRUSTED_PROXIES", 0, 0, 5),
        )
        if environment is Environment.PRODUCTION and found.is_demo:
            self.problems.append(
                f"LMS_DATA_DIR {data_dir} was filled by `flask demo`; production needs a folder of its own."
            )
        if self.problems:
            raise BadSettings(self.problems)
        return found

    def _environment(self) -> Environment:
        named = self.environ.get("LMS_ENV") or "development"
        try:
            return Environment(named)
        except ValueError:
            self.problems.append(f"LMS_ENV is “{named}”; it must be development or production.")
            return Environment.DEVELOPMENT

    def _number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.environ.get(name) or str(default)
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        self.problems.append(f"{name} is “{text}”; it must be a whole number from {least} to {most}.")
        return default

    def _database_url(self, data_dir: Path) -> str:
        url = self.environ.get("LMS_DATABASE_URL") or f"sqlite:///{data_dir / 'koshu.sqlite3'}"
        if url.startswith("postgres://"):
            url = "postgresql+psycopg://" + url.removeprefix("postgres://")
        if url.startswith("postgresql://"):
            url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
        if not url.startswith(("sqlite:////", "postgresql+psycopg://")):
            self.problems.append("LMS_DATABASE_URL must begin with sqlite://// (a full path) or postgresql://.")
        return url

    def _secret_key(self, environment: Environment, data_dir: Path) -> str:
        given = self.environ.get("LMS_SECRET_KEY")
        if given:
            if len(given) < SHORTEST_SECRET:
                self.problems.append(f"LMS_SECRET_KEY is too short: at least {SHORTEST_SECRET} characters.")
            return given
        if environment is Environment.PRODUCTION:
            self.problems.append("LMS_SECRET_KEY is missing; production does not invent one.")
            return ""
        return _kept_secret(data_dir)

    def _public_url(self, environment: Environment, host: str, port: int) -> str:
        url = self.environ.get("PUBLIC_URL") or ""
        if not url:
            if environment is Environment.PRODUCTION:
                self.problems.append("PUBLIC_URL is missing; certificates and mails carry it.")
            shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104
            return f"http://{shown}:{port}"
        parts = _parsed(url)
        if parts is None or parts.scheme not in {"http", "https"} or not _is_bare(parts):
            self.problems.append("PUBLIC_URL must be an address without a path, such as https://koshu.example.jp.")
        elif environment is Environment.PRODUCTION and parts.scheme != "https":
            self.problems.append("PUBLIC_URL must begin with https:// in production.")
        return url.rstrip("/")

    def _telephone(self, environment: Environment) -> str:
        given = self.environ.get("LMS_TELEPHONE")
        if not given and environment is Environment.PRODUCTION:
            self.problems.append("LMS_TELEPHONE is missing; every page shows it.")
        return given or "0120-000-000"

    def _mail_from(self, environment: Environment) -> str:
        given = self.environ.get("LMS_MAIL_FROM")
        if given and "@" not in given:
            self.problems.append("LMS_MAIL_FROM must be an e-mail address.")
        if not given and environment is Environment.PRODUCTION:
            self.problems.append("LMS_MAIL_FROM is missing.")
        return given or "koshu@localhost"

    def _smtp_url(self, environment: Environment) -> str:
        url = self.environ.get("LMS_SMTP_URL") or ""
        parts = _parsed(url)
        if url and (parts is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
            self.problems.append("LMS_SMTP_URL must name a server: smtp://host:port or smtps://user:password@host.")
        if not url and environment is Environment.PRODUCTION:
            self.problems.append("LMS_SMTP_URL is missing; reminders and confirmations go out by mail.")
        return url

    def _limiter_url(self) -> str:
        url = self.environ.get("LMS_LIMITER_URL") or "memory://"
        if not url.startswith(("memory://", "redis://", "rediss://")):
            self.problems.append("LMS_LIMITER_URL must begin with memory://, redis:// or rediss://.")
        return url


def _parsed(url: str) -> SplitResult | None:
    """The parts of an address whose host and port can be read, else None."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return None
    return parts


def _is_bare(parts: SplitResult) -> bool:
    """Whether it is scheme, host and port only."""
    extras = (parts.path.strip("/"), parts.query, parts.fragment, parts.username, parts.password)
    return bool(parts.hostname) and not any(extras)


def make_folder(data_dir: Path) -> None:
    """Make the data folder, open to its owner only: database, keys and secret lie in it."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


def _kept_secret(data_dir: Path) -> str:
    """The secret of a development site, made once and kept in its data folder, readable by its owner only."""
    path = data_dir / "secret-key"
    if not path.exists():
        make_folder(data_dir)
        handle, draft = tempfile.mkstemp(dir=data_dir)  # readable by its owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(SECRET_BYTES))
        with suppress(FileExistsError):  # site and worker may begin at the same moment: the first one wins
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text().strip()
