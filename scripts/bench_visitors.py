"""Visitors for the benchmark of the pages, in a process of their own.

    python scripts/bench_visitors.py ask URL PATH CONNECTIONS SECONDS
    python scripts/bench_visitors.py watch URL PATH WATCHERS

They speak just enough HTTP and WebSocket to count, so that they take little of a machine they share
with the site. Those who watch stay until a line comes in.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import uvloop

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
CARD = re.compile(r'data-card="(\d+)"')
PER_ADDRESS = 50


class Visitor(asyncio.Protocol):
    """A browser that asks for the same page again as soon as it has it."""

    def __init__(self, path: str, host: str) -> None:
        self.request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n"
            "Accept: text/html\r\nAccept-Language: pt-BR\r\n\r\n"
        ).encode()
        self.rest = b""
        self.missing = 0
        self.size = 0
        self.answers = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if self.missing:
            self.missing -= len(data)
        else:
            self.rest += data
            head, end, body = self.rest.partition(HEAD_END)
            if not end:
                return
            found = LENGTH.search(head)
            assert head.startswith(b"HTTP/1.1 200"), head
            assert found, head
            self.rest, self.size = b"", int(found[1])
            self.missing = self.size - len(body)
        if self.missing <= 0:
            self.answers += 1
            self.transport.write(self.request)


class Watcher(asyncio.Protocol):
    """A listing left open: its socket, and nothing it says."""

    def __init__(self, path: str, host: str) -> None:
        self.greeting = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        transport.write(self.greeting)

    def data_received(self, data: bytes) -> None:
        if self.ready.done():
            return
        if data.startswith(b"HTTP/1.1 101"):
            self.ready.set_result(None)
        else:
            self.ready.set_exception(ConnectionError(data[:200].decode()))


async def ask(url: str, path: str, connections: int, seconds: float) -> dict[str, float]:
    """Ask on all connections at once; returns how often an answer came, in how long, how big."""
    name, port = urlsplit(url).netloc.split(":")
    loop = asyncio.get_running_loop()
    visitors = [Visitor(path, f"{name}:{port}") for _ in range(connections)]
    start = time.monotonic()
    for number in range(connections):
        await loop.create_connection(partial(visitors.__getitem__, number), name, int(port))
    await asyncio.sleep(seconds)
    return {
        "requests": sum(visitor.answers for visitor in visitors),
        "seconds": time.monotonic() - start,
        "bytes": visitors[0].size,
    }


async def watch(url: str, path: str, watchers: int) -> None:
    """Open the page and its socket that often, and stay; a few at each address of loopback."""
    import httpx

    name, port = urlsplit(url).netloc.split(":")
    loop = asyncio.get_running_loop()
    async with httpx.AsyncClient(base_url=url, timeout=60) as browser:
        for number in range(watchers):
            browser.cookies.clear()
            ids = ",".join(CARD.findall((await browser.get(path)).text))
            news = f"/api/cards/news?ids={ids}"
            here = f"127.0.0.{2 + number // PER_ADDRESS}"
            _, watcher = await loop.create_connection(
                partial(Watcher, news, f"{name}:{port}"),
                name,
                int(port),
                local_addr=(here, 0),
            )
            await watcher.ready
    print("watching", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)


def main() -> None:
    wanted, url, path, number = sys.argv[1:5]
    if wanted == "ask":
        print(json.dumps(uvloop.run(ask(url, path, int(number), float(sys.argv[5])))), flush=True)
    else:
        uvloop.run(watch(url, path, int(number)))
    os._exit(0)  # sockets need no farewell


if __name__ == "__main__":
    main()
