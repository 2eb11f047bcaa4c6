"""The news of a listing for whoever has it open, a socket that only tells: what changes on its
cards, and which lots have come since."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from fastapi import FastAPI
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.auctions import numbers
from components.listing import FreshLots, ListingNews
from services.errors import BadInput
from services.views import CardView, Question

if TYPE_CHECKING:
    from services.bootstrap import Services

PER_ADDRESS = 200
MOST_UNTOLD = 8
LONGEST_IDS = 1200
NOT_HEARD, TOO_MANY, TOO_SLOW = 1008, 1013, 1013


class Listener:
    """One open listing, and what it is still to be told."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._untold: asyncio.Queue[str] = asyncio.Queue(MOST_UNTOLD)
        self.slow = False

    def tell(self, text: str) -> None:
        """Tell it next; one that is too slow is let go, and asks when it comes back."""
        try:
            self._untold.put_nowait(text)
        except asyncio.QueueFull:
            self.slow = True

    async def listen(self) -> None:
        """Tell all there is, for as long as the socket is there; raises WebSocketDisconnect."""
        while not self.slow:
            await self._socket.send_text(await self._untold.get())


class Listeners:
    """Everybody in this process who has a listing open."""

    def __init__(self) -> None:
        self.by_name: dict[str, Listener] = {}
        self.of_address: Counter[str] = Counter()

    def enter(self, name: str, listener: Listener, address: str) -> None:
        """Let somebody in."""
        self.by_name[name] = listener
        self.of_address[address] += 1

    def leave(self, name: str, address: str) -> None:
        """Let somebody go."""
        del self.by_name[name]
        self.of_address[address] -= 1
        if not self.of_address[address]:
            del self.of_address[address]

    async def tell(self, message: dict[str, Any], names: Sequence[str]) -> None:
        """Tell these the same, written once."""
        text = json.dumps(message, separators=(",", ":"))
        for name in names:
            if (listener := self.by_name.get(name)) is not None:
                listener.tell(text)


def register(app: FastAPI, services: Services) -> None:
    """Serve the socket `/api/cards/news?ids=1,2`: what changes on these cards, as it does; with
    `&asked=`, a question as in the listing's address, also the numbers of new lots that answer."""

    async def read(auction_ids: Sequence[int]) -> Sequence[CardView]:
        found: Sequence[CardView] = await services.run(services.listings.cards, auction_ids)
        return found

    async def match(
        questions: Mapping[str, Question], lots: Collection[int]
    ) -> Mapping[str, Collection[int]]:
        found: Mapping[str, Collection[int]] = await services.run(
            services.listings.answering, questions, lots
        )
        return found

    people = Listeners()
    fresh = FreshLots(hub=services.hub, match=match, send=people.tell)
    news = ListingNews(hub=services.hub, read=read, now=services.clock.now, send=people.tell)

    async def listen(socket: WebSocket) -> None:
        """Tell whoever has come; what they say is not heard."""
        address = socket.client.host if socket.client else ""
        asked = socket.query_params.get("ids", "")
        try:
            ids = frozenset(numbers(asked[:LONGEST_IDS]))
        except BadInput:
            await socket.close(NOT_HEARD)
            return
        if people.of_address[address] >= PER_ADDRESS:
            await socket.close(TOO_MANY)
            return
        await socket.accept()
        name, listener = str(uuid4()), Listener(socket)
        people.enter(name, listener, address)
        news.start()
        news.watch(name, ids)
        if question := socket.query_params.get("asked", ""):
            fresh.watch(name, question)
        try:
            await stay(socket, listener)
        finally:
            news.forget(name)
            fresh.forget(name)
            people.leave(name, address)
            if not people.by_name:
                news.stop()

    app.add_api_websocket_route("/api/cards/news", listen)


class Listens(Protocol):
    """Somebody behind a socket, who is told until too slow."""

    @property
    def slow(self) -> bool:
        """Tell whether more is waiting than may."""

    async def listen(self) -> None:
        """Tell all there is."""


async def stay(socket: WebSocket, listener: Listens) -> None:
    """Tell until the socket is gone, says something or is too slow."""
    telling = asyncio.ensure_future(listener.listen())
    hearing = asyncio.ensure_future(socket.receive())
    try:
        await asyncio.wait((telling, hearing), return_when=asyncio.FIRST_COMPLETED)
    finally:
        telling.cancel()
        hearing.cancel()
        heard, _ = await asyncio.gather(hearing, telling, return_exceptions=True)
    if isinstance(heard, dict) and heard["type"] == "websocket.disconnect":
        return
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it has gone meanwhile
        await socket.close(TOO_SLOW if listener.slow else NOT_HEARD)
