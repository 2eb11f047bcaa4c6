"""Nobody loses a lot because the house or its database was down (bidding rules 2.4)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg2
import pytest
from sqlalchemy.exc import OperationalError

from services.events import RoomChanged
from tests.house import House, away

TWO_OCLOCK = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)


def at(clock: str) -> datetime:
    """Read a time of that day."""
    hours, minutes, seconds = map(int, clock.split(":"))
    return TWO_OCLOCK.replace(hour=hours, minute=minutes, second=seconds)


@pytest.fixture
def lot(house: House) -> int:
    """A lot that ends at two o'clock, with a window of three minutes."""
    house.told.shows(at("13:00:00"))
    return house.lot(ends_in=3600, soft_close_seconds=180)


# ---- outages: the worked examples of the bidding rules 2.4 ---------------------------------------


def dead(house: House, clock: str, until: str) -> None:
    """Let the house die at a time and start again at another, as a new process would."""
    house.told.shows(at(clock))
    house.heartbeats.beat()
    house.heartbeats._let_go()
    house.told.shows(at(until))


def started(house: House) -> int:
    """Start as a new process; returns how many auctions were given more time."""
    prolonged = house.chronograph.restart()
    house.chronograph.ring()
    return prolonged


def test_a_lot_that_ended_while_the_house_was_down_goes_on(house: House, lot: int) -> None:
    dead(house, "13:59:10", until="14:05:00")
    assert started(house) == 1
    row = house.auction(lot)
    assert (row["end_datetime"], row["outcome"], row["version"]) == (at("14:15:00"), None, 1)
    [move] = house.rows("select * from extensions")
    assert (move["cause"], move["ends_from"], move["ends_to"]) == (
        "outage",
        at("14:00:00"),
        at("14:15:00"),
    )
    [audit] = house.rows("select * from audit_records")
    assert (audit["action"], audit["subject"]) == ("extended_by_outage", f"auction:{lot}")
    assert audit["details"] == {"ends_at": "2026-03-04T14:15:00+00:00"}
    [outage] = house.rows("select down_from, up_at from outages")
    assert outage == {"down_from": at("13:59:10"), "up_at": at("14:05:00")}
    assert house.news == [RoomChanged(auction_id=lot, version=1)]


def test_a_lot_far_from_its_end_is_left_alone(house: House, lot: int) -> None:
    dead(house, "13:40:00", until="13:50:00")
    assert started(house) == 0
    assert house.auction(lot)["end_datetime"] == at("14:00:00")
    assert len(house.rows("select * from outages")) == 1


def test_a_lot_that_had_ended_before_closes_as_it_stood(house: House, lot: int) -> None:
    ana = house.person("ana", money=500)
    house.bid(ana, lot, 100)
    dead(house, "14:00:01", until="14:05:00")
    assert started(house) == 0
    row = house.auction(lot)
    assert (row["outcome"], row["end_datetime"]) == ("sold", at("14:00:00"))


def test_short_outages_in_the_last_part_are_counted_together(house: House, lot: int) -> None:
    dead(house, "13:58:00", until="13:58:06")
    assert started(house) == 0
    dead(house, "13:58:30", until="13:58:34")
    assert started(house) == 0  # ten seconds are tolerated
    dead(house, "13:59:00", until="13:59:02")
    assert started(house) == 1
    assert house.auction(lot)["end_datetime"] == at("14:09:02")


def test_a_pause_of_less_than_a_second_is_no_outage(house: House, lot: int) -> None:
    house.told.shows(at("13:59:59"))
    house.heartbeats.beat()
    house.heartbeats._let_go()
    house.told.goes_on(0.99)
    assert started(house) == 0
    assert house.rows("select * from outages") == []


def test_a_first_start_is_no_outage(house: House, lot: int) -> None:
    house.told.shows(at("14:05:00"))
    assert started(house) == 0
    assert house.auction(lot)["outcome"] == "no_bids"


def test_a_longer_window_is_given_twice(house: House) -> None:
    house.told.shows(at("13:00:00"))
    lot = house.lot(ends_in=3600, soft_close_seconds=400)
    dead(house, "13:59:10", until="14:05:00")
    assert started(house) == 1
    assert house.auction(lot)["end_datetime"] == at("14:18:20")


