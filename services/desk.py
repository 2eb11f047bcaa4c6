"""The bidding desk: whatever waits while one commit is in flight goes into the next, together."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog

from services.errors import DomainError, Unavailable
from services.figures.tallies import BidTally
from services.views import Answer

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BidRequest:
    """A bid as it reached the house: who, on what, up to how much, and when.

    `declared` says what is declared before the first bid on a court's lot, of the `notice` with
    this number; None is the one in force.
    """

    user_id: int
    auction_id: int
    amount: Decimal
    key: str
    arrival: datetime
    confirmed: bool = False
    buy_now: bool = False
    declared: bool = False
    notice: int | None = None
    ip: str | None = None
    user_agent: str | None = None


Place = Callable[[Sequence[BidRequest]], list[Answer | DomainError]]
Outcome = Answer | DomainError


@dataclass(frozen=True, slots=True)
class OnLoop:
    """Somebody who waits on an event loop; all of one batch are woken by one call."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Answer]


Waiter = Future[Answer] | OnLoop
Waiting = tuple[BidRequest, Waiter]


class BiddingDesk:
    """One committer a process: bids are judged in the order they arrive and answered once durable.

    `place` judges a batch in one transaction. A batch that fails as a whole is placed bid by bid,
    so that a bad one harms only itself. One bid is a batch of one.
    """

    def __init__(
        self, place: Place, *, largest_batch: int = 256, longest_queue: int = 5_000
    ) -> None:
        self._place = place
        self._largest_batch = largest_batch
        self._waiting: queue.Queue[Waiting | None] = queue.Queue(longest_queue)
        self._thread: threading.Thread | None = None
        self._open = False
        self._door = threading.Lock()
        self.batches = 0
        self.bids = 0
        self.tally = BidTally()

    def start(self) -> None:
        """Open the desk; safe to call twice."""
        if not self._open:
            self._open = True
            self._thread = threading.Thread(target=self._work, name="bidding-desk", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Place what is waiting, then take no more; safe to call twice."""
        if self._open and self._thread is not None:
            with self._door:
                self._open = False
            self._waiting.put(None)
            self._thread.join(timeout=15)

    def submit(self, request: BidRequest) -> Future[Answer]:
        """Hand in a bid; the future holds its answer after the commit.

        `Unavailable` when the desk is closed or overrun: nothing was placed, the same key may be
        tried again. Whoever stops waiting for the answer does not take the bid back.
        """
        future: Future[Answer] = Future()
        future.set_running_or_notify_cancel()
        if not self._taken(request, future):
            future.set_exception(Unavailable())
        return future

    async def hand_in(self, request: BidRequest) -> Answer:
        """Hand in a bid and return its answer after the commit, as `submit` does for threads."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        if not self._taken(request, OnLoop(loop, future)):
            raise Unavailable
        return await future

    def _taken(self, request: BidRequest, waiter: Waiter) -> bool:
        with self._door:
            try:
                if self._open:
                    self._waiting.put_nowait((request, waiter))
            except queue.Full:
                return False
            return self._open

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, last = [first], False
            while len(batch) < self._largest_batch and not last:
                try:
                    waiting = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if waiting is None:
                    last = True
                else:
                    batch.append(waiting)
            self._settle(batch)
            if last:
                return

    def _settle(self, batch: list[Waiting]) -> None:
        self.batches += 1
        self.bids += len(batch)
        try:
            answers = self._place([request for request, _ in batch])
        except Exception as error:
            if len(batch) > 1:
                log.warning("batch_split", bids=len(batch), error=repr(error))
                for single in batch:
                    self._settle([single])
                return
            log.exception("bid_failed", auction=batch[0][0].auction_id)
            answers = [Unavailable()]
        tell([(waiter, answer) for (_, waiter), answer in zip(batch, answers, strict=True)])
        self.tally.count(answers)


def tell(outcomes: Sequence[tuple[Waiter, Outcome]]) -> None:
    """Give everybody who waits their outcome, with one call for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Answer], Outcome]]]
    by_loop = defaultdict(list)
    for waiter, outcome in outcomes:
        if isinstance(waiter, OnLoop):
            by_loop[waiter.loop].append((waiter.future, outcome))
        elif isinstance(outcome, Answer):
            waiter.set_result(outcome)
        else:
            waiter.set_exception(outcome)
    for loop, waiting in by_loop.items():
        with contextlib.suppress(RuntimeError):  # a loop that has closed has nobody waiting
            loop.call_soon_threadsafe(_wake, waiting)


def _wake(waiting: Sequence[tuple[asyncio.Future[Answer], Outcome]]) -> None:
    for future, outcome in waiting:
        if future.done():  # gave up waiting; the bid stands all the same
            continue
        if isinstance(outcome, Answer):
            future.set_result(outcome)
        else:
            future.set_exception(outcome)
