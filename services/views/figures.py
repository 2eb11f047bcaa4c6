"""How the house is doing, for those who run it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits to be done: how much, and for how many seconds the oldest of it."""

    name: str
    waiting: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFigures:
    """The whole house now, all processes together.

    Bids, refusals, the batches they were committed in, and requests are those of the last minute,
    errors (answers 5xx) and the worst lateness of a close those of the last five.
    `overdue_seconds` is how long the lot that should have been decided first has waited beyond its
    grace: 0 unless the clocks stand still.
    `fan_out_seconds` is below what 99 of 100 rooms' news went from commit to all sockets, in the
    slowest process. `sessions` are those seen in the last quarter of an hour.
    """

    at: datetime
    processes: int
    rooms: int
    watchers: int
    sessions: int
    lots_open: int
    lots_closing: int
    bids_per_minute: int
    refusals_per_minute: int
    batches_per_minute: int
    requests_per_minute: int
    errors: int
    late_seconds: float
    overdue_seconds: float
    fan_out_seconds: float
    pool_in_use: int
    pool_size: int
    queues: tuple[Queue, ...]
    not_ready: tuple[str, ...] = ()