def test_a_living_sister_means_no_outage(house: House, sister: House, lot: int) -> None:
    sister.heartbeats.beat()
    dead(house, "13:59:10", until="14:05:00")
    assert started(house) == 0
    assert house.rows("select * from outages") == []
    assert house.auction(lot)["outcome"] == "no_bids"


def test_of_two_processes_that_start_together_one_applies_the_rule(
    house: House, sister: House, lot: int
) -> None:
    dead(house, "13:59:10", until="14:05:00")
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda which=which: counts.append(which.chronograph.restart()))
        for which in (house, sister)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(counts) == [0, 1]
    assert house.auction(lot)["end_datetime"] == at("14:15:00")
    assert len(house.rows("select * from outages")) == 1


def test_who_starts_beside_another_waits_until_the_rule_is_applied(
    house: House, sister: House, lot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would close at the old end what the other is about to give more time."""
    record, recorded, go_on = sister.heartbeats.record_outage, threading.Event(), threading.Event()

    def slowly(*given: Any, **more: Any) -> Any:
        with monkeypatch.context() as another:
            another.setattr("services.heartbeat.ORIGIN", "another process")
            outages = record(*given, **more)
        recorded.set()
        assert go_on.wait(10)
        return outages

    monkeypatch.setattr(sister.heartbeats, "record_outage", slowly)
    dead(house, "13:59:10", until="14:05:00")
    first = threading.Thread(target=sister.chronograph.restart)
    first.start()
    assert recorded.wait(5)
    second = threading.Thread(target=started, args=[house])
    second.start()
    second.join(0.3)
    waits = second.is_alive()
    go_on.set()
    for thread in (first, second):
        thread.join(10)
    assert waits
    assert (house.auction(lot)["outcome"], house.auction(lot)["end_datetime"]) == (
        None,
        at("14:15:00"),
    )


# ---- the database goes away and comes back -------------------------------------------------------


@pytest.fixture
def cluster_door(cluster: str) -> Iterator[Any]:
    """A door to the server itself, beside the house's database."""
    connection = psycopg2.connect(cluster)
    connection.autocommit = True
    yield connection.cursor()
    connection.close()


def test_the_house_waits_for_its_database_and_gives_the_time_back(
    house: House, lot: int, cluster_door: Any
) -> None:
    house.told.shows(at("13:59:40"))
    house.chronograph.start()
    house.heartbeats.beat()
    with away(cluster_door, house.database.engine.url.database or ""):
        house.told.shows(at("13:59:50"))
        house.chronograph.ring()
        with pytest.raises(OperationalError):
            house.heartbeats.beat()
        house.told.shows(at("14:00:30"))
        house.chronograph.ring()
    house.heartbeats.beat()  # comes first and does not hide what has been
    house.chronograph.ring()
    row = house.auction(lot)
    assert (row["outcome"], row["end_datetime"]) == (None, at("14:10:30"))
    [outage] = house.rows("select down_from, up_at from outages")
    assert outage == {"down_from": at("13:59:40"), "up_at": at("14:00:30")}
    house.chronograph.ring()
    assert len(house.rows("select * from outages")) == 1
    house.chronograph.stop()


def test_what_one_process_has_recorded_of_an_outage_another_does_not_count_again(
    house: House, sister: House, lot: int, cluster_door: Any
) -> None:
    house.told.shows(at("13:59:00"))
    house.chronograph.start()
    sister.chronograph.start()
    with away(cluster_door, house.database.engine.url.database or ""):
        house.told.shows(at("13:59:06"))
        house.chronograph.ring()
        sister.chronograph.ring()
    house.chronograph.ring()
    sister.chronograph.ring()
    assert len(house.rows("select * from outages")) == 1
    assert house.auction(lot)["end_datetime"] == at("14:00:00")  # six seconds, not twelve


def test_a_statement_the_database_refuses_is_no_outage(house: House, lot: int) -> None:
    house.told.shows(at("13:59:55"))
    house.chronograph.ring()
    refused: list[int] = []

    def refuse() -> None:
        refused.append(1)
        house.change("select 1 / 0")

    house.told.shows(at("14:00:01"))
    real = house.closing.close_due
    house.closing.close_due = refuse  # type: ignore[method-assign, assignment]
    house.chronograph.ring()
    house.closing.close_due = real  # type: ignore[method-assign]
    house.told.shows(at("14:00:02"))
    house.chronograph.ring()
    assert refused
    assert house.rows("select * from outages") == []
    assert house.auction(lot)["outcome"] == "no_bids"
