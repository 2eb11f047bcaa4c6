"""Carries what has changed to all open listings of this process, a few times a second."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import structlog

from services.events import Event, RoomChanged
from services.hub import Hub
from services.views import CardView, milliseconds

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.34
MOST_CARDS = 100

Read = Callable[[Sequence[int]], Awaitable[Sequence[CardView]]]
Send = Callable[[dict[str, Any], list[str]], Awaitable[None]]


class ListingNews:
    """Hears the hub in any thread, reads the changed cards once, tells every listing with them.

    The first change goes out at once, those that follow within a third of a second together.
    """

    def __init__(self, *, hub: Hub, read: Read, now: Callable[[], datetime], send: Send) -> None:
        self._hub, self._read, self._now, self._send = hub, read, now, send
        self._watched: dict[str, frozenset[int]] = {}
        self._watchers: Counter[int] = Counter()
        self._changed: set[int] = set()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deaf: Callable[[], None] | None = None

    def start(self) -> None:
        """Hear the hub from now on, on the running loop; safe to call twice."""
        self._loop = asyncio.get_running_loop()
        if self._deaf is None:
            self._deaf = self._hub.listen(self._hear)

    def stop(self) -> None:
        """Hear no more; safe to call twice."""
        self._watchers += Counter()  # takes out whom nobody watches any more
        if self._deaf is not None:
            self._deaf()
            self._deaf = None

    def watch(self, client_id: str, auction_ids: frozenset[int]) -> None:
        """Send news of these auctions to this client, until it is forgotten."""
        self.forget(client_id)
        self._watched[client_id] = auction_ids
        self._watchers.update(auction_ids)

    def forget(self, client_id: str) -> None:
        """Send this client nothing more."""
        self._watchers.subtract(self._watched.pop(client_id, frozenset()))

    def _hear(self, event: Event) -> None:
        loop = self._loop
        if isinstance(event, RoomChanged) and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._note, event.auction_id)

    def _note(self, auction_id: int) -> None:
        if self._watchers[auction_id] <= 0:
            return
        self._changed.add(auction_id)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._tell_until_quiet())

    async def _tell_until_quiet(self) -> None:
        while self._changed:
            ids = sorted(self._changed)[:MOST_CARDS]
            self._changed.difference_update(ids)
            try:
                await self._tell(ids)
            except Exception:
                log.exception("listing_news_failed", auctions=len(ids))
                self._changed.update(ids)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _tell(self, ids: Sequence[int]) -> None:
        cards = await self._read(ids)
        told = {card.auction_id for card in cards}
        clients = [name for name, watched in self._watched.items() if watched & told]
        if not clients:
            return
        message = {
            "cards": [card.as_message() for card in cards],
            "now_ms": milliseconds(self._now()),
        }
        await self._send(message, clients)
