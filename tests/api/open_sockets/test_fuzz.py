"""Rough people at the public sockets' door: each is refused by name, and the house goes on."""

import asyncio
import os
import random
import time

import httpx
import pytest
from fastapi import FastAPI

from api.sockets import wire
from api.sockets.desk import SocketDesk
from tests.api.open_sockets.conftest import MONEY, Client, Site
from tests.api.open_sockets.test_rooms import chain
from tests.rough_sockets import Crowd

# `scripts/fuzz_sockets.py` lets them at a whole site, for as long as one likes.
SECONDS = float(os.environ.get("SOCKET_FUZZ_SECONDS", "4"))
SEED = int(os.environ.get("SOCKET_FUZZ_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> list[SocketDesk]:
    """The desk that opens; ask for it before the site."""
    opened: list[SocketDesk] = []
    real = SocketDesk.open

    def noted(self: SocketDesk) -> None:
        opened.append(self)
        self.sio.eio.ping_interval, self.sio.eio.ping_timeout = 1, 4  # who is away is soon missed
        real(self)

    monkeypatch.setattr(SocketDesk, "open", noted)
    monkeypatch.setattr(wire, "NAME_SECONDS", 0.5)
    return opened


def left(desk: SocketDesk) -> dict[str, int]:
    """Count what the house keeps of those who are connected."""
    wires, sio = desk.wires, desk.sio
    return {
        "wires": len(wires.connections),
        "named": len(wires._named),
        "requests": len(wires._requests),
        "sockets": sum(not one.closed for one in sio.eio.sockets.values()),
        "members": len(sio.manager.rooms.get("/", {}).get(None, ())),
        "callers": len(desk.callers),
        "people": sum(desk.of_person.values()),
        "rooms": sum(len(room.inside) for room in desk.audience._rooms.values()),
        "at": sum(wires.by_address.values()),
    }


@pytest.mark.timeout(60 + 2 * SECONDS)
async def test_whatever_many_say_at_once_the_house_refuses_by_name_and_goes_on(
    desk: list[SocketDesk], site: Site, doors: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    print(f"SOCKET_FUZZ_SEED={SEED}")
    people = [site.house.person(f"rough-{n}", money=MONEY) for n in range(3)]
    ana, bia = (site.house.person(name, money=MONEY) for name in ("ana-silva", "bia-souza"))
    lot, other = site.house.lot(opening=100), site.house.lot(opening=100)
    watcher = await site.come(ana)
    given = await watcher.ask("join_room", {"room_id": lot})
    before = left(desk[0])
    cookies = [site.session_of(person) for person in people]
    crowd = Crowd(site.url, seed=SEED, lots=[other, 10**6], cookies=cookies)
    storm = asyncio.create_task(crowd.storm(SECONDS, people=12))
    bids = await bid_on(site, watcher, bia, lot, until=time.monotonic() + SECONDS)
    await storm

    assert crowd.wrong == []
    assert {"ok", "bad_input", "400", "shown out"} < set(crowd.answers)
    assert "Traceback" not in caplog.text
    await watcher.until(lambda said: said.get("version") == bids)
    assert chain(watcher, given["snapshot"]["version"])[-1] == bids
    last = {"room_id": lot, "value": 20_000, "confirm": True}
    assert (await watcher.ask("emit_bid", last))["code"] == "accepted"
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{site.url}/socket.io/socket.io.js")).status_code == 200
    for _ in range(400):
        if left(desk[0]) == before:
            break
        await asyncio.sleep(0.05)
    assert left(desk[0]) == before


async def bid_on(site: Site, watcher: Client, bia: int, lot: int, *, until: float) -> int:
    """Bid by turns while the others rage; gives the version the lot has come to."""
    amount = 100
    while time.monotonic() < until:
        assert (await watcher.ask("emit_bid", {"room_id": lot, "value": amount}))["ok"]
        assert (await site.bid(bia, lot, amount + 60)).accepted
        amount += 120
        await asyncio.sleep(0.5)
    version: int = site.house.one("select version from products where product_id = :lot", lot=lot)
    return version
