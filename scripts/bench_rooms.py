"""The server in the benchmark of a room's news: it tells the same messages in four ways.

python scripts/bench_rooms.py PORT
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil
import socketio
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from nicegui import Client, app, core, ui

from components import live
from components.room import broadcast
from main import settle_memory
from services.hub import Hub
from services.views import BidRow, Label, PublicRoom

PACE_SECONDS = 0.2
IDLE_SECONDS = 4.0
AUCTION = 7
Message = dict[str, Any]
Tell = Callable[[Message], Awaitable[None]]


def room_at(version: int) -> PublicRoom:
    """Make a room as it is told in a lively auction: the state, and the last three bids."""
    now = datetime.now(UTC)
    bidders = [Label(paddle=paddle, name=None) for paddle in (17, 204, 31)]
    rows = tuple(
        BidRow(
            number=version * 3 + place,
            bidder=bidder,
            value=Decimal(1000 + version * 30 + place * 10),
            kind="direct",
            at=now,
        )
        for place, bidder in enumerate(bidders)
    )
    price = rows[-1].value
    return PublicRoom(
        auction_id=AUCTION,
        version=version,
        status="open",
        outcome=None,
        price=price,
        minimum=price + 10,
        quick=(price + 10, price + 20, price + 50),
        bids=version * 3,
        leader=bidders[-1],
        reserve="met",
        buy_now=None,
        starts_at=now - timedelta(hours=3),
        ends_at=now + timedelta(minutes=2),
        original_ends_at=now,
        window_seconds=180,
        extend_mode="reset",
        rows=rows,
    )


def raw_sockets() -> Tell:
    """Serve bare websockets at /raw; returns how they are told: one after the other."""
    sockets: set[WebSocket] = set()

    @app.websocket("/raw")
    async def watch(socket: WebSocket) -> None:
        await socket.accept()
        sockets.add(socket)
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            sockets.discard(socket)

    async def tell(message: Message) -> None:
        text = "42" + json.dumps(["room", message], separators=(",", ":"))
        for socket in list(sockets):
            await socket.send_text(text)

    return tell


def bare_server() -> Tell:
    """Serve a python-socketio of its own at /bare; returns how it tells everybody."""
    server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
    server.on("connect", lambda sid, environ, auth=None: None)
    app.mount("/bare", socketio.ASGIApp(server, socketio_path=""))

    async def tell(message: Message) -> None:
        await server.emit("room", message)

    return tell


def rooms(emit: Callable[[Collection[str], str, Message], Awaitable[None]], path: str) -> Tell:
    """Serve a small page with a room of ours; returns how the room is told, through `emit`."""

    async def read(auction_id: int, row: int) -> PublicRoom:
        raise RuntimeError("the benchmark tells its own messages")

    broadcaster = broadcast.RoomBroadcaster(read, Hub())

    @ui.page(path)
    def room(client: Client) -> None:
        ui.label("A room.")
        client.on_connect(lambda: broadcaster.join(AUCTION, client.id, client.id))
        client.on_delete(lambda: broadcaster.leave(AUCTION, client.id))

    async def tell(message: Message) -> None:
        vars(broadcast)["emit"] = emit
        await broadcaster.tell(AUCTION, "room", message)

    return tell


async def plain(clients: Collection[str], event: str, message: Message) -> None:
    """Tell by python-socketio on NiceGUI's connection."""
    await core.sio.emit(event, message, to=list(clients))


async def run(tell: Tell, messages: int) -> dict[str, Any]:
    """Tell that many messages, five a second; returns CPU seconds net of what idling takes."""
    before = time.process_time()
    await asyncio.sleep(IDLE_SECONDS)
    idle = (time.process_time() - before) / IDLE_SECONDS
    before, began = time.process_time(), time.perf_counter()
    for number in range(messages):
        message = room_at(number).as_message()
        await tell(message | {"since": number - 1, "told": time.monotonic()})
        await asyncio.sleep(max(0.0, began + (number + 1) * PACE_SECONDS - time.perf_counter()))
    took = time.perf_counter() - began
    return {
        "cpu": time.process_time() - before - idle * took,
        "idle": idle,
        "bytes": len(json.dumps(room_at(messages).as_message(), separators=(",", ":"))),
    }


def build() -> FastAPI:
    """Put the four ways to tell behind one door."""
    tellers = {
        "raw": raw_sockets(),
        "bare": bare_server(),
        "plain": rooms(plain, "/room/plain"),
        "ours": rooms(live.emit, "/room/ours"),
    }

    @app.get("/memory")
    def memory() -> dict[str, int]:
        return {"rss": psutil.Process().memory_info().rss}

    @app.get("/tell/{way}")
    async def tell(way: str, messages: int) -> dict[str, Any]:
        return await run(tellers[way], messages)

    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.on_startup(settle_memory)
    ui.run_with(
        outer,
        storage_secret=uuid4().hex,
        reconnect_timeout=10.0,
        message_history_length=100,
        gzip_middleware_factory=None,
        binding_refresh_interval=None,
        show_welcome_message=False,
    )
    return outer


def serve(port: int) -> None:
    """Serve as `main.py` does."""
    uvicorn.run(
        build(),
        host="127.0.0.1",
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=131_072,
        timeout_graceful_shutdown=1,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]))
