"""Auctions on the clock: how fast a house starts with many, and how late it closes many at once.

    python -m scripts.bench_timers [open auctions] [ends in the same instant]

Lateness counts from end + grace to the news after the commit that decided the auction: winner,
captured hold, ledger, payment and outbox included. Nothing to compare with: a timer that is not
late is the limit.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from decimal import Decimal

from scripts.bench_house import durable_postgres, fill, house, percentile
from services.bootstrap import Services
from services.desk import BidRequest
from services.events import Event, RoomChanged


def start_with(open_auctions: int) -> float:
    """Measure how long it takes to put that many open auctions on the clock."""
    with durable_postgres() as url:
        services = house(url)
        fill(services, people=2, lots=open_auctions)
        began = time.perf_counter()
        services.start()
        took = time.perf_counter() - began
        services.stop()
    return took


def close_together(ends: int) -> list[float]:
    """Let that many sold auctions end in one instant; returns how late each was decided, in s."""
    with durable_postgres() as url:
        services = house(url)
        services.clock.set_by_database()
        people, lots = fill(services, people=50, lots=ends, ends=timedelta(seconds=12))
        services.start()
        bid_on_all(services, people, lots)
        due = services.rooms.public(lots[0]).ends_at + services.closing.grace
        decided: dict[int, float] = {}

        def hear(event: Event) -> None:
            if isinstance(event, RoomChanged):
                late = (services.clock.now() - due).total_seconds()
                decided.setdefault(event.auction_id, late)

        services.hub.listen(hear)
        deadline = time.monotonic() + 90
        while len(decided) < ends and time.monotonic() < deadline:
            time.sleep(0.05)
        services.stop()
    return [*decided.values(), *[float("inf")] * (ends - len(decided))]


def bid_on_all(services: Services, people: list[int], lots: list[int]) -> None:
    """Give every lot a leader, so that every close is a sale."""
    for start in range(0, len(lots), 100):
        services.bids.place(
            [
                BidRequest(
                    user_id=people[lot % len(people)],
                    auction_id=lot,
                    amount=Decimal(150),
                    key=f"bench-{lot:08d}",
                    arrival=services.clock.now() - timedelta(hours=1),
                )
                for lot in lots[start : start + 100]
            ]
        )


def main() -> None:
    open_auctions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    ends = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    print(
        f"start with {open_auctions} open auctions: {start_with(open_auctions):.2f} s", flush=True
    )
    late = close_together(ends)
    print(
        f"{ends} sales decided, beyond end + grace: p50 {percentile(late, 0.5):.3f} s, "
        f"p99 {percentile(late, 0.99):.3f} s, last {max(late):.3f} s"
    )


if __name__ == "__main__":
    main()
