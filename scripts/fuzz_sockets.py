"""Lets rough people at the public sockets of a whole site, and sees that it is none the worse.

python scripts/fuzz_sockets.py [--seconds 120] [--people 12] [--seed 0]

Good clients follow a room meanwhile and bid. Ends with 1 if an answer was no answer, if a good
client lost a version, or if the site does not let go what the others left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx
import psutil

from scripts.bench_house import durable_postgres, fill, house, percentile
from scripts.bench_site import ROOT, free_port, running
from scripts.bench_sockets import Watcher, bid
from tests.rough_sockets import Crowd

PAUSE_SECONDS = 60  # longer than the site waits for one who has gone without a word
GOOD, MOST_GROWTH_MB = 5, 60


async def run(
    asked: argparse.Namespace, url: str, cookies: list[str], lots: list[int], crowd: Crowd
) -> tuple[list[Watcher], Counter[str]]:
    """Let both kinds of people in; gives the good ones, and what became of their bids."""
    good = [Watcher(lot=lots[0]) for _ in range(GOOD)]
    bidders = [Watcher(lot=lots[0]) for _ in cookies]
    for one in good:
        await one.come(url)
    for bidder, cookie in zip(bidders, cookies, strict=True):
        await bidder.come(url, cookie)
    codes: Counter[str] = Counter()
    until = time.monotonic() + asked.seconds
    bidding = [asyncio.create_task(bid(one, 1.0, until, codes)) for one in bidders]
    await crowd.storm(asked.seconds, people=asked.people)
    await asyncio.gather(*bidding)
    await asyncio.sleep(3)
    for one in (*good, *bidders):
        await one.sio.disconnect()
    return [*good, *bidders], codes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--people", type=int, default=12, help="how many rough ones at once")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    seed = asked.seed or random.SystemRandom().randrange(1, 10**6)
    print(f"seed {seed}")
    with durable_postgres() as database, tempfile.TemporaryDirectory() as state:
        services = house(database)
        people, lots = fill(services, people=5, lots=2)
        cookies = [services.sessions.open(one, ip=None, user_agent=None) for one in people]
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        settings = {
            "BASE_URL": url,
            "DATABASE_URL": database,
            "DEMO": "0",
            "HOST": "127.0.0.1",
            "LOG_LEVEL": "error",
            "PORT": str(port),
            "SECRET_KEY": "k" * 40,
            "STATE_DIR": state,
        }
        crowd = Crowd(url, seed=seed, lots=[lots[1], 10**6], cookies=cookies[2:])
        with running([str(ROOT / "main.py")], f"{url}/readyz", settings) as process:
            site = psutil.Process(process.pid)
            before = (site.num_fds(), site.memory_info().rss / 2**20)
            everybody, codes = asyncio.run(run(asked, url, cookies[:2], lots, crowd))
            raged = (site.num_fds(), site.memory_info().rss / 2**20)
            time.sleep(PAUSE_SECONDS)
            after = (site.num_fds(), site.memory_info().rss / 2**20)
            healthy = httpx.get(f"{url}/healthz").status_code
        services.database.close()
    lost = sum(one.lost + one.doubled for one in everybody)
    late = [ms for one in everybody for ms in one.late_ms]
    print(f"said: {dict(crowd.said)}")
    print(f"answered: {dict(crowd.answers.most_common())}")
    print(f"bids of the good: {dict(codes)}; lost or doubled {lost}")
    print(f"to a good client's ear: p50 {percentile(late, 0.5):.0f} ms, most {max(late):.0f} ms")
    for name, place, unit in (("open files", 0, ""), ("memory", 1, " MB")):
        steps = " -> ".join(f"{each[place]:.0f}{unit}" for each in (before, raged, after))
        print(f"{name} before, raged at, after: {steps}")
    print(f"/healthz {healthy}; wrong: {len(crowd.wrong)}", *crowd.wrong[:20], sep="\n")
    left_behind = after[0] > before[0] + 3 or after[1] > before[1] + MOST_GROWTH_MB
    sys.exit(1 if crowd.wrong or lost or healthy != 200 or left_behind else 0)


if __name__ == "__main__":
    main()
