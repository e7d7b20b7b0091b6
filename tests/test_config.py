# SPDX-License-Identifier: Apache-2.0
"""Settings: every problem at once, and nothing in production that is only good enough for a desk."""

import stat
import threading
from pathlib import Path

import pytest

from lms import config
from lms.config import BadSettings, Environment, Settings

GOOD = {
    "LMS_ENV": "production",
    "LMS_SECRET_KEY": "s" * 40,
    "PUBLIC_URL": "https://koshu.example.jp",
    "LMS_TELEPHONE": "03-0000-0000",
    "LMS_MAIL_FROM": "koshu@example.jp",
    "LMS_SMTP_URL": "smtps://user:pass@mail.example.jp",
}


def read(folder: Path, **over: str | None) -> Settings:
    given = {**GOOD, "LMS_DATA_DIR": str(folder), **over}
    return Settings.from_env({name: value for name, value in given.items() if value is not None})


def problems(folder: Path, **over: str | None) -> list[str]:
    with pytest.raises(BadSettings) as refusal:
        read(folder, **over)
    return refusal.value.problems


def test_an_empty_environment_gives_a_development_site_on_this_machine(tmp_path):
    found = Settings.from_env({"LMS_DATA_DIR": str(tmp_path / "var")})
    assert found.environment is Environment.DEVELOPMENT
    assert (found.host, found.port, found.public_url) == ("127.0.0.1", 5000, "http://localhost:5000")
    assert found.database_url == f"sqlite:///{tmp_path / 'var' / 'koshu.sqlite3'}"
    assert not found.testing


def test_production_starts_with_what_it_needs(tmp_path):
    found = read(tmp_path)
    assert (found.environment, found.is_development, found.uses_https) == (Environment.PRODUCTION, False, True)


def test_all_problems_are_listed_at_once(tmp_path):
    found = problems(
        tmp_path,
        LMS_SECRET_KEY=None,
        PUBLIC_URL=None,
        LMS_TELEPHONE=None,
        LMS_MAIL_FROM="nobody",
        LMS_SMTP_URL=None,
        PORT="x",
    )
    assert [
        word
        for word in ("LMS_SECRET_KEY", "PUBLIC_URL", "LMS_TELEPHONE", "LMS_MAIL_FROM", "LMS_SMTP_URL", "PORT")
        if not any(problem.startswith(word) for problem in found)
    ] == []
    assert len(found) == 6


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_ENV", "staging"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "５０００"),
        ("LMS_TRUSTED_PROXIES", "6"),
        ("LMS_SECRET_KEY", "short"),
        ("LMS_SECRET_KEY", None),
        ("PUBLIC_URL", "http://koshu.example.jp"),
        ("PUBLIC_URL", "koshu.example.jp"),
        ("PUBLIC_URL", "https://koshu.example.jp/lms"),
        ("PUBLIC_URL", "https://koshu.example.jp?x=1"),
        ("PUBLIC_URL", "https://koshu.example.jp#x"),
        ("PUBLIC_URL", "https://user@koshu.example.jp"),
        ("PUBLIC_URL", "https://koshu.example.jp:99999"),
        ("PUBLIC_URL", "https://[koshu"),
        ("PUBLIC_URL", "ftp://koshu.example.jp"),
        ("LMS_DATABASE_URL", "mysql://localhost/koshu"),
        ("LMS_DATABASE_URL", "sqlite://"),
        ("LMS_DATABASE_URL", "sqlite:///koshu.sqlite3"),
        ("LMS_MAIL_FROM", "nobody"),
        ("LMS_SMTP_URL", "mail.example.jp"),
        ("LMS_SMTP_URL", "smtp://"),
        ("LMS_SMTP_URL", "smtp://["),
        ("LMS_SMTP_URL", "http://mail.example.jp"),
        ("LMS_LIMITER_URL", "sometimes"),
    ],
)
def test_a_wrong_value_is_one_named_problem(tmp_path, name, value):
    found = problems(tmp_path, **{name: value})
    assert [problem.split()[0] for problem in found] == [name]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db/koshu", "postgresql+psycopg://u:p@db/koshu"),
        ("postgresql://u:p@db/koshu", "postgresql+psycopg://u:p@db/koshu"),
        ("postgresql+psycopg://db/koshu", "postgresql+psycopg://db/koshu"),
        ("sqlite:////srv/koshu.sqlite3", "sqlite:////srv/koshu.sqlite3"),
    ],
)
def test_addresses_of_databases_are_understood_as_people_write_them(tmp_path, given, used):
    assert read(tmp_path, LMS_DATABASE_URL=given).database_url == used


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), ("0.0.0.0", "localhost"), ("::", "localhost"), ("192.168.1.5", "192.168.1.5")],
)
def test_a_site_without_public_url_is_reached_where_it_listens(tmp_path, host, shown):
    assert (
        Settings.from_env({"LMS_DATA_DIR": str(tmp_path), "HOST": host, "PORT": "8080"}).public_url
        == f"http://{shown}:8080"
    )


def test_a_slash_at_the_end_of_the_public_url_is_dropped(tmp_path):
    assert read(tmp_path, PUBLIC_URL="https://koshu.example.jp/").public_url == "https://koshu.example.jp"


def test_a_development_site_keeps_its_secret_where_only_its_owner_can_read_it(tmp_path):
    first = Settings.from_env({"LMS_DATA_DIR": str(tmp_path)})
    again = Settings.from_env({"LMS_DATA_DIR": str(tmp_path)})
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_processes_that_start_together_keep_one_secret(tmp_path):
    folder = tmp_path / "var"
    found: list[str] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        found.append(Settings.from_env({"LMS_DATA_DIR": str(folder)}).secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_production_writes_no_secret(tmp_path):
    problems(tmp_path / "data", LMS_SECRET_KEY=None)
    assert not (tmp_path / "data").exists()


def test_no_message_repeats_a_secret(tmp_path):
    found = problems(
        tmp_path,
        LMS_SECRET_KEY="hunter2",
        LMS_SMTP_URL="http://user:swordfish@mail.example.jp",
        LMS_DATABASE_URL="mysql://u:sesame@db/x",
    )
    assert not [word for word in ("hunter2", "swordfish", "sesame") if word in "\n".join(found)]


def test_the_settings_of_the_site_are_found_by_those_who_have_no_request(app):
    assert config.current() is app.extensions["koshu_settings"]


def test_a_site_is_a_demo_only_in_a_folder_that_the_demo_made(tmp_path):
    found = Settings.from_env({"LMS_DATA_DIR": str(tmp_path)})
    assert not found.is_demo
    (tmp_path / config.DEMO_MARK).touch()
    assert found.is_demo


def test_production_refuses_a_folder_of_invented_people(tmp_path):
    (tmp_path / config.DEMO_MARK).touch()
    assert any("flask demo" in problem for problem in problems(tmp_path))
