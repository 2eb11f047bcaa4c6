"""A browser's end of a socket, by hand: it sees the very bytes, and reads when it pleases."""

import asyncio
import contextlib
import functools
import inspect
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import pytest
import socketio
import uvicorn
import uvloop
from nicegui import core


@dataclass(slots=True)
class Watcher:
    """A websocket that has joined a page, without any compression."""

    page: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def frame(self) -> bytes:
        """Give the next frame as it came over the wire."""
        head = await self.reader.readexactly(2)
        size = head[1]
        if size >= 126:
            more = await self.reader.readexactly(2 if size == 126 else 8)
            head, size = head + more, int.from_bytes(more, "big")
        return head + await self.reader.readexactly(size)

    async def event(self) -> Any:
        """Give the next Socket.IO event, its name and its message; pings are answered."""
        text = "2"
        while text == "2":
            async with asyncio.timeout(5):
                frame = await self.frame()
            text = frame[{126: 4, 127: 10}.get(frame[1], 2) :].decode()
            if text == "2":
                self.say("3")
        assert text.startswith("42"), text
        return json.loads(text[2:])

    async def numbers(self, many: int) -> list[int]:
        """Give the numbers of the next messages."""
        return [(await self.event())[1]["n"] for _ in range(many)]

    def say(self, text: str) -> None:
        body = text.encode()
        self.writer.write(bytes([0x81, 0x80 | len(body), 0, 0, 0, 0]) + body)

    async def leave(self) -> None:
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


@dataclass(slots=True)
class House:
    """A Socket.IO server behind uvicorn on this loop, and the watchers who came."""

    sio: Any
    port: int
    watchers: list[Watcher]

    async def watch(self, page: str, *, room_for: int = 0) -> Watcher:
        """Join a page; with `room_for`, the kernel keeps only so many bytes for this watcher."""
        end = socket.socket()
        end.setblocking(False)
        if room_for:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_for)
        await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=end, limit=1024)
        writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket&client_id={page} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            "\r\n".encode()
        )
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
        watcher = Watcher(page, reader, writer)
        await watcher.frame()
        watcher.say("40")
        await watcher.frame()
        self.watchers.append(watcher)
        return watcher

    def socket_of(self, page: str) -> Any:
        """Give python-engineio's socket of a page."""
        ((_, number),) = self.sio.manager.get_participants("/", page)
        return self.sio.eio.sockets[number]


@contextlib.asynccontextmanager
async def house(**options: Any) -> AsyncIterator[House]:
    """Open a house whose sockets join the page they name, as NiceGUI's do."""
    sio = socketio.AsyncServer(async_mode="asgi")

    @sio.on("connect")
    async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        await sio.enter_room(sid, environ["QUERY_STRING"].split("client_id=")[1])

    served: dict[str, Any] = {"ws": "websockets-sansio", "ws_per_message_deflate": False}
    config = uvicorn.Config(
        socketio.ASGIApp(sio), lifespan="off", log_level="critical", **served | options
    )
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    for _ in range(500):
        if server.started:
            break
        await asyncio.sleep(0.01)
    opened = House(sio, listening.getsockname()[1], [])
    try:
        yield opened
    finally:
        for watcher in opened.watchers:
            await watcher.leave()
        server.should_exit = True
        await serving
        await sio.shutdown()


LOOPS = {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}
Test = Callable[..., Coroutine[Any, Any, None]]


def on(*loops: str) -> Callable[[Test], Callable[..., None]]:
    """Let a test loose on an open house: on uvloop, as uvicorn does, or on Python's own loop."""

    def opening(test: Test) -> Callable[..., None]:
        @functools.wraps(test)
        def run(loop: str, monkeypatch: pytest.MonkeyPatch, **given: Any) -> None:
            async def opened() -> None:
                async with house() as here:
                    monkeypatch.setattr(core, "sio", here.sio)
                    await test(here, **given)

            with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
                runner.run(opened())

        asked = list(inspect.signature(run, follow_wrapped=False).parameters.values())[:2]
        given = [
            each for each in inspect.signature(test).parameters.values() if each.name != "here"
        ]
        run.__signature__ = inspect.Signature([*asked, *given])  # type: ignore[attr-defined]
        return pytest.mark.parametrize("loop", loops)(run)

    return opening
