"""A socket of the house, spoken to without a network in between."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from fastapi import FastAPI
from starlette.types import Message


class Socket:
    """One socket as the server sees it; `scope` holds what the wardens have found out."""

    def __init__(
        self,
        app: FastAPI,
        path: str,
        *,
        query: str = "",
        address: str = "203.0.113.9",
        **scope: Any,
    ) -> None:
        self.scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [],
            "client": (address, 5000),
            "subprotocols": [],
            **scope,
        }
        self.said: asyncio.Queue[Message] = asyncio.Queue()
        self.told: asyncio.Queue[Message] = asyncio.Queue()
        self.open = asyncio.Event()
        self.open.set()
        self.said.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(app(self.scope, self.said.get, self.send))

    async def send(self, message: Message) -> None:
        """Take what the server says; while the line is not open, its words wait."""
        if message["type"] == "websocket.send":
            await self.open.wait()
        self.told.put_nowait(message)

    async def hear(self) -> Message:
        """Give what is said next."""
        async with asyncio.timeout(5):
            return await self.told.get()

    async def entered(self) -> Self:
        """Wait to be let in."""
        assert (await self.hear())["type"] == "websocket.accept"
        return self

    async def leave(self) -> None:
        """Hang up."""
        self.said.put_nowait({"type": "websocket.disconnect", "code": 1001})
        async with asyncio.timeout(5):
            await self.task
