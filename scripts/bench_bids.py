"""Bids a second, durably acknowledged, beside PostgreSQL's minimal bid transaction in the same run.

    python -m scripts.bench_bids [seconds per scenario]

The limit is pgbench with 16 clients: lock the auction row, insert a bid, update the auction. Ours
is the whole path of `BidService.make_bid`: refusals, proxy maximum, holds, chain hash, intents,
outbox. Read the ratios; the machine decides the absolutes.
"""

from __future__ import annotations

import asyncio
import sys
import time
from decimal import Decimal
from itertools import count
from uuid import uuid4

from scripts.bench_house import (
    MINIMAL_BID,
    durable_postgres,
    fill,
    house,
    minimal_tables,
    percentile,
    pgbench,
)
from services.bootstrap import Services

SCENARIOS = ((1, 16), (1, 64), (1, 256), (100, 16), (100, 256))


async def storm(
    services: Services, people: list[int], lots: list[int], seconds: float
) -> tuple[float, float, float, float]:
    """Let everybody bid ever higher for a while; returns rate, p50, p99 (ms), accepted share."""
    highest = {lot: count(1000) for lot in lots}
    waited: list[float] = []
    accepted = 0
    until = time.perf_counter() + seconds

    async def bidder(place: int, person: int) -> None:
        nonlocal accepted
        for turn in count(place):
            now = time.perf_counter()
            if now > until:
                return
            lot = lots[turn % len(lots)]
            amount = Decimal(next(highest[lot])) * 10
            answer = await services.bids.make_bid(
                person, lot, amount, key=uuid4().hex, confirmed=True
            )
            waited.append(time.perf_counter() - now)
            accepted += answer.accepted

    began = time.perf_counter()
    await asyncio.gather(*(bidder(place, person) for place, person in enumerate(people)))
    took = time.perf_counter() - began
    p50, p99 = percentile(waited, 0.5) * 1000, percentile(waited, 0.99) * 1000
    return len(waited) / took, p50, p99, accepted / len(waited)


def main() -> None:
    import os

    sys.setswitchinterval(float(os.environ.get("SW", "0.005")))
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    limits: dict[int, float] = {}
    print("lots bidders   bids/s  pgbench/s  ratio   p50 ms   p99 ms  pgbench p99  accepted  batch")
    for lots, bidders in SCENARIOS:
        with durable_postgres() as url:
            services = house(url)
            services.clock.set_by_database()
            minimal_tables(services, lots=lots)
            limit, limit_p99 = pgbench(
                url, MINIMAL_BID.format(lots=lots), clients=16, seconds=seconds
            )
            limits[lots] = limit
            people, made = fill(services, people=bidders, lots=lots)
            services.bids.desk.start()
            rate, p50, p99, share = asyncio.run(storm(services, people, made, seconds))
            desk = services.bids.desk
            desk.stop()
            services.database.close()
            print(
                f"{lots:4} {bidders:7} {rate:8.0f} {limit:10.0f} {rate / limit:6.2f} {p50:8.1f} "
                f"{p99:8.1f} {limit_p99:12.1f} {share:9.1%} {desk.bids / desk.batches:6.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
