"""The alarm of the house, by APScheduler: it wakes somebody up and decides nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger(__name__)
_WAKE = "wake"
# Late is better than never: no job is ever dropped for being late (misfire_grace_time), and a
# heap of late ones is one.
_NEVER_DROPPED = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class SchedulerAlarm:
    """One date job at the earliest instant set, interval jobs beside it.

    Jobs only raise a flag, which a thread of ours answers: a long ring never keeps the next
    wake-up from being set, not even from inside itself.
    """

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=_NEVER_DROPPED)
        self._flag = threading.Event()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._earliest: datetime | None = None
        self._setting = threading.Lock()

    def start(self, ring: Callable[[], None], *, sweep_seconds: float) -> None:
        """Call `ring` at every instant set, and every `sweep_seconds`; safe to call twice."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(
            target=self._answer, args=(ring,), name="chronograph", daemon=True
        )
        self._thread.start()
        self._scheduler.add_job(self._flag.set, "interval", seconds=sweep_seconds, id="sweep")
        self._scheduler.start()

    def every(self, seconds: float, do: Callable[[], None], *, name: str) -> None:
        """Do something else at regular intervals, in a thread of the scheduler."""
        self._scheduler.add_job(do, "interval", seconds=seconds, id=name, replace_existing=True)

    def set(self, at: datetime) -> None:
        """Ring at `at`, unless an earlier ring is set: that one will set the next."""
        with self._setting:
            if self._stopped:
                return
            now = datetime.now(UTC)
            if self._earliest is not None and now < self._earliest <= at:
                return
            self._earliest = at
            self._scheduler.add_job(
                self._flag.set, "date", run_date=at, id=_WAKE, replace_existing=True
            )

    def stop(self) -> None:
        """Ring no more; safe to call twice."""
        with self._setting:
            self._stopped = True
        if self._scheduler.running:
            # A job that has just run is removed by the scheduler's thread, which fails on a
            # scheduler shut down meanwhile: without jobs there is none.
            self._scheduler.remove_all_jobs()
            self._scheduler.shutdown(wait=False)
        self._flag.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _answer(self, ring: Callable[[], None]) -> None:
        while True:
            self._flag.wait()
            self._flag.clear()
            if self._stopped:
                return
            try:
                ring()
            except Exception:
                log.exception("ring_failed")
