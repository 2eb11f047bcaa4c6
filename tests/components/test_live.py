"""What a room is told reaches its watchers at once, each in order, whatever becomes of another."""

import asyncio
import contextlib
import gc
import os
import random
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from nicegui import core
from websockets.asyncio.client import connect

from components import live
from tests.components.live_watcher import House, house, on
from tests.security.strangers import Stranger, open_page

ROOT = Path(__file__).resolve().parents[2]


def line(here: House, page: str) -> live.Line:
    found = live._lines[here.socket_of(page)]
    assert found is not None
    return found


@on("uvloop")
@pytest.mark.parametrize("size", [1, 300, 70_000])
async def test_the_bytes_are_those_of_a_plain_emit(here: House, size: int) -> None:
    watcher = await here.watch("ana")
    message = {"lot": "pregão às três", "rows": [None, 1.5, "x" * size], "n": 1}
    await here.sio.emit("room", message, to=["ana"])
    plain = await watcher.frame()
    await live.emit(["ana"], "room", message)
    assert await watcher.frame() == plain
    assert line(here, "ana").idle()


@on("uvloop")
async def test_an_idle_socket_is_written_to_at_once(here: House) -> None:
    watcher = await here.watch("ana")
    await asyncio.sleep(0.05)
    queued = 0

    def put(_: Any) -> None:
        nonlocal queued
        queued += 1

    queue = here.socket_of("ana").queue
    queue.put_nowait = put
    try:
        await live.emit(["ana"], "room", {"n": 1})
        assert await watcher.event() == ["room", {"n": 1}]
    finally:
        del queue.put_nowait
    assert queued == 0


@on("uvloop", "asyncio")
async def test_everybody_gets_everything_in_order_among_ordinary_emits(here: House) -> None:
    chance = random.Random(7)
    pages = [f"p{number}" for number in range(6)]
    watchers = [await here.watch(page, room_for=4096) for page in pages]
    many = 400

    async def read(watcher: Any) -> list[int]:
        seen = []
        for turn in range(many):
            seen += await watcher.numbers(1)
            if turn % 50 == 0:
                await asyncio.sleep(0.02)
        return seen

    reading = [asyncio.create_task(read(watcher)) for watcher in watchers]
    for number in range(many):
        message = {"n": number, "weight": "x" * chance.choice((1, 50, 9000))}
        if chance.random() < 0.5:
            await here.sio.emit("room", message, to=pages)
        else:
            await live.emit(pages, "room", message)
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
    for seen in await asyncio.gather(*reading):
        assert seen == list(range(many))


@on("uvloop", "asyncio")
async def test_nothing_passes_what_the_writer_has_in_hand(here: House) -> None:
    stuck = await here.watch("stuck", room_for=4096)
    number = 0
    await live.emit(["stuck"], "room", {"n": number})
    waiting = line(here, "stuck")
    while waiting.writable.is_set() or not waiting.writable._waiters:
        number += 1
        await live.emit(["stuck"], "room", {"n": number, "weight": "x" * 50_000})
        await asyncio.sleep(0.01)
        assert number < 1000
    assert waiting.queue.empty()
    waiting.writable.set()  # called, and not yet awake
    await live.emit(["stuck"], "room", {"n": number + 1})
    assert await stuck.numbers(number + 2) == list(range(number + 2))


@on("uvloop", "asyncio")
async def test_who_stops_reading_delays_nobody_and_loses_nothing(here: House) -> None:
    stuck = await here.watch("stuck", room_for=4096)
    others = [await here.watch(f"p{number}") for number in range(5)]
    pages = ["stuck", *(other.page for other in others)]
    for number in range(100):
        await live.emit(pages, "room", {"n": number, "weight": "x" * 20_000})
        for other in others:
            async with asyncio.timeout(1):
                assert await other.numbers(1) == [number]
    assert here.socket_of("stuck").queue.qsize() > 50
    assert await stuck.numbers(100) == list(range(100))
    await live.emit(pages, "room", {"n": 100})
    assert await stuck.numbers(1) == [100]
    assert line(here, "stuck").idle()


