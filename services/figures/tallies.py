"""What one process counts as it works: plain numbers, each with one writer, read now and then.

Nothing here takes a lock or asks anybody: a bid must not wait for being counted. A number that is
read while it is written is one too old.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from services.views import Answer

MINUTE, FIVE_MINUTES = 60, 300
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Census = Callable[[], tuple[int, int]]


class Coded(Protocol):
    """An answer or a refusal; both have a stable code."""

    @property
    def code(self) -> str:
        """Name it for machines."""


class Span:
    """How often how much was seen: counts by bounds, and their sum."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def see(self, amount: float) -> None:
        """Count one."""
        self.counts[bisect_left(self.bounds, amount)] += 1
        self.sum += amount

    def share(self, part: float) -> float:
        """Tell below which bound that part of all was; 0 before the first."""
        wanted, seen = part * sum(self.counts), 0
        for bound, count in zip((*self.bounds, self.bounds[-1]), self.counts, strict=True):
            seen += count
            if count and seen >= wanted:
                return bound
        return 0.0


class Lately:
    """What was added, second by second, for as long as it matters."""

    def __init__(self, seconds: int = MINUTE, *, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._kept: deque[list[float]] = deque()

    def add(self, amount: float) -> None:
        """Add to this second."""
        second = int(self._now())
        if self._kept and self._kept[-1][0] == second:
            kept = self._kept[-1]
            kept[1] += amount
            kept[2] = max(kept[2], amount)
            return
        self._kept.append([second, amount, amount])
        while self._kept[0][0] <= second - self._seconds:
            self._kept.popleft()

    def sum(self) -> float:
        """Sum what was added since."""
        return sum(kept[1] for kept in self._fresh())

    def worst(self) -> float:
        """Give the largest amount added since; 0 if there was none."""
        return max((kept[2] for kept in self._fresh()), default=0.0)

    def _fresh(self) -> list[list[float]]:
        since = int(self._now()) - self._seconds
        return [kept for kept in tuple(self._kept) if kept[0] > since]


class BidTally:
    """Bids at this process's desk, counted by its thread after everybody has the answer."""

    def __init__(self) -> None:
        self.accepted = 0
        self.refused: Counter[str] = Counter()
        self.sizes = Span(SIZES)
        self.lately, self.refused_lately, self.batches_lately = Lately(), Lately(), Lately()

    def count(self, answers: Iterable[Answer | Coded]) -> None:
        """Count what became of a batch."""
        taken, refused = 0, 0
        for answer in answers:
            if isinstance(answer, Answer) and answer.accepted:
                taken += 1
            else:
                refused += 1
                self.refused[answer.code] += 1
        self.sizes.see(taken + refused)
        self.batches_lately.add(1)
        self.accepted += taken
        if taken:
            self.lately.add(taken)
        if refused:
            self.refused_lately.add(refused)


class Lateness:
    """How late lots were decided after end and grace, in seconds."""

    def __init__(self) -> None:
        self.seen = Span(SECONDS)
        self.lately = Lately(FIVE_MINUTES)

    def count(self, seconds: Iterable[float]) -> None:
        """Count some lots decided together."""
        for late in seconds:
            self.seen.see(late)
            self.lately.add(late)


class Requests:
    """HTTP requests by route, as declared, and status; counted on the event loop."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.took = Span(SECONDS)
        self.lately, self.errors_lately = Lately(), Lately(FIVE_MINUTES)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self.answers[method, route, status] += 1
        self.took.see(seconds)
        self.lately.add(1)
        if status >= 500:
            self.errors_lately.add(1)


class Tallies:
    """All that is counted in this process."""

    def __init__(self, bids: BidTally, lateness: Lateness) -> None:
        self.bids = bids
        self.lateness = lateness
        self.requests = Requests()
        self.fan_out = Span(SECONDS)
        self._rooms: list[Census] = []

    def count_rooms_by(self, census: Census) -> None:
        """Ask `census` from now on how many rooms are watched in this process, and by how many."""
        self._rooms.append(census)

    def rooms(self) -> tuple[int, int]:
        """Count the rooms watched here, and the screens that watch them."""
        told = [census() for census in self._rooms]
        return sum(rooms for rooms, _ in told), sum(watchers for _, watchers in told)

    def as_message(self) -> dict[str, Any]:
        """Give what the other processes are told with each heartbeat."""
        rooms, watchers = self.rooms()
        return {
            "rooms": rooms,
            "watchers": watchers,
            "bids": self.bids.lately.sum(),
            "refused": self.bids.refused_lately.sum(),
            "batches": self.bids.batches_lately.sum(),
            "requests": self.requests.lately.sum(),
            "errors": self.requests.errors_lately.sum(),
            "late": self.lateness.lately.worst(),
            "fan_out": self.fan_out.share(0.99),
        }
