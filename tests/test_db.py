# SPDX-License-Identifier: Apache-2.0
"""Acts are whole, readings cannot write, and nothing is lost when many write at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from lms.app import create_app
from lms.db import UtcDateTime, db, lock_rows, reading, transaction
from lms.jobs.models import Job
from tests.conftest import settings_for

NOW = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))


def job(kind: str = "probe", **over: object) -> Job:
    return Job(**{"kind": kind, "payload": {}, "written_at": NOW, "run_at": NOW, "tries": 0, **over})


def kinds() -> list[str]:
    with reading():
        return list(db.session.scalars(select(Job.kind).order_by(Job.id)))


def row() -> dict[str, object]:
    return {"kind": "core", "payload": {}, "written_at": NOW, "run_at": NOW, "tries": 0, "failed": False}


class Broken(Exception):
    pass


def test_an_act_is_committed_when_it_ends(context):
    with transaction():
        db.session.add(job("one"))
        db.session.add(job("two"))
    assert kinds() == ["one", "two"]


def test_an_act_that_fails_leaves_nothing(context):
    with pytest.raises(Broken):
        failing_act()
    assert kinds() == []


@transaction()
def failing_act() -> None:
    db.session.add(job("one"))
    db.session.flush()
    raise Broken


def test_an_act_inside_an_act_is_part_of_it(context):
    with pytest.raises(Broken):
        failing_act_around_another()
    assert kinds() == []


@transaction()
def failing_act_around_another() -> None:
    with transaction():
        db.session.add(job("inner"))
    raise Broken


def test_an_act_cannot_begin_inside_a_reading(context):
    with reading(), pytest.raises(RuntimeError, match="inside a reading"), transaction():
        pass


def test_a_reading_inside_an_act_sees_what_the_act_has_written(context):
    with transaction():
        db.session.add(job("one"))
        with reading():
            assert db.session.scalar(select(func.count(Job.id))) == 1
    assert kinds() == ["one"]


def write_by_the_orm() -> None:
    db.session.add(job())
    db.session.flush()


def write_by_core() -> None:
    db.session.execute(insert(Job).values(**row()))


def write_by_hand() -> None:
    db.session.connection().exec_driver_sql("DELETE FROM job")


def change_the_schema() -> None:
    db.session.connection().exec_driver_sql("CREATE TABLE smuggled (id INTEGER)")


@pytest.mark.parametrize("write", [write_by_the_orm, write_by_core, write_by_hand, change_the_schema])
def test_the_connection_of_a_reading_refuses_to_write(context, write):
    with reading(), pytest.raises(DBAPIError):
        write()
    assert kinds() == []


@pytest.mark.parametrize("write", [write_by_the_orm, write_by_core])
def test_outside_any_act_nothing_can_be_written_either(context, write):
    with pytest.raises(DBAPIError):
        write()
    db.session.rollback()
    assert kinds() == []


def test_after_a_refused_write_the_next_act_can_write(context):
    with reading(), pytest.raises(DBAPIError):
        write_by_core()
    with transaction():
        db.session.add(job("next"))
    assert kinds() == ["next"]


def test_after_an_act_the_same_connection_cannot_write_in_a_reading(context):
    with transaction():
        db.session.add(job("one"))
    with reading(), pytest.raises(DBAPIError):
        write_by_hand()
    assert kinds() == ["one"]


def test_a_look_left_open_does_not_hide_what_others_wrote_meanwhile(context):
    db.session.scalar(select(func.count(Job.id)))  # leaves its snapshot open, as a loader may
    thread = threading.Thread(target=write_one, args=(context,))
    thread.start()
    thread.join()
    assert kinds() == ["elsewhere"]


def write_one(app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.add(job("elsewhere"))


def count_up(app: Flask, times: int) -> None:
    for _ in range(times):
        with app.app_context(), transaction():
            counter = db.session.scalar(lock_rows(select(Job).where(Job.kind == "counter")))
            counter.tries += 1


def test_no_update_is_lost_when_many_write_at_once(context):
    with transaction():
        db.session.add(job("counter"))
    threads = [threading.Thread(target=count_up, args=(context, 25)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading():
        assert db.session.scalar(select(Job.tries).where(Job.kind == "counter")) == 6 * 25


# --- moments ---


def test_a_moment_comes_back_as_the_same_moment_in_utc(context):
    given = datetime(2026, 7, 10, 12, 30, 15, 123456, tzinfo=TOKYO)
    with transaction():
        db.session.add(job(run_at=given))
    with reading():
        found = db.session.scalar(select(Job.run_at))
    assert found == given
    assert found.utcoffset() == timedelta(0)


def test_moments_are_compared_by_when_they_are_and_not_by_how_they_are_written(context):
    with transaction():
        db.session.add(job(run_at=datetime(2026, 7, 10, 12, 0, tzinfo=TOKYO)))
    with reading():
        assert (
            db.session.scalar(select(func.count(Job.id)).where(Job.run_at <= datetime(2026, 7, 10, 3, 0, tzinfo=UTC)))
            == 1
        )
        assert (
            db.session.scalar(select(func.count(Job.id)).where(Job.run_at < datetime(2026, 7, 10, 3, 0, tzinfo=UTC)))
            == 0
        )


def test_a_moment_without_time_zone_is_refused(context):
    with pytest.raises(StatementError, match="time zone"), transaction():
        db.session.add(job(run_at=datetime(2026, 7, 10, 12, 0)))


def test_nothing_stays_nothing():
    assert UtcDateTime().process_bind_param(None, None) is None
    assert UtcDateTime().process_result_value(None, None) is None


# --- the connection itself ---


def test_sqlite_keeps_every_act_through_a_power_cut(tmp_path):
    site = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'koshu.sqlite3'}"))
    names = ("journal_mode", "synchronous", "foreign_keys")
    with site.app_context(), reading():
        pragmas = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in names}
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_error_of_the_database_does_not_quote_what_people_typed(context):
    twins = [{**row(), "unique_key": "Yamada"}] * 2
    with pytest.raises(DBAPIError) as error, transaction():
        db.session.execute(insert(Job), twins)
    assert "[SQL parameters hidden" in str(error.value)