@on("uvloop", "asyncio")
async def test_a_socket_that_breaks_harms_nobody_else(here: House) -> None:
    def broken(_: bytes) -> None:
        raise RuntimeError("the handler is closed")

    pages = ["first", "broken", "last"]
    watchers = {page: await here.watch(page) for page in pages}
    await live.emit(pages, "room", {"n": 0})
    for watcher in watchers.values():
        await watcher.numbers(1)
    line(here, "broken").transport = SimpleNamespace(write=broken)
    await live.emit(pages, "room", {"n": 1})
    assert await watchers["first"].numbers(1) == [1]
    assert await watchers["last"].numbers(1) == [1]


@on("uvloop")
async def test_a_dead_client_is_hung_up_on_and_the_others_are_told(here: House) -> None:
    await here.watch("dead")
    watcher = await here.watch("ana")
    dead = here.socket_of("dead")
    dead.last_ping = time.time() - 1000
    await live.emit(["dead", "ana"], "room", {"n": 1})
    assert await watcher.numbers(1) == [1]
    assert dead.closed


@on("uvloop")
async def test_who_has_left_is_told_nothing_and_remembered_nowhere(here: House) -> None:
    here.sio.eio.ping_interval = 0.2  # a ping to come holds a socket as well
    pages = [f"p{number}" for number in range(6)]
    *leaving, staying = [await here.watch(page) for page in pages]
    await live.emit(pages, "room", {"n": 0})
    remembered = [weakref.ref(here.socket_of(watcher.page)) for watcher in leaving]
    assert all(ref() in live._lines for ref in remembered)
    for watcher in leaving:
        assert await watcher.numbers(1) == [0]
        await watcher.leave()
    await live.emit([*pages, "never came"], "room", {"n": 1})  # some are on their way out
    for _ in range(100):
        if not list(here.sio.manager.get_participants("/", pages[:-1])):
            break
        await asyncio.sleep(0.02)
    assert live.write(here.sio, pages, "room", {"n": 2}) == []
    assert await staying.numbers(3) == [0, 1, 2]
    for _ in range(10):
        await asyncio.sleep(0.1)
        gc.collect()
        if sum(ref() is not None for ref in remembered) <= 1:
            break
    # python-engineio's own rounds keep the one it has looked at last
    assert sum(ref() is not None for ref in remembered) <= 1


@on("uvloop", "asyncio")
async def test_nothing_is_said_after_a_farewell(here: House) -> None:
    watcher = await here.watch("ana")
    await live.emit(["ana"], "room", {"n": 0})
    assert await watcher.numbers(1) == [0]
    ((sid, _),) = here.sio.manager.get_participants("/", "ana")
    await here.sio.get_environ(sid)["asgi.send"]({"type": "websocket.close"})
    await live.emit(["ana"], "room", {"n": 1})
    assert (await watcher.frame())[0] == 0x88
    with pytest.raises((asyncio.IncompleteReadError, TimeoutError)):
        await asyncio.wait_for(watcher.frame(), 0.3)


@on("uvloop")
async def test_who_is_being_hung_up_on_is_told_nothing(here: House) -> None:
    watcher = await here.watch("ana")
    await live.emit(["ana"], "room", {"n": 0})
    here.socket_of("ana").closing = True
    await live.emit(["ana"], "room", {"n": 1})
    here.socket_of("ana").closing = False
    await live.emit(["ana"], "room", {"n": 2})
    assert await watcher.numbers(2) == [0, 2]


@on("uvloop")
async def test_a_message_to_nobody_reaches_nobody(here: House) -> None:
    watcher = await here.watch("ana")
    await live.emit([], "room", {"n": 0})
    await live.emit(["ana"], "room", {"n": 1})
    assert await watcher.numbers(1) == [1]


