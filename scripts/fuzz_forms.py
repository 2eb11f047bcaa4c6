"""Brings thousands of rough forms to every door of the house that takes one: none may break it.

    python -m scripts.fuzz_forms [FORMS] [SEED] [DOOR]

Counts the answers by door and status; prints every form answered by a mistake of ours, and then
ends with 1. DOOR is a part of the doors' paths: the others are left alone.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings

from api.routing import Door
from scripts.bench_house import durable_postgres
from tests.rough_forms import Rough, rough_forms
from tests.rough_house import RoughHouse

SHOWN = 3


def main(forms: int, start: int, part: str) -> int:
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        processors=[
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
    )
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    with (
        durable_postgres() as url,
        tempfile.TemporaryDirectory() as state,
        RoughHouse(url, Path(state)) as house,
    ):
        began = time.monotonic()
        mistakes = 0
        doors = [door for door in house.doors if part in door.path]
        for place, door in enumerate(doors):
            share = forms * (place + 1) // len(doors) - forms * place // len(doors)
            mistakes += bring(house, door, share, 1_000 * start + place)
        report(house, time.monotonic() - began)
    return 1 if mistakes else 0


def bring(house: RoughHouse, door: Door, forms: int, start: int) -> int:
    """Bring that many forms to a door, none twice; returns how many were too much for it."""
    mistakes: list[Rough] = []

    @seed(start)
    @settings(
        max_examples=forms,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rough_forms(door))
    def go(rough: Rough) -> None:
        status = house.take(rough)
        if status >= 500:
            mistakes.append(rough)

    go()
    for rough in mistakes[:SHOWN]:
        print(f"MISTAKE {rough}"[:4_000])
    return len(mistakes)


def report(house: RoughHouse, seconds: float) -> None:
    whole: Counter[int] = Counter()
    for door, answers in sorted(house.answers.items()):
        whole += answers
        print(f"{door:45} " + "  ".join(f"{s}: {n}" for s, n in sorted(answers.items())))
    told = "  ".join(f"{status}: {count}" for status, count in sorted(whole.items()))
    print(f"{whole.total()} forms, {len(house.answers)} doors, {seconds:.0f} s    {told}")


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:3]]
    count, first = numbers + [10_000, 1][len(numbers) :]
    sys.exit(main(count, first, "".join(sys.argv[3:4])))
