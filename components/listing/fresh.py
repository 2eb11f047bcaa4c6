"""Tells open listings of lots that have been published since and answer what they ask."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

import structlog

from services.events import Event, LotPublished
from services.hub import Hub
from services.views import Question

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.5
LONGEST_QUESTION = 1000

Match = Callable[
    [Mapping[str, Question], Collection[int]], Awaitable[Mapping[str, Collection[int]]]
]
Send = Callable[[dict[str, Any], list[str]], Awaitable[None]]


class FreshLots:
    """Hears of new lots in any thread, asks each question once, tells everybody who asks it.

    Lots published within half a second are told together.
    """

    def __init__(self, *, hub: Hub, match: Match, send: Send) -> None:
        self._hub, self._match, self._send = hub, match, send
        self._asked: dict[str, str] = {}
        self._new: set[int] = set()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deaf: Callable[[], None] | None = None

    def watch(self, client_id: str, asked: str) -> None:
        """Tell this client what answers its question from now on, until it is forgotten."""
        self._asked[client_id] = asked[:LONGEST_QUESTION]
        self._loop = asyncio.get_running_loop()
        if self._deaf is None:
            self._deaf = self._hub.listen(self._hear)

    def forget(self, client_id: str) -> None:
        """Tell this client nothing more; with the last one, hear no more."""
        self._asked.pop(client_id, None)
        if not self._asked and self._deaf is not None:
            self._deaf()
            self._deaf = None

    def _hear(self, event: Event) -> None:
        loop = self._loop
        if isinstance(event, LotPublished) and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._note, event.auction_id)

    def _note(self, auction_id: int) -> None:
        self._new.add(auction_id)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._tell_until_quiet())

    async def _tell_until_quiet(self) -> None:
        while self._new:
            await asyncio.sleep(PAUSE_SECONDS)
            new, self._new = sorted(self._new), set()
            try:
                await self._tell(new)
            except Exception:  # who missed it sees the lots on the next page
                log.exception("fresh_lots_failed", lots=len(new))

    async def _tell(self, new: Sequence[int]) -> None:
        clients: defaultdict[str, list[str]] = defaultdict(list)
        for client_id, asked in self._asked.items():
            clients[asked].append(client_id)
        questions = {asked: Question.kept(asked).anew() for asked in clients}
        found = await self._match(questions, new)
        for asked, lots in found.items():
            await self._send({"fresh": sorted(lots)}, clients[asked])
