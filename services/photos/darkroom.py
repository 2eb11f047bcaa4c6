"""The darkroom: where photos are developed, a few at once, while the rest of the house goes on."""

from __future__ import annotations

import asyncio
import functools
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from services.errors import PhotosBusy

MOST_WAITING = 24
_GENTLE = 10  # as `nice` counts
P = ParamSpec("P")
T = TypeVar("T")


class Darkroom:
    """Runs what takes a processor's whole attention in threads of its own, politely.

    One processor is always left to the rest of the house, two photos at once are the most; their
    threads give way to all others where the system knows how. Pillow works outside Python's lock.
    """

    def __init__(self, *, hands: int = 0, most_waiting: int = MOST_WAITING) -> None:
        self._pool = ThreadPoolExecutor(
            hands or max(1, min(2, (os.cpu_count() or 2) - 1)),
            thread_name_prefix="darkroom",
            initializer=_be_gentle,
        )
        self._most = most_waiting
        self._inside = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Wait for a turn, run `work` and give its result. Raises PhotosBusy: too many wait."""
        if self._inside >= self._most:
            raise PhotosBusy
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, functools.partial(work, *args, **kwargs)
            )
        finally:
            self._inside -= 1

    def close(self) -> None:
        """Finish what is under way; what waits is not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _be_gentle() -> None:
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _GENTLE)
    except (AttributeError, OSError):  # not Linux, where a thread has a priority of its own
        return
