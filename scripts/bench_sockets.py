"""Whether many Socket.IO clients hear every version of their rooms once and in order, and how soon.

python scripts/bench_sockets.py [--clients 200] [--rooms 5] [--seconds 60] [--bids 20]

The site runs in a process of its own on a PostgreSQL of its own; the clients are python-socketio's,
all in this process. Every client checks each message against the one before.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil
import socketio
from sqlalchemy import text

from scripts.bench_house import durable_postgres, fill, house, percentile
from scripts.bench_site import ROOT, free_port, running
from services.bootstrap import Services

PRICED = ("bid", "extended", "opened", "suspended", "closed")
STEP = 10


@dataclass(slots=True)
class Watcher:
    """One client in one room, and what was wrong with what it was told."""

    lot: int
    sio: Any = field(default_factory=lambda: socketio.AsyncClient(reconnection=False))
    version: int = 0
    row: int = 0
    minimum: Decimal = Decimal(100)
    heard: int = 0
    lost: int = 0
    doubled: int = 0
    late_ms: list[float] = field(default_factory=list)

    async def come(self, url: str, cookie: str = "") -> None:
        self.sio.on("server_content", self.hear)
        headers = {"Cookie": f"sid={cookie}"} if cookie else {}
        await self.sio.connect(url, headers=headers, transports=["websocket"])
        answer = await self.sio.call("join_room", {"room_id": self.lot}, timeout=30)
        assert answer["ok"], answer

    def hear(self, said: dict[str, Any]) -> None:
        if said["type"] == "snapshot" and "since" not in said:
            self.version = said["version"]
            self.row = max((bid["number"] for bid in said["bids"]), default=0)
        elif "version" in said:
            self.follow(said)
        if "minimum" in said:
            self.minimum = Decimal(said["minimum"])

    def follow(self, said: dict[str, Any]) -> None:
        sent = datetime.fromisoformat(said["server_now"]).timestamp()
        self.late_ms.append((time.time() - sent) * 1000)
        self.heard += 1
        if said["version"] != self.version:
            self.lost += said["since"] > self.version
            self.doubled += said["since"] < self.version
            self.version = said["version"]
        for bid in said.get("bids", ()):
            self.lost += bid["number"] > self.row + 1
            self.doubled += bid["number"] <= self.row
            self.row = bid["number"]


async def bid(bidder: Watcher, every: float, until: float, codes: Counter[str]) -> None:
    """Bid on and on in one's room, a little above what is asked."""
    chance = random.Random(bidder.lot)  # noqa: S311  the same bids each time
    await asyncio.sleep(chance.random() * every)
    while time.monotonic() < until:
        value = f"{bidder.minimum + STEP * chance.randrange(3):.2f}"
        sent = {"room_id": bidder.lot, "value": value, "confirm": True}
        answer = await bidder.sio.call("emit_bid", sent, timeout=30)
        codes[answer["code"]] += 1
        await asyncio.sleep(every * (0.5 + chance.random()))


async def run(asked: argparse.Namespace, url: str, cookies: list[str], lots: list[int]) -> Any:
    """Let all come in, bid and listen; returns the watchers and what became of the bids."""
    watchers = [Watcher(lot=lots[n % len(lots)]) for n in range(asked.clients)]
    bidders = [Watcher(lot=lots[n % len(lots)]) for n in range(len(cookies))]
    began = time.monotonic()
    for start in range(0, len(watchers), 20):
        await asyncio.gather(*(one.come(url) for one in watchers[start : start + 20]))
    for bidder, cookie in zip(bidders, cookies, strict=True):
        await bidder.come(url, cookie)
    print(f"{len(watchers)} clients came in {time.monotonic() - began:.1f} s")
    codes: Counter[str] = Counter()
    until = time.monotonic() + asked.seconds
    every = len(bidders) / asked.bids
    await asyncio.gather(*(bid(one, every, until, codes) for one in bidders))
    await asyncio.sleep(3)
    everybody = watchers + bidders
    for one in everybody:
        await one.sio.disconnect()
    return everybody, codes


def report(services: Services, everybody: list[Watcher], codes: Counter[str]) -> bool:
    """Print the figures; tells whether nothing was lost, doubled or left behind."""
    with services.database.transaction() as work:
        rows = work.connection.execute(text("select product_id, version, bid_count from products"))
        last = {row.product_id: (row.version, row.bid_count) for row in rows}
    behind = sum((one.version, one.row) != last[one.lot] for one in everybody)
    lost, doubled = (sum(getattr(one, name) for one in everybody) for name in ("lost", "doubled"))
    late = [ms for one in everybody for ms in one.late_ms]
    print(f"bids: {dict(codes)}; versions: {[version for version, _ in last.values()]}")
    print(f"messages heard: {sum(one.heard for one in everybody)}")
    print(f"lost {lost}, doubled or out of order {doubled}, left behind {behind}")
    print(
        f"from the server's word to the client's ear: p50 {percentile(late, 0.5):.0f} ms,"
        f" p99 {percentile(late, 0.99):.0f} ms, most {max(late):.0f} ms"
    )
    return not (lost or doubled or behind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rooms", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--bids", type=int, default=20, help="bids a second, in all rooms together")
    asked = parser.parse_args()
    with durable_postgres() as database, tempfile.TemporaryDirectory() as state:
        services = house(database)
        people, lots = fill(services, people=2 * asked.rooms, lots=asked.rooms)
        cookies = [services.sessions.open(one, ip=None, user_agent=None) for one in people]
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        settings = {
            "BASE_URL": url,
            "DATABASE_URL": database,
            "DEMO": "0",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "SECRET_KEY": "k" * 40,
            "STATE_DIR": state,
        }
        with running([str(ROOT / "main.py")], f"{url}/readyz", settings) as process:
            site = psutil.Process(process.pid)
            before = sum(site.cpu_times()[:2])
            everybody, codes = asyncio.run(run(asked, url, cookies, lots))
            print(f"processor time of the site: {sum(site.cpu_times()[:2]) - before:.1f} s")
        good = report(services, everybody, codes)
        services.database.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
