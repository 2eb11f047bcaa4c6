"""The bell's doors: each person hears the own news alone, while logged in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from api import bell
from services.bootstrap import Services
from services.views import Visitor
from tests.api.conftest import Browser
from tests.api.sockets import Socket
from tests.house import House

NOBODY = Visitor()


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    made = House(services.database.url)
    made.hub.listen(services.hub.publish)
    yield made
    made.leave()


@pytest.fixture
def rung(services: Services) -> FastAPI:
    """The bell's doors alone; who asks is said by the scope."""
    app = FastAPI()
    bell.register(app, services)
    return app


def visitor(services: Services, person: int) -> Visitor:
    found = services.sessions.find(services.sessions.open(person, ip=None, user_agent=None))
    assert found is not None
    return found


def outbid(house: House, loser: int, winner: int, *, times: int = 1) -> None:
    for _ in range(times):
        lot = house.lot(opening=100)
        house.batch(house.request(loser, lot, 100))
        house.batch(house.request(winner, lot, 200))
    house.crier.tell_all()


async def heard(socket: Socket) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((await socket.hear())["text"])
    return said


async def test_each_hears_the_own_news_and_how_much_is_unread(
    rung: FastAPI, services: Services, house: House
) -> None:
    ana, bia = (house.person(name, money=9000) for name in ("ana", "bia"))
    outbid(house, ana, bia)
    hers = Socket(rung, "/api/bell", visitor=visitor(services, ana))
    his = Socket(rung, "/api/bell", visitor=visitor(services, bia))
    await hers.entered()
    await his.entered()
    begun = await heard(hers)
    assert (begun["unread"], begun["said"], begun["news"]) == ("1", "1 não lida", [])
    assert (await heard(his))["unread"] == ""
    outbid(house, ana, bia)
    told = await heard(hers)
    assert told["unread"] == "2"
    assert [one["kind"] for one in told["news"]] == ["outbid"]
    house.bell.read(ana, upto=2**31 - 1)
    assert (await heard(hers))["unread"] == ""
    assert his.told.empty(), "news of somebody else are nothing to hear"
    for socket in (hers, his):
        await socket.leave()


async def test_nobody_is_told_anything_without_a_log_in(rung: FastAPI) -> None:
    socket = Socket(rung, "/api/bell", visitor=NOBODY)
    assert await socket.hear() == {"type": "websocket.close", "code": 1008, "reason": ""}
    await socket.task


async def test_the_bell_falls_silent_with_the_session_and_leaves_the_others(
    rung: FastAPI, services: Services, house: House
) -> None:
    ana = house.person("ana")
    here, there = visitor(services, ana), visitor(services, ana)
    ended = await Socket(rung, "/api/bell", visitor=here).entered()
    stays = await Socket(rung, "/api/bell", visitor=there).entered()
    for socket in (ended, stays):
        await socket.hear()
    services.sessions.end(here.session_key)
    assert (await ended.hear())["code"] == 1008
    await ended.task
    assert stays.told.empty()
    await stays.leave()


async def test_one_person_has_so_many_places_and_gives_them_back(
    rung: FastAPI, services: Services, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "PER_PERSON", 1)
    ana, bia = visitor(services, house.person("ana")), visitor(services, house.person("bia"))
    first = await Socket(rung, "/api/bell", visitor=ana).entered()
    second = Socket(rung, "/api/bell", visitor=ana)
    assert (await second.hear())["code"] == 1013
    await second.task
    another = await Socket(rung, "/api/bell", visitor=bia).entered()
    await first.leave()
    again = await Socket(rung, "/api/bell", visitor=ana).entered()
    for socket in (another, again):
        await socket.leave()


async def test_whoever_speaks_is_shown_out(rung: FastAPI, services: Services, ana: int) -> None:
    socket = await Socket(rung, "/api/bell", visitor=visitor(services, ana)).entered()
    await socket.hear()
    socket.said.put_nowait({"type": "websocket.receive", "text": "hello"})
    assert (await socket.hear())["code"] == 1008
    await socket.task


async def test_news_are_marked_one_by_one_or_all_by_their_reader(
    doors: FastAPI, services: Services, house: House, ana: int
) -> None:
    bell.register(doors, services)
    bia = house.person("bia", money=9000)
    house.change("update users set cpf = '11144477735' where user_id = :u", u=ana)
    house.change("update users set email_verified_at = now() where user_id = :u", u=ana)
    house.pay_in(ana, 9000)
    outbid(house, ana, bia, times=3)
    newest, middle, _ = (one.notification_id for one in services.bell.news(ana, "pt-BR").news)
    browser = Browser(doors)
    await browser.log_in()

    async def mark(**fields: str) -> int:
        csrf = (await browser.marks())["csrf"]
        answer = await browser.post("/notifications/read", data={"csrf": csrf, **fields})
        return answer.status_code

    def unread() -> int:
        return services.bell.news(ana, "pt-BR").unread

    assert (await mark(only=str(middle)), unread()) == (303, 2)
    for nonsense in ({}, {"upto": "x"}, {"only": "-1"}, {"upto": "9" * 30}):
        assert (await mark(**nonsense), unread()) == (422, 2)
    assert (await mark(upto=str(newest), csrf="guessed"), unread()) == (403, 2)
    assert (await mark(upto=str(newest)), unread()) == (303, 0)
    stranger = Browser(doors)
    csrf = (await stranger.marks())["csrf"]
    refused = await stranger.post("/notifications/read", data={"csrf": csrf, "upto": "1"})
    assert refused.status_code == 401
