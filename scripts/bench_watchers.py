"""Many watchers of a room in one process, for the benchmark of a room's news.

    python scripts/bench_watchers.py URL WAY WATCHERS MESSAGES

They speak just enough WebSocket and Engine.IO to note when a message arrives, so that they take
little of a machine they share with the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import struct
import sys
import time
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import httpx
import uvloop

SETTLING_SECONDS = 1.5


class Watcher(asyncio.Protocol):
    """A websocket that notes when what was told at which moment arrived; answers pings."""

    TOLD = re.compile(rb'"version":(\d+).*"told":([\d.]+)')

    def __init__(self, path: str, host: str, cookie: str) -> None:
        self.greeting = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            + (f"Cookie: {cookie}\r\n" if cookie else "")
            + "\r\n"
        )
        self.rest = b""
        self.greeted = False
        self.socketio = not path.startswith("/raw")
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.numbers: list[int] = []
        self.waited: list[float] = []

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.greeting.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("refused"))

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.rest += data
        if not self.greeted:
            head, end, rest = self.rest.partition(b"\r\n\r\n")
            if not end:
                return
            self.greeted, self.rest = True, rest
            if not head.startswith(b"HTTP/1.1 101"):
                self.transport.close()
            elif not self.socketio:
                self.ready.set_result(None)
        while len(self.rest) >= 2:
            size, start = self.rest[1], 2
            if size == 126:
                size, start = int.from_bytes(self.rest[2:4], "big"), 4
            elif size == 127:
                size, start = int.from_bytes(self.rest[2:10], "big"), 10
            if len(self.rest) < start + size:
                return
            kind, body = self.rest[0] & 15, self.rest[start : start + size]
            self.rest = self.rest[start + size :]
            if kind == 1:
                self.hear(body, now)
            elif kind == 9:
                self.say(body, kind=10)

    def hear(self, body: bytes, now: float) -> None:
        if told := self.TOLD.search(body):
            self.numbers.append(int(told[1]))
            self.waited.append(now - float(told[2]))
        elif body.startswith(b"0{"):
            self.say(b"40")
        elif body == b"2":
            self.say(b"3")
        elif body.startswith(b"40"):
            self.ready.set_result(None)

    def say(self, body: bytes, *, kind: int = 1) -> None:
        """Send a short frame under a mask of zeroes."""
        self.transport.write(struct.pack("!BBI", 0x80 | kind, 0x80 | len(body), 0) + body)


async def address(browser: httpx.AsyncClient, way: str) -> tuple[str, str]:
    """Give the path and cookie of a socket; a room's page is fetched first, as browsers do."""
    if way == "raw":
        return "/raw", ""
    wire = {"EIO": "4", "transport": "websocket"}
    if way == "bare":
        return "/bare/?" + urlencode(wire), ""
    page = await browser.get(f"/room/{way}")
    found = re.search(r"'client_id': '([^']+)'", page.text)
    assert found, page.text[:500]
    query = {
        "client_id": found[1],
        "next_message_id": "0",
        "implicit_handshake": "true",
        "document_id": str(uuid4()),
        "tab_id": str(uuid4()),
    }
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    browser.cookies.clear()
    return "/_nicegui_ws/socket.io/?" + urlencode(wire | query), cookies


async def watch(url: str, way: str, watchers: int, messages: int) -> dict[str, Any]:
    """Connect, let the server tell, count; returns what was seen and what the server says."""
    host = urlsplit(url).netloc
    name, port = host.split(":")
    connected: list[Watcher] = []
    loop = asyncio.get_running_loop()
    async with httpx.AsyncClient(base_url=url, timeout=120) as browser:

        async def arrive() -> None:
            path, cookie = await address(browser, way)
            _, watcher = await loop.create_connection(
                lambda: Watcher(path, host, cookie), name, int(port)
            )
            await watcher.ready
            connected.append(watcher)

        before = (await browser.get("/memory")).json()["rss"]
        for start in range(0, watchers, 20):
            await asyncio.gather(*(arrive() for _ in range(min(20, watchers - start))))
        await asyncio.sleep(SETTLING_SECONDS)
        after = (await browser.get("/memory")).json()["rss"]
        seen = (await browser.get(f"/tell/{way}", params={"messages": messages})).json()
    for _ in range(100):  # the last ones may still be on their way
        if all(len(watcher.numbers) == messages for watcher in connected):
            break
        await asyncio.sleep(0.1)
    waited = sorted(seconds for watcher in connected for seconds in watcher.waited)
    told = range(messages)
    return seen | {
        "kib": (after - before) / watchers / 1024,
        "p50": waited[len(waited) // 2] * 1000,
        "p99": waited[len(waited) * 99 // 100] * 1000,
        "lost": sum(len(set(told) - set(watcher.numbers)) for watcher in connected),
        "reordered": sum(watcher.numbers != sorted(set(watcher.numbers)) for watcher in connected),
    }


def main() -> None:
    url, way, watchers, messages = sys.argv[1:5]
    seen = uvloop.run(watch(url, way, int(watchers), int(messages)))
    print(json.dumps(seen), flush=True)
    os._exit(0)  # a thousand sockets need no farewell


if __name__ == "__main__":
    main()
