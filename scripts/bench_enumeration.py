"""Whether an answer tells that somebody has an account: its bytes, and how long it takes.

    python -m scripts.bench_enumeration [PAIRS]

At each door somebody with an account and somebody without are asked for in turn, never twice the
same. Prints by door the medians in milliseconds, the Kolmogorov-Smirnov distance of the two sets of
times and the chance of such a distance between times that tell nothing; ends with 1 if an answer
differs in a byte or a chance is below one in a hundred.
"""

from __future__ import annotations

import logging
import math
import re
import sys
import tempfile
import time
from bisect import bisect_right
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import structlog

from scripts.bench_house import durable_postgres
from tests.forms import ADDRESS, INDIVIDUAL
from tests.rough_forms import Rough
from tests.rough_guests import cpf_of
from tests.rough_house import Answer, RoughHouse

PAIRS, WARM_UP = 200, 10
SUSPICIOUS = 0.01
NOBODY = Rough(door="", path=b"", body=b"")
# What differs between any two answers, even to the same question.
ITS_OWN = re.compile(rb'nonce-[\w-]+|nonce="[\w-]+"|[0-9a-f]{64}|x-request-id: \w+')
DOORS = {
    "/login": {"username": "NAME", "password": "not the password"},
    "/auth/change": {"email": "EMAIL"},
    "/auth/resend": {"email": "EMAIL"},
    "/signUp": INDIVIDUAL | ADDRESS | {"email": "EMAIL", "username": "NAMEx", "cpf": "CPF"},
}


def main(pairs: int) -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    suspicious = False
    with (
        durable_postgres() as url,
        tempfile.TemporaryDirectory() as state,
        RoughHouse(url, Path(state), hurried=False) as house,
    ):
        cookie, csrf = house.guests.stranger()
        headers = [("cookie", f"pre={cookie}".encode()), ("accept", b"text/html")]
        headers.append(("content-type", b"application/x-www-form-urlencoded"))
        first = 100_000
        print(f"{'door':14} {'with':>9} {'without':>9} {'D':>7} {'p':>7}  bytes")
        for door, form in DOORS.items():
            for number in range(first, first + pairs + WARM_UP):
                house.guests.person(number, NOBODY, name=f"q{number}")
            times: dict[bool, list[float]] = {True: [], False: []}
            seen: set[bytes] = set()
            for number in range(first, first + pairs + WARM_UP):
                # The other way round each time: what grows or tires does so for both.
                for member in (True, False) if number % 2 else (False, True):
                    name = f"{'pq'[member]}{number}"
                    body = urlencode(
                        filled(form, name, number + member * pairs * 50) | {"csrf": csrf}
                    )
                    began = time.perf_counter()
                    answer = house.ask(door.encode(), body.encode(), headers)
                    times[member].append(time.perf_counter() - began)
                    seen.add(all_of(answer, name))
            first += pairs + WARM_UP
            with_one, without = times[True][WARM_UP:], times[False][WARM_UP:]
            distance, chance = kolmogorov_smirnov(with_one, without)
            same = len(seen) == 1
            suspicious |= not same or chance < SUSPICIOUS
            print(
                f"{door:14} {median(with_one) * 1e3:9.2f} {median(without) * 1e3:9.2f}"
                f" {distance:7.3f} {chance:7.3f}  {'the same' if same else 'DIFFERENT'}",
                flush=True,
            )
    return 1 if suspicious else 0


def filled(form: dict[str, str], name: str, number: int) -> dict[str, str]:
    """Put somebody's name, e-mail and CPF into a form."""
    words = {"NAMEx": f"{name}x", "NAME": name, "EMAIL": f"{name}@example.com"}
    words["CPF"] = cpf_of(number)
    return {field: words.get(value, value) for field, value in form.items()}


def all_of(answer: Answer, name: str) -> bytes:
    """Write down all there is to see, but for the name asked for and what is no two answers'."""
    lines = [str(answer.status).encode(), *(b": ".join(header) for header in answer.headers)]
    return ITS_OWN.sub(b"*", b"\n".join([*lines, answer.body])).replace(name.encode(), b"NAME")


def kolmogorov_smirnov(ones: list[float], others: list[float]) -> tuple[float, float]:
    """Compare two sets of numbers; returns how far apart they lie, and how likely chance is."""
    ones, others = sorted(ones), sorted(others)
    distance = max(
        abs(bisect_right(ones, each) / len(ones) - bisect_right(others, each) / len(others))
        for each in ones + others
    )
    size = math.sqrt(len(ones) * len(others) / (len(ones) + len(others)))
    reach = (size + 0.12 + 0.11 / size) * distance
    tail = 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * reach) ** 2) for k in range(1, 101))
    return distance, min(1.0, tail) if reach > 0.2 else 1.0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS))
