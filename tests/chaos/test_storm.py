"""Two processes, sixteen threads each, five thousand attempts on one lot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from tests.house import House

ROOT = Path(__file__).resolve().parents[2]
BIDDERS = Path(__file__).with_name("bidders.py")
PROCESSES, THREADS, ATTEMPTS = 2, 16, 157


def start(house: House, lot: int, people: list[int], name: str) -> subprocess.Popen[str]:
    """Start one process of the house with its bidders."""
    return subprocess.Popen(
        [
            sys.executable,
            str(BIDDERS),
            house.url,
            str(lot),
            ",".join(map(str, people)),
            str(THREADS),
            str(ATTEMPTS),
            name,
        ],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_storm_on_one_lot_loses_and_doubles_nothing(house: House) -> None:
    people = [house.person(f"bidder{n}", money=1_000_000) for n in range(12)]
    lot = house.lot(opening=1000, increment=Decimal(1), ends_in=3600)
    processes = [start(house, lot, people, f"process{n}") for n in range(PROCESSES)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdin is not None
        while process.stdout.readline() not in ("ready\n", ""):
            continue
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    heard = []
    for process in processes:
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        heard += [json.loads(line) for line in said.splitlines() if line.startswith("[")]

    house.change("analyze")
    attempts = PROCESSES * THREADS * ATTEMPTS
    assert attempts >= 5000
    assert len({key for key, _, _ in heard}) == attempts
    assert [key for key, _, answer in heard if answer is None] == []
    stored = {
        (row["idempotency_key"], row["user_id"]): row["answer"]
        for row in house.rows("select * from bid_intents")
    }
    assert len(stored) == attempts == house.auction(lot)["sequence"]
    assert [key for key, who, answer in heard if stored[key, who] != answer] == []
    codes = Counter(answer["code"] for answer in stored.values())
    assert codes["accepted"] > 200
    assert set(codes) <= {"accepted", "below_min_next", "not_above_own_max"}
    prices = [row["bid_value"] for row in house.rows("select * from bids order by sequence")]
    assert prices == sorted(prices)
    assert house.one("select coalesce(sum(amount), 0) from ledger_entries") == 0
    assert house.broken_promises(running=True) == []
