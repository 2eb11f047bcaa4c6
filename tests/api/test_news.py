"""Whoever has a listing open is told what changes on its cards, and nothing can be said back."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI

from api import news
from services.bootstrap import Services
from services.events import RoomChanged
from tests.api.sockets import Socket as AnySocket
from tests.house import House


class Socket(AnySocket):
    """A socket on some cards."""

    def __init__(self, app: FastAPI, ids: str, *, address: str = "203.0.113.9") -> None:
        super().__init__(app, "/api/cards/news", query=f"ids={ids}", address=address)


@pytest.fixture
async def house(services: Services) -> AsyncIterator[House]:
    made = House(services.database.url)
    yield made
    made.leave()


@pytest.fixture
def door(services: Services) -> FastAPI:
    app = FastAPI()
    news.register(app, services)
    return app


async def test_news_reaches_those_who_see_the_card(
    door: FastAPI, services: Services, house: House
) -> None:
    lot, other = house.lot(), house.lot()
    mine = await Socket(door, str(lot)).entered()
    both = await Socket(door, f"{other},{lot}").entered()
    others = await Socket(door, str(other)).entered()
    services.hub.publish(RoomChanged(auction_id=lot, version=2))
    for socket in (mine, both):
        message: dict[str, Any] = json.loads((await socket.hear())["text"])
        assert [card["auction"] for card in message["cards"]] == [lot]
        assert message["now_ms"] > 0
    assert others.told.empty()
    for socket in (mine, both, others):
        await socket.leave()


async def test_after_the_last_has_left_nobody_listens_to_the_hub(
    door: FastAPI, services: Services
) -> None:
    before = len(services.hub._listeners)
    one, two = [await Socket(door, "1").entered() for _ in range(2)]
    assert len(services.hub._listeners) == before + 1
    await one.leave()
    assert len(services.hub._listeners) == before + 1
    await two.leave()
    assert len(services.hub._listeners) == before


@pytest.mark.parametrize("ids", ["", "a", "0", "1,,2", ",".join("1" * 101), "9" * 20])
async def test_what_cannot_be_read_is_refused(door: FastAPI, ids: str) -> None:
    socket = Socket(door, ids)
    assert await socket.hear() == {"type": "websocket.close", "code": 1008, "reason": ""}
    await socket.task


async def test_whoever_speaks_is_shown_out(door: FastAPI) -> None:
    socket = await Socket(door, "1").entered()
    socket.said.put_nowait({"type": "websocket.receive", "text": "hello"})
    assert (await socket.hear())["code"] == 1008
    await socket.task


async def test_one_address_has_so_many_places_and_gives_them_back(
    door: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "PER_ADDRESS", 2)
    first, second = [await Socket(door, "1").entered() for _ in range(2)]
    third = Socket(door, "1")
    assert (await third.hear())["code"] == 1013
    await third.task
    elsewhere = await Socket(door, "1", address="203.0.113.10").entered()
    await first.leave()
    again = await Socket(door, "1").entered()
    for socket in (second, elsewhere, again):
        await socket.leave()


async def test_one_that_is_too_slow_is_let_go_and_keeps_nobody_waiting(
    door: FastAPI, services: Services, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.listing.news.PAUSE_SECONDS", 0.01)
    lot = house.lot()
    slow = await Socket(door, str(lot)).entered()
    quick = await Socket(door, str(lot)).entered()
    slow.open.clear()
    for number in range(news.MOST_UNTOLD + 2):
        services.hub.publish(RoomChanged(auction_id=lot, version=number))
        await quick.hear()
    slow.open.set()
    async with asyncio.timeout(5):
        await slow.task
    heard = [slow.told.get_nowait() for _ in range(slow.told.qsize())]
    assert heard[-1]["type"] == "websocket.close"
    assert heard[-1]["code"] == 1013
    await quick.leave()
