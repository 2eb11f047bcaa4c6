"""How long the listing takes to answer among 100,000 lots: finding, counting and cards.

    python -m scripts.bench_search [lots] [times]

A house of its own with that many lots in 40 categories, each with six features, three in five live;
several kinds of questions are asked `times` over, each with another word, place or bound, while the
ends of lots are moved. Times are of the service's call, the page's HTML not counted; the aim is a
p95 of 80 ms. first: what the first question after a start waits for.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator

import psutil
from sqlalchemy import text

from scripts.bench_house import durable_postgres, house, percentile
from scripts.bench_market import ADJECTIVES, CHANCE, NOUNS, REST, UFS, fill
from services.bootstrap import Services
from services.events import RoomChanged
from services.views import Question, Wish

AIM_MS = 80
Ask = Callable[[], Question]


def questions() -> Iterator[tuple[str, Ask]]:
    """Name the kinds of questions, with how to make one."""

    def top() -> int:
        return CHANCE.randrange(1, 9)

    def feature(section: int, place: int) -> int:
        return (section - 1) * 6 + place

    def chosen() -> Question:
        section = top()
        wish = Wish(feature=feature(section, 1), chosen=(f"Valor {CHANCE.randint(1, 6)}",))
        return Question(category=f"c{section}", wishes=(wish,))

    def ranged() -> Question:
        section, low = top(), CHANCE.randrange(40_000)
        wish = Wish(feature=feature(section, 4), low=str(low), high=str(low + 9_000))
        return Question(category=f"c{section}", wishes=(wish,), sort="price_low")

    yield "live", Question
    yield "everything", lambda: Question(state="all", sort=CHANCE.choice(("newest", "bids")))
    yield "category", lambda: Question(category=f"c{top()}")
    yield "feature chosen", chosen
    yield "feature from-to", ranged
    yield "price from-to", lambda: Question(low=CHANCE.randrange(1, 500), high=80_000, state="all")
    yield "price and place", lambda: Question(low=1_000, high=5_000, uf=(CHANCE.choice(UFS),))
    yield "ends in 7 days", lambda: Question(within="7d", photo=True)
    yield "a common word", lambda: Question(q=CHANCE.choice(ADJECTIVES), state="all")
    yield "a word of titles", lambda: Question(q=CHANCE.choice(NOUNS))
    yield "two words", lambda: Question(q=f"{CHANCE.choice(NOUNS)} {CHANCE.choice(REST)}")
    yield "a slip", lambda: Question(q=_slip(CHANCE.choice(NOUNS)))
    yield "nothing found", lambda: Question(q="hidroavião", uf=("SP",))


def _slip(word: str) -> str:
    place = CHANCE.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


def deep(services: Services) -> Ask:
    """Make a question that stands far down the listing."""
    after = services.listings.listing(Question(state="all", page=400)).after
    return lambda: Question(state="all", after=after)


def ask(services: Services, make: Ask, times: int, lots: int) -> list[float]:
    """Ask one kind of question again and again while lots move; returns milliseconds."""
    taken = []
    for _ in range(times):
        with services.database.transaction() as work:
            moved = CHANCE.sample(range(1, lots + 1), 20)
            work.connection.execute(
                text("update products set end_datetime = end_datetime + interval '1 minute',"
                     " version = version + 1 where product_id = any(:moved)"), {"moved": moved},
            )  # fmt: skip
            for lot in moved:
                work.announce(RoomChanged(auction_id=lot, version=2))
        question = make()
        start = time.perf_counter()
        services.listings.listing(question)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    lots = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with durable_postgres() as url:
        services = house(url)
        start = time.perf_counter()
        fill(services, lots)
        print(f"{lots:,} lots published in {time.perf_counter() - start:.0f} s", flush=True)
        gc.collect()
        before, start = psutil.Process().memory_info().rss, time.perf_counter()
        services.listings.listing()
        grown = (psutil.Process().memory_info().rss - before) / 2**20
        print(f"first: {time.perf_counter() - start:.1f} s, {grown:.0f} MiB", flush=True)
        print("question            p50 ms   p95 ms   max ms    found   load")
        for name, make in (*questions(), ("far down", deep(services))):
            found = services.listings.listing(make()).total
            taken = ask(services, make, times, lots)
            p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
            late = "" if p95 <= AIM_MS else f"  over {AIM_MS}"
            print(
                f"{name:18} {p50:8.1f} {p95:8.1f} {max(taken):8.1f} {found:8,} "
                f"{os.getloadavg()[0]:6.1f}{late}",
                flush=True,
            )
        services.database.close()


if __name__ == "__main__":
    main()
