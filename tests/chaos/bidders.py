"""A process of the house with bidders in it: they bid on one lot, again and again, from threads.

Arguments: the database, the lot, the bidders' numbers, how many threads, attempts each, a name.
Prints one JSON line for each answer it was given: key, person, answer.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import threading
from decimal import Decimal

from services.bootstrap import Services
from services.config import Config
from services.errors import Unavailable


def bid(
    services: Services,
    lot: int,
    people: list[int],
    *,
    name: str,
    attempts: int,
    heard: list[str],
    start: threading.Barrier,
) -> None:
    """Read the price, bid above it, keep what was answered; every eighth bid is sent twice."""
    chance = random.Random(name)  # the same storm every time
    person = people[chance.randrange(len(people))]
    minimum = Decimal(0)
    with asyncio.Runner() as runner:
        start.wait()
        for attempt in range(attempts):
            if attempt % 4 == 0:
                minimum = services.rooms.public(lot).minimum
            amount = minimum + Decimal(chance.randrange(-100, 800)) / 100
            key = f"{name}-{attempt:05d}"
            for _ in range(2 if attempt % 8 == 0 else 1):
                making = services.bids.make_bid(person, lot, amount, key=key, confirmed=True)
                try:
                    answer = runner.run(making)
                except Unavailable:
                    heard.append(json.dumps([key, person, None]))
                else:
                    heard.append(json.dumps([key, person, answer.as_message()]))


def main(url: str, lot: str, people: str, threads: str, attempts: str, name: str) -> None:
    """Let them all begin at once, and tell what they heard."""
    config = Config(_env_file=None, secret_key="k" * 40, database_url=url, demo=False, pool_size=12)
    services = Services(config, url)
    services.start()
    heard: list[list[str]] = [[] for _ in range(int(threads))]
    start = threading.Barrier(int(threads) + 1)
    crowd = [
        threading.Thread(
            target=bid,
            args=[services, int(lot), [int(person) for person in people.split(",")]],
            kwargs={
                "name": f"{name}-{place}",
                "attempts": int(attempts),
                "heard": answers,
                "start": start,
            },
        )
        for place, answers in enumerate(heard)
    ]
    for bidder in crowd:
        bidder.start()
    print("ready", flush=True)
    sys.stdin.readline()
    start.wait()
    for bidder in crowd:
        bidder.join()
    print("\n".join(line for answers in heard for line in answers), flush=True)
    services.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
