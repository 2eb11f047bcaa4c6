"""A process of the house that takes bids line by line, and can be killed at any moment.

Arguments: the database and, perhaps, where it is to stop dead: `closing`, with the lots' locks in
hand. Reads lines of JSON: person, lot, amount, key. Writes one line for each answer it can vouch
for: key, answer; an answer unknown is null.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from services.bootstrap import Services
from services.config import Config
from services.errors import DomainError
from services.views import Answer

saying = threading.Lock()


def say(*words: Any) -> None:
    """Write one whole line."""
    with saying:
        print(json.dumps(words), flush=True)


async def answer(house: Services, line: str) -> None:
    """Place one bid and say what became of it, after the commit."""
    person, lot, amount, key = json.loads(line)
    making = house.bids.make_bid(person, lot, Decimal(amount), key=key, confirmed=True)
    try:
        made: Answer = await making
    except DomainError:
        say(key, None)
    else:
        say(key, made.as_message())


def stop_dead(*_: object, **__: object) -> None:
    """Hold what is held until killed."""
    say("holding")
    time.sleep(3600)


async def serve(house: Services) -> None:
    """Take bids until the other side hangs up."""
    loop = asyncio.get_running_loop()
    under_way = set()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        task = asyncio.create_task(answer(house, line))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


def main(url: str, fate: str = "") -> None:
    """Open the house and serve."""
    if fate == "closing":
        patch("services.closing.settle", stop_dead).start()
    config = Config(_env_file=None, secret_key="k" * 40, database_url=url, demo=False)
    house = Services(config, url)
    house.start()
    say("ready")
    asyncio.run(serve(house))
    house.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
