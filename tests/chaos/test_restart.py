"""The house stops when it is told to, whoever is connected, and its clients find it again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import socketio

from tests.chaos.site import Site
from tests.house import House
from tests.security.strangers import Stranger, read

STOP_SECONDS = 4.0  # what is held open is let go; the server itself would wait for five
WIRES = ("/socket.io/?EIO=4", "/_nicegui_ws/socket.io/?EIO=4")
SERVICE_RESTART, INVALID_TEXT = 1012, 1007


class Follower:
    """A program that follows a room, and comes back by itself."""

    def __init__(self, url: str, transport: str, lot: int) -> None:
        self.url, self.transport, self.lot = url, transport, lot
        self.sio = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=0.5)
        self.joined: asyncio.Queue[bool] = asyncio.Queue()
        self.sio.on("connect", self.join)

    async def join(self) -> None:
        answer: dict[str, Any] = await self.sio.call("join_room", {"room_id": self.lot}, timeout=10)
        await self.joined.put(answer["ok"])

    async def come(self) -> None:
        await self.sio.connect(self.url, transports=[self.transport])
        await self.in_it()

    async def in_it(self) -> None:
        assert await asyncio.wait_for(self.joined.get(), 20)


@pytest.fixture
def site(house: House, tmp_path: Path) -> Any:
    running = Site(house.url, tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.kill()


async def test_told_to_stop_the_house_lets_everybody_go_and_they_find_the_next(
    house: House, site: Site
) -> None:
    """A screen, programs by both transports, and a wire of each kind that only listens."""
    lot = house.lot()
    screen = await seated(site.url, lot)
    followers = [Follower(site.url, transport, lot) for transport in ("websocket", "polling")]
    for follower in followers:
        await follower.come()
    async with aiohttp.ClientSession(site.url, headers={"Origin": site.url}) as http:
        wires = [await http.ws_connect(f"{path}&transport=websocket") for path in WIRES]
        for wire in wires:
            await wire.receive()
        await no_text(http)
        waiting = [asyncio.create_task(poll(http, path)) for path in WIRES]
        await asyncio.sleep(1)
        assert not any(task.done() for task in waiting)
        took = await asyncio.to_thread(site.stop)
        assert took < STOP_SECONDS
        assert site.returncode == 0, "it went through its own doors, closing them"
        assert [(await wire.receive()).data for wire in wires] == [SERVICE_RESTART] * len(wires)
        assert await asyncio.wait_for(asyncio.gather(*waiting), 1) == [200, 200]
    await asyncio.wait_for(screen.gone.wait(), 1)
    said = site.log.read_text(errors="replace")
    assert "Traceback" not in said
    assert "graceful shutdown exceeded" not in said

    await asyncio.to_thread(site.start)
    for follower in followers:
        await follower.in_it()
        await follower.sio.shutdown()


async def seated(url: str, lot: int) -> Stranger:
    """Open a lot's page and stay there, as a browser does."""
    with httpx.Client(base_url=url) as browser:
        page = await asyncio.to_thread(browser.get, f"/auction/{lot}")
        screen = Stranger(url, browser)
        await screen.join(read(page.text, "bid").client_id)
    return screen


async def no_text(http: aiohttp.ClientSession) -> None:
    """Send bytes that are no text where text belongs: a stranger's mistake, told in one line."""
    async with http.ws_connect(f"{WIRES[0]}&transport=websocket") as wire:
        await wire.receive()
        await wire.send_frame(b"\xff", aiohttp.WSMsgType.TEXT)
        assert (await wire.receive()).data == INVALID_TEXT


async def poll(http: aiohttp.ClientSession, path: str) -> int:
    """Open a connection by polling, and wait for news as long as it takes, twice at once."""
    url = f"{path}&transport=polling"
    async with http.get(url) as opened:
        sid = (await opened.text()).partition('"sid":"')[2].partition('"')[0]
    statuses = {await one for one in [asyncio.create_task(held(http, url, sid)) for _ in range(2)]}
    assert len(statuses) == 1
    return statuses.pop()


async def held(http: aiohttp.ClientSession, url: str, sid: str) -> int:
    async with http.get(f"{url}&sid={sid}") as answer:
        await answer.read()
        return answer.status