# ---- sockets that are not as we know them ------------------------------------------------------


@on("uvloop")
async def test_who_polls_is_told_by_the_queue(here: House) -> None:
    url = f"http://127.0.0.1:{here.port}/socket.io/?EIO=4&transport=polling&client_id=poll"
    watcher = await here.watch("ana")
    async with httpx.AsyncClient() as browser:
        opened = (await browser.get(url)).text
        url += "&sid=" + opened.split('"sid":"')[1].split('"')[0]
        await browser.post(url, content="40")
        await browser.get(url)
        await live.emit(["poll", "ana"], "room", {"n": 1})
        assert (await browser.get(url)).text == '42["room",{"n":1}]'
    assert await watcher.numbers(1) == [1]
    assert live._lines[here.socket_of("poll")] is None


@pytest.mark.parametrize(
    "options", [{"ws_per_message_deflate": True}, {"ws": "wsproto"}], ids=["deflate", "wsproto"]
)
async def test_a_socket_served_otherwise_is_told_by_the_queue(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(**options) as here:
        monkeypatch.setattr(core, "sio", here.sio)
        url = f"ws://127.0.0.1:{here.port}/socket.io/?EIO=4&transport=websocket&client_id=ana"
        async with connect(url) as watcher:
            await watcher.recv()
            await watcher.send("40")
            await watcher.recv()
            await live.emit(["ana"], "room", {"n": 1})
            assert await watcher.recv() == '42["room",{"n":1}]'
            assert live._lines[here.socket_of("ana")] is None


@on("uvloop")
@pytest.mark.parametrize("missing", ["writable", "conn", "transport"])
async def test_another_uvicorn_is_told_by_the_queue(here: House, missing: str) -> None:
    watcher = await here.watch("ana")
    ((sid, number),) = here.sio.manager.get_participants("/", "ana")
    protocol = here.sio.get_environ(sid)["asgi.receive"].__self__
    parts = {"writable": protocol.writable, "conn": protocol.conn, "transport": protocol.transport}

    class Otherwise:
        def __init__(self) -> None:
            vars(self).update({name: part for name, part in parts.items() if name != missing})

        async def receive(self) -> Any:
            """Stand where uvicorn's own stood."""

    here.sio.environ[number]["asgi.receive"] = Otherwise().receive
    await live.emit(["ana"], "room", {"n": 1})
    assert await watcher.numbers(1) == [1]
    assert live._lines[here.socket_of("ana")] is None


@on("uvloop")
async def test_a_message_with_attachments_goes_the_ordinary_way(here: House) -> None:
    watcher = await here.watch("ana")
    await live.emit(["ana"], "photo", {"bytes": b"\x00\x01"})
    assert (await watcher.frame())[2:].startswith(b"451-")


# ---- the house itself --------------------------------------------------------------------------


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The little house behind the real wardens, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    left_out = ("PYTEST", "NICEGUI")
    inherited = {name: v for name, v in os.environ.items() if not name.startswith(left_out)}
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("live_house.py")), str(port)],
        cwd=tmp_path,
        env=inherited | {"PYTHONPATH": str(ROOT)},
    )
    try:
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/healthz")
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


async def test_the_real_wardens_leave_the_line_in_sight(url: str) -> None:
    """If this fails, rooms are told correctly still, at several times the cost."""
    with httpx.Client(base_url=url) as browser:
        told: asyncio.Queue[Any] = asyncio.Queue()
        page = open_page(browser)
        stranger = Stranger(url, browser)
        stranger.client.on("news", told.put)
        await stranger.join(page.client_id)
        answer = await asyncio.to_thread(browser.get, f"/api/tell/{page.client_id}")
        assert answer.json() == {"watchers": 1, "lines": [True]}
        assert await asyncio.wait_for(told.get(), 5) == {"auction": 7, "word": "leilão"}
        await stranger.leave()
