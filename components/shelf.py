"""A shelf for what many ask for at once: made once, handed to all, and soon made anew."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Shelf(Generic[V]):
    """Keeps values for `seconds` from when their making began, at most `places` of them.

    Whoever asks while a value is being made waits for that one; a failure is theirs together, and
    is not kept. Nothing personal belongs here unless it is part of the key.
    """

    def __init__(
        self, *, seconds: float, places: int = 64, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._places, self._now = seconds, places, now
        self._kept: OrderedDict[Hashable, tuple[float, asyncio.Task[V]]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[V]]) -> V:
        """Give the value of a key, making it if there is none or it is too old."""
        kept = self._kept.get(key)
        if kept is None or kept[0] + self._seconds <= self._now():
            # A task of its own: who asked first may hang up without taking it from the others.
            kept = self._now(), asyncio.ensure_future(self._make(key, make))
            self._kept[key] = kept
            if len(self._kept) > self._places:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return await asyncio.shield(kept[1])

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[V]]) -> V:
        mine = asyncio.current_task()
        try:
            return await make()
        except BaseException:
            kept = self._kept.get(key)
            if kept is not None and kept[1] is mine:
                del self._kept[key]
            raise
