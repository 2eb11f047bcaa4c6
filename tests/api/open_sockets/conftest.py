"""The public sockets on a port of this machine, with real services behind and clients before."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import aiohttp
import pytest
import socketio
import uvicorn
from fastapi import FastAPI

from api.sockets import server
from services.bootstrap import Services
from services.sessions import key_of
from services.views import Answer
from tests.house import House

MONEY = 90_000


@dataclass(slots=True)
class Client:
    """A client of the standard library of its kind, and all it was told."""

    sio: Any
    told: list[dict[str, Any]] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, message: dict[str, Any]) -> None:
        self.told.append(message)
        self.heard.set()

    async def ask(self, event: str, message: Any = None) -> dict[str, Any]:
        answer: dict[str, Any] = await self.sio.call(event, message, timeout=10)
        return answer

    async def until(self, right: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Give the first message that is as wanted, waiting for it if need be."""
        async with asyncio.timeout(10):
            while True:
                self.heard.clear()
                for message in self.told:
                    if right(message):
                        return message
                await self.heard.wait()

    async def kind(self, name: str) -> dict[str, Any]:
        return await self.until(lambda message: message["type"] == name)

    async def leave(self) -> None:
        """Go away, and let go what is held by it."""
        with contextlib.suppress(Exception):
            await self.sio.disconnect()
        await self.sio.eio.http.close()

    async def gone(self) -> None:
        """Wait until the house has hung up."""
        async with asyncio.timeout(10):
            await self.sio.wait()
        assert not self.sio.connected


@dataclass(slots=True)
class Site:
    """A running house, its books, and who has come to its sockets."""

    url: str
    services: Services
    house: House
    clients: list[Client] = field(default_factory=list)

    def session_of(self, person: int) -> str:
        return self.services.sessions.open(person, ip=None, user_agent=None)

    def token_of(self, person: int, *scopes: str) -> str:
        """Make an API token for somebody."""
        key = key_of(self.session_of(person))
        tokens = self.services.reception.tokens
        asked = {"name": "robot", "scopes": scopes, "days": "30", "session_key": key}
        return tokens.make(person, **asked).secret  # type: ignore[arg-type]

    async def come(
        self,
        person: int | None = None,
        *,
        cookie: str = "",
        transport: str = "websocket",
        headers: dict[str, str] | None = None,
        auth: Any = None,
    ) -> Client:
        """Come in as somebody by the cookie of a new session, or as nobody."""
        if person is not None:
            cookie = self.session_of(person)
        sent = {**({"Cookie": f"sid={cookie}"} if cookie else {}), **(headers or {})}
        # Its own: the library closes its session before the last answer's end has come.
        http = aiohttp.ClientSession()
        client = Client(socketio.AsyncClient(reconnection=False, http_session=http))
        client.sio.on("server_content", client.hear)
        self.clients.append(client)
        await client.sio.connect(self.url, headers=sent, transports=[transport], auth=auth)
        return client

    async def bid(self, person: int, lot: int, amount: str | int) -> Answer:
        """Bid as on a page."""
        key = f"page-{person}-{amount}-{lot}"
        return await self.services.bids.make_bid(person, lot, Decimal(amount), key=key)


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    """The books of the running services."""
    house = House(services.database.url, clock=services.clock)
    yield house
    house.leave()


@pytest.fixture
async def site(services: Services, doors: FastAPI, house: House) -> AsyncIterator[Site]:
    """The doors with the public sockets, served."""
    server.register(doors, services)
    services.bids.desk.start()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        doors,
        lifespan="off",
        log_level="critical",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=131_072,
        timeout_graceful_shutdown=1,
    )
    serving = uvicorn.Server(config)
    running = asyncio.create_task(serving.serve(sockets=[listening]))
    for _ in range(500):
        if serving.started:
            break
        await asyncio.sleep(0.01)
    opened = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", services, house)
    yield opened
    for client in opened.clients:
        await client.leave()
    serving.should_exit = True
    await running
    services.bids.desk.stop()
