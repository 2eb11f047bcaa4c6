"""The cashier: does, off every transaction, what the books say is to be done at the gateway."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import DBAPIError

from services.errors import Overloaded
from services.events import Event, GatewayWanted
from services.hub import Hub

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class _Job:
    name: str
    work: Callable[[], Awaitable[int]]
    every: float
    flag: asyncio.Event = field(default_factory=asyncio.Event)


class Cashier:
    """Runs its jobs on the event loop, each for itself: when woken, and now and then in any case.

    A job takes rows under a lease, so that several processes share the work and a crash only
    delays it; it returns how many it took, and is asked again at once until it finds none.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._jobs: list[_Job] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deaf: Callable[[], None] | None = None

    def job(self, name: str, work: Callable[[], Awaitable[int]], *, every: float) -> None:
        """Add a job before the start, done at least every so many seconds."""
        self._jobs.append(_Job(name=name, work=work, every=every))

    async def start(self) -> None:
        """Begin on this event loop; safe to call twice."""
        if self._tasks:
            return
        self._loop = asyncio.get_running_loop()
        self._deaf = self._hub.listen(self._hear)
        self._tasks = [asyncio.create_task(self._keep(job), name=job.name) for job in self._jobs]

    async def stop(self) -> None:
        """Let go of what waits; what was under way is found again by its lease. Safe twice."""
        if self._deaf is not None:
            self._deaf()
            self._deaf = None
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    def wake(self) -> None:
        """Look into the books now; may be called from any thread, at any time."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # a loop that has closed has nobody to wake
                self._loop.call_soon_threadsafe(self._wake_all)

    async def run_once(self) -> int:
        """Do all that is due now, job after job, and return how much it was."""
        return sum([await self._exhaust(job) for job in self._jobs])

    def _wake_all(self) -> None:
        for job in self._jobs:
            job.flag.set()

    def _hear(self, event: Event) -> None:
        if isinstance(event, GatewayWanted):
            self.wake()

    async def _keep(self, job: _Job) -> None:
        while True:
            try:
                await self._exhaust(job)
            except DBAPIError as error:
                log.warning("books_away", job=job.name, error=str(error.orig).strip())
            except Overloaded:
                log.warning("books_away", job=job.name)
            except Exception:
                log.exception("job_failed", job=job.name)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(job.flag.wait(), job.every)
            job.flag.clear()

    async def _exhaust(self, job: _Job) -> int:
        done = 0
        while taken := await job.work():
            done += taken
        return done
