"""News crosses from process to process after its commit, and is asked for where it was missed."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from services.database import CHANNEL, Database
from services.events import RoomChanged
from services.gateways.bus import PostgresBus
from tests.house import House

ROOT = Path(__file__).resolve().parents[2]
LISTENER = """
import dataclasses, sys
from services.gateways.bus import PostgresBus
bus = PostgresBus(sys.argv[1])
bus.start(lambda news: print(*dataclasses.astuple(news), flush=True), resync=lambda: None)
print("listening", flush=True)
sys.stdin.read()
bus.stop()
"""


@pytest.fixture
def listener(house: House) -> Iterator[queue.Queue[str]]:
    """Another process that hears the house's news."""
    command = [sys.executable, "-c", LISTENER, house.url]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "listening\n"
        heard: queue.Queue[str] = queue.Queue()

        def read(lines: Any) -> None:
            for line in lines:
                heard.put(line.strip())

        thread = threading.Thread(target=read, args=[process.stdout], daemon=True)
        thread.start()
        wait_for_listeners(house, 1)
        yield heard
        process.stdin.close()
        process.wait(10)
        thread.join(5)


def wait_for_listeners(house: House, count: int) -> None:
    query = f"select count(*) from pg_stat_activity where query = 'listen {CHANNEL}'"
    for _ in range(500):
        if house.one(query + " and datname = current_database()") >= count:
            return
        time.sleep(0.01)
    raise AssertionError("nobody listens")


def test_another_process_hears_a_bid_once_committed(
    house: House, listener: queue.Queue[str]
) -> None:
    ana, lot = house.person("ana", money=1000), house.lot()
    house.bid(ana, lot, 100)
    assert listener.get(timeout=5) == f"{lot} 1"
    with house.database.transaction() as work:
        work.announce(RoomChanged(auction_id=lot, version=7))
        work.finish()  # told to PostgreSQL, and still nobody hears it
        with pytest.raises(queue.Empty):
            listener.get(timeout=0.3)
    assert listener.get(timeout=5) == f"{lot} 7"


def test_what_is_rolled_back_is_never_told(house: House, listener: queue.Queue[str]) -> None:
    lot = house.lot()
    with contextlib.suppress(ZeroDivisionError), house.database.transaction() as work:
        work.announce(RoomChanged(auction_id=lot, version=1))
        work.finish()
        raise ZeroDivisionError
    house.chronograph.add_time_to_auction(lot, 60)
    assert listener.get(timeout=5) == f"{lot} 1"
    assert listener.empty()
    assert house.news == [RoomChanged(auction_id=lot, version=1)]


def test_a_transaction_is_told_in_one_note(house: House) -> None:
    ana = house.person("ana", money=9000)
    first, second = house.lot(), house.lot()
    connection = psycopg2.connect(house.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"listen {CHANNEL}")
        house.batch(house.request(ana, first, 100), house.request(ana, second, 100))
        cursor.execute("select 1")
    connection.poll()
    [note] = connection.notifies
    connection.close()
    assert json.loads(note.payload)[1] == [[first, 1], [second, 1]]


def test_a_sale_at_once_is_told_with_both_of_its_versions(house: House) -> None:
    ana, lot = house.person("ana", money=1000), house.lot(opening=100, buy_now=500)
    connection = psycopg2.connect(house.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"listen {CHANNEL}")
        house.bid(ana, lot, 500, buy_now=True)
        cursor.execute("select 1")
    connection.poll()
    told = [room for note in connection.notifies for room in json.loads(note.payload)[1]]
    connection.close()
    assert told == [[lot, 1], [lot, 2]]


def test_one_does_not_hear_oneself(house: House) -> None:
    heard: queue.Queue[tuple[object, ...]] = queue.Queue()
    bus = PostgresBus(house.url)
    bus.start(lambda news: heard.put(dataclasses.astuple(news)), resync=lambda: None)
    wait_for_listeners(house, 1)
    lot = house.lot()
    house.chronograph.add_time_to_auction(lot, 5)
    house.change(f"select pg_notify('{CHANNEL}', '[\"another\", [[9, 9]]]')")
    assert heard.get(timeout=5) == (9, 9)
    bus.stop()
    bus.stop()
    assert heard.empty()


def test_a_lost_connection_is_made_anew_and_what_was_missed_asked_for(house: House) -> None:
    asked: queue.Queue[str] = queue.Queue()
    heard: queue.Queue[int] = queue.Queue()
    bus = PostgresBus(house.url)
    bus.start(
        lambda news: heard.put(dataclasses.astuple(news)[1]), resync=lambda: asked.put("resync")
    )
    wait_for_listeners(house, 1)
    assert asked.empty()
    house.change(f"""
        select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where query = 'listen {CHANNEL}' and datname = current_database()""")
    assert asked.get(timeout=5) == "resync"
    house.change(f"select pg_notify('{CHANNEL}', '[\"another\", [[9, 4]]]')")
    assert heard.get(timeout=5) == 4
    bus.stop()


def test_a_long_list_of_news_is_told_in_several_notes(database: Database) -> None:
    with database.transaction() as work:
        for number in range(700):
            work.announce(RoomChanged(auction_id=10_000_000 + number, version=999_999))
        notes = work.take_notes()
        assert work.take_notes() == []
    assert [len(json.loads(note)[1]) for note in notes] == [300, 300, 100]
    assert max(map(len, notes)) < 8000
