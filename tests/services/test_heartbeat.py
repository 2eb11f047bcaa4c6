"""How the house knows afterwards when it was not there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from services.heartbeat import Heartbeats
from tests.house import House

# Of this database alone: other workers' houses are alive on the same server.
ALIVE = """
    select count(*) from pg_locks join pg_database d on d.oid = database
    where locktype = 'advisory' and objid = 727404 and granted and datname = current_database()
"""


def outages(house: House) -> list[tuple[float, float]]:
    """Record an outage now; returns the ones remembered, in seconds before now."""
    now = house.clock.now()
    with house.database.transaction() as work:
        found = house.heartbeats.record_outage(work.connection, now)
    return [((now - down).total_seconds(), (now - up).total_seconds()) for down, up in found]


def test_a_beat_says_that_this_process_lives_now(house: House) -> None:
    house.heartbeats.beat()
    house.told.goes_on(5)
    house.heartbeats.beat()
    assert house.rows("select beat_at from heartbeats") == [{"beat_at": house.clock.now()}]
    assert house.one(ALIVE) == 1


def test_a_process_that_stops_beats_a_last_time_and_lets_the_lock_go(house: House) -> None:
    house.heartbeats.beat()
    house.told.goes_on(3)
    house.heartbeats.stop()
    assert house.rows("select beat_at from heartbeats") == [{"beat_at": house.clock.now()}]
    assert house.one(ALIVE) == 0
    house.heartbeats.stop()


def test_a_lost_connection_is_made_anew_at_the_next_beat(house: House) -> None:
    house.heartbeats.beat()
    house.change("""
        select pg_terminate_backend(pid, 5000)
        from pg_locks join pg_database d on d.oid = database
        where locktype = 'advisory' and objid = 727404 and datname = current_database()""")
    with pytest.raises(OperationalError):
        house.heartbeats.beat()
    assert house.one(ALIVE) == 0
    house.heartbeats.beat()
    assert house.one(ALIVE) == 1


def test_a_process_stops_even_while_its_database_is_away(house: House) -> None:
    house.heartbeats.beat()
    house.change("""
        select pg_terminate_backend(pid, 5000)
        from pg_locks join pg_database d on d.oid = database
        where locktype = 'advisory' and objid = 727404 and datname = current_database()""")
    house.heartbeats.stop()
    assert house.one(ALIVE) == 0


def test_the_time_since_the_last_beat_of_anybody_counts_as_down(house: House) -> None:
    for _ in range(2):  # two processes that died
        dead = Heartbeats(house.database, house.clock)
        dead.beat()
        dead._let_go()
    house.told.goes_on(30)
    assert outages(house) == [(30, 0)]
    house.told.goes_on(10)
    assert outages(house) == [(40, 10), (10, 0)]


def test_an_outage_of_hours_ago_is_remembered_no_more(house: House) -> None:
    house.heartbeats.beat()
    house.heartbeats._let_go()
    house.told.goes_on(30)
    outages(house)
    house.told.goes_on(timedelta(hours=2).total_seconds() + 1)
    assert [round(down) for down, _ in outages(house)] == [7201]
    assert len(house.rows("select * from heartbeats")) == 1


def test_while_somebody_lives_nothing_is_down(house: House, sister: House) -> None:
    sister.heartbeats.beat()
    house.told.goes_on(30)
    assert outages(house) == []
    assert house.rows("select * from outages") == []
