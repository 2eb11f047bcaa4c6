"""The clock of the house: this machine's, set by the database's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from services.clock import DatabaseClock
from services.database import Database


def test_it_tells_the_databases_time_aware_in_utc(database: Database) -> None:
    clock = DatabaseClock(database)
    clock.set_by_database()
    with database.engine.connect() as connection:
        before = clock.now()
        told: datetime = connection.exec_driver_sql("select clock_timestamp()").scalar_one()
        after = clock.now()
    slack = timedelta(milliseconds=250)
    assert before - slack <= told <= after + slack
    assert before.tzinfo is UTC


def test_a_jump_of_this_machines_clock_moves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = DatabaseClock(database)
    clock.set_by_database()
    before = clock.now()

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("services.clock.datetime", Jumped)
    assert timedelta(0) <= clock.now() - before < timedelta(seconds=5)


def test_half_the_round_trip_is_taken_for_the_way_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = DatabaseClock(database)
    ticks = iter([100.0, 110.0])
    monkeypatch.setattr("services.clock.time.monotonic", lambda: next(ticks, 110.0))
    clock.set_by_database()
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(seconds=4) < ahead < timedelta(seconds=6)


def test_who_asks_while_it_is_being_set_gets_one_time_or_the_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = DatabaseClock(database)
    clock.set_by_database()
    real, later = time.monotonic, [0.0]
    monkeypatch.setattr("services.clock.time.monotonic", lambda: real() + later[0])
    later[0] = 3600  # this machine's seconds ran away since it was set

    def set_meanwhile() -> float:
        monkeypatch.setattr("services.clock.time.monotonic", lambda: real() + later[0])
        clock.set_by_database()
        return real() + later[0]

    monkeypatch.setattr("services.clock.time.monotonic", set_meanwhile)
    asked = clock.now() - datetime.now(UTC)
    assert abs(asked.total_seconds() - 3600) < 5  # all of the old setting
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5  # all of the new one
