"""A worker: one thread that does what is due when it is woken, until it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from sqlalchemy.exc import DBAPIError

from services.events import Event
from services.hub import Hub

log = structlog.get_logger(__name__)


class Worker:
    """Calls `work` whenever it is woken or hears of one of the events it waits for.

    A call under way is followed by another if there was a waking meanwhile. A database that is
    away, or a mistake, is logged; the next waking tries again.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], object],
        hub: Hub,
        *,
        wakes: tuple[type[Event], ...],
        pause: float = 0.0,
    ) -> None:
        self._name = name
        self._work = work
        self._hub = hub
        self._wakes = wakes
        self._pause = pause
        self._flag = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._deaf: Callable[[], None] | None = None

    @property
    def stopped(self) -> bool:
        """Tell whether it is to go, for work that takes long."""
        return self._stopping.is_set()

    def start(self) -> None:
        """Do what is due, and from now on whatever comes; safe to call twice."""
        if self._thread is not None:
            return
        self._deaf = self._hub.listen(self._hear)
        self._thread = threading.Thread(target=self._walk, name=self._name, daemon=True)
        self._thread.start()
        self.wake()

    def stop(self) -> None:
        """Finish what is in hand and go; safe to call twice."""
        self._stopping.set()
        self._flag.set()
        if self._deaf is not None:
            self._deaf()
        if self._thread is not None:
            self._thread.join(timeout=15)

    def wake(self) -> None:
        """Look for work now; may be called from any thread."""
        self._flag.set()

    def _hear(self, event: Event) -> None:
        if isinstance(event, self._wakes):
            self.wake()

    def _walk(self) -> None:
        while not self.stopped:
            self._flag.wait()
            if self._pause:
                self._stopping.wait(self._pause)  # what comes at once is done at once
            self._flag.clear()
            try:
                self._work()
            except DBAPIError as error:
                log.warning("books_away", worker=self._name, error=str(error.orig).strip())
            except Exception:
                log.exception("work_failed", worker=self._name)
