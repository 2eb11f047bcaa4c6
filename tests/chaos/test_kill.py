"""A process of the house may die at any moment: nothing it has answered for is lost."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest

from services.people.passwords import hashed
from tests.chaos.site import Crowd, Site
from tests.house import House
from tests.stand_ins import ToldClock

ROOT = Path(__file__).resolve().parents[2]
SERVER = Path(__file__).with_name("server.py")
KILLS = 5


class Process:
    """One process of the house at the other end of a pipe."""

    born: ClassVar[list[subprocess.Popen[str]]] = []

    def __init__(self, url: str, *fate: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SERVER), url, *fate],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.born.append(self.process)
        self.said: queue.Queue[Any] = queue.Queue()
        self.answers: dict[str, queue.Queue[Any]] = {}
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(ValueError):  # a line torn off by death is no answer
            for line in self.process.stdout:
                if not line.startswith("["):
                    continue  # the log
                word, *answer = json.loads(line)
                self.answers[word].put(answer[0]) if answer else self.said.put(word)
        for waiting in list(self.answers.values()):
            waiting.put(None)

    def hear(self, word: str) -> None:
        """Wait until the process says so, whatever it says before."""
        while self.said.get(timeout=30) != word:
            continue

    def bid(self, person: int, lot: int, amount: str, key: str) -> Any:
        """Hand a bid in; its answer, or None where nobody can tell."""
        self.answers[key] = queue.Queue()
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps([person, lot, amount, key]) + "\n")
            self.process.stdin.flush()
        except (OSError, ValueError):
            return None
        while True:
            try:
                return self.answers[key].get(timeout=0.5)
            except queue.Empty:
                if not self.reader.is_alive():
                    return None

    def kill(self) -> None:
        """Kill it, as a power cut would."""
        self.process.kill()
        self.process.wait()
        self.reader.join(10)
        for end in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                end.close()  # type: ignore[union-attr]

    def end(self) -> None:
        """Hang up, and let it finish."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(30) == 0
        self.reader.join(10)
        self.process.stdout.close()  # type: ignore[union-attr]


class PipedCrowd:
    """Bidders who ask again, by the same key, for an answer they did not get."""

    def __init__(self, lots: list[int], people: list[int]) -> None:
        self.lots, self.people = lots, people
        self.process: Process | None = None
        self.acknowledged: dict[tuple[str, int, int], Any] = {}
        self.asked_again = 0
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._bid, args=[place]) for place in range(8)]

    def __enter__(self) -> PipedCrowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(30)

    def _bid(self, place: int) -> None:
        minimum = dict.fromkeys(self.lots, Decimal(100))
        number = 0
        while not self._stopping.is_set():
            number += 1
            lot = self.lots[(number + place) % len(self.lots)]
            person = self.people[(number * 3 + place) % len(self.people)]
            amount = str(minimum[lot] + number % 3)
            answer = self._until_answered(person, lot, amount, f"bidder-{place}-{number:05d}")
            if answer is not None:
                known = answer["price"] or answer["values"].get("minimum")
                minimum[lot] = max(minimum[lot], Decimal(known or 0) + 1)

    def _until_answered(self, person: int, lot: int, amount: str, key: str) -> Any:
        while not self._stopping.is_set():
            process = self.process
            answer = process and process.bid(person, lot, amount, key)
            if answer is not None:
                self.acknowledged[key, person, lot] = answer
                return answer
            self.asked_again += 1
            time.sleep(0.02)
        return None


@pytest.fixture(autouse=True)
def _nobody_left_behind() -> Iterator[None]:
    """A process that outlived a failed test would keep its locks from the next."""
    yield
    while Process.born:
        Process.born.pop().kill()


@pytest.fixture
def later(house: House) -> Iterator[House]:
    """The same house, a day later: whatever was given more time has ended."""
    standing = House(house.url, clock=ToldClock(house.clock.now() + timedelta(days=1)))
    yield standing
    standing.leave()


def test_killed_five_times_in_a_storm_the_house_loses_nothing(
    house: House, later: House, tmp_path: Path
) -> None:
    names, password = [f"bidder{n}" for n in range(6)], "a storm of bids"
    kept = hashed(password)
    people = [house.person(name, money=1_000_000, password=kept) for name in names]
    seller = house.person("seller")
    lots = [
        house.lot(seller, ends_in=6 + 3 * place, soft_close_seconds=place % 2, increment=Decimal(1))
        for place in range(10)
    ]
    for lot in lots:  # however slow the machine, no lot ends without a bid
        house.bid(people[0], lot, 100)
    site = Site(house.url, tmp_path)
    crowd = Crowd(house, site, names=names, password=password)
    try:
        site.start()
        with crowd.bidding(lots, screens=24):
            for _ in range(KILLS):
                time.sleep(2.2)
                site.kill()
                ready = site.start()
                while overdue(house):
                    assert time.monotonic() - ready < 5
                    time.sleep(0.1)
            time.sleep(2)
    finally:
        site.kill()

    house.change("analyze")
    assert house.broken_promises(running=True) == []
    stored = {
        row["idempotency_key"]: row["answer"] for row in house.rows("select * from bid_intents")
    }
    assert len(crowd.acknowledged) > 200
    assert crowd.asked_again > 0
    assert {key: stored.get(key) for key in crowd.acknowledged} == crowd.acknowledged
    assert house.one("select count(*) from extensions where cause = 'outage'") > 0
    assert len(house.rows("select * from outages")) >= KILLS

    while later.closing.close_due():
        continue
    assert {row["outcome"] for row in house.rows("select outcome from products")} == {"sold"}
    assert house.one("select count(*) from bids where winner") == len(lots)
    assert house.one("select count(*) from payments") == len(lots)
    assert house.one("select sum(amount) from ledger_entries") == 0


def overdue(house: House) -> bool:
    """Tell whether a lot is still open past its end and grace."""
    late: int = house.one("""
        select count(*) from products
        where product_status_id = 2 and end_datetime + interval '2.5 s' < clock_timestamp()""")
    return late > 0


def test_who_dies_with_the_hammer_in_hand_leaves_the_lot_to_the_others(house: House) -> None:
    ana, lot = house.person("ana", money=1000), house.lot(ends_in=1, soft_close_seconds=0)
    house.bid(ana, lot, 100)
    dying = Process(house.url, "closing")
    dying.hear("holding")
    assert house.closing.close_due() == 0  # it has the lock
    dying.kill()
    deadline = time.monotonic() + 5
    while house.closing.close_due() == 0:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert house.auction(lot)["outcome"] == "sold"
    assert house.told_to(ana) == ["won"]


def test_cut_off_from_the_database_again_and_again_the_house_loses_nothing(house: House) -> None:
    people = [house.person(f"bidder{n}", money=1_000_000) for n in range(6)]
    lots = [house.lot(ends_in=3600, increment=Decimal(1)) for _ in range(4)]
    with PipedCrowd(lots, people) as crowd:
        crowd.process = Process(house.url)
        crowd.process.hear("ready")
        for _ in range(8):
            time.sleep(0.3)
            house.change("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = 'martelo'
                  and pid <> pg_backend_pid()""")
        time.sleep(0.5)
    crowd.process.end()
    house.change("analyze")
    assert len(crowd.acknowledged) > 100
    stored = {
        (row["idempotency_key"], row["user_id"], row["product_id"]): row["answer"]
        for row in house.rows("select * from bid_intents")
    }
    assert {name: stored.get(name) for name in crowd.acknowledged} == crowd.acknowledged
    assert house.broken_promises(running=True) == []
