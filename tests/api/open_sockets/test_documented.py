"""The examples of docs/api.md run as they stand, and what it promises in figures is so."""

import asyncio
import re
import shlex
from pathlib import Path
from string import Template
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.security.measures import Measure
from api.sockets import desk
from api.sockets.wire import LARGEST_MESSAGE
from api.v1 import auctions, bidding, own
from api.v1.manner import PER_MINUTE, ProgramRoute
from services.views import SCOPES
from tests.api.open_sockets.conftest import MONEY, Site

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
(SHELL,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
REST, SOCKETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


async def test_the_examples_run_as_they_stand(
    site: Site, doors: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgramRoute, "measure", Measure(rate=5, burst=300))
    for part in (auctions, bidding, own):
        part.register(doors, site.services)
    ana, bia = (site.house.person(name, money=MONEY) for name in ("ana-silva", "bia-souza"))
    lot = site.house.lot(opening=100)
    names: dict[str, Any] = {"BASE_URL": site.url, "TOKEN": site.token_of(ana, *SCOPES)}
    await asyncio.to_thread(exec, REST, names)
    assert names["bid"].status_code == 201
    activity = await by_shell(SHELL, names)
    assert activity.status_code == 200
    assert [bid["auction"]["id"] for bid in activity.json()["bids"]] == [lot]
    names["TOKEN"] = site.token_of(bia, "bid")
    exec(SOCKETS, names)
    answer = await asyncio.wait_for(names["follow"](lot), 20)
    assert (answer["ok"], answer["key"]) == (True, "my-bid-0002")
    assert site.house.one("select count(*) from bid_intents where accepted") == 2


async def by_shell(line: str, names: dict[str, Any]) -> httpx.Response:
    """Ask what a line of curl asks, where no curl need be."""
    asked = [Template(word).substitute(names) for word in shlex.split(line)]
    curl, silent, option, header, address = asked
    assert (curl, silent, option) == ("curl", "-s", "-H")
    name, _, value = header.partition(": ")
    async with httpx.AsyncClient() as client:
        return await client.get(address, headers={name: value})


def test_the_limits_are_as_the_page_says() -> None:
    assert (PER_MINUTE, LARGEST_MESSAGE) == (300, 16 * 1024)
    assert (desk.ROOMS_PER_SOCKET, desk.SOCKETS_PER_PERSON, desk.LOOK_SECONDS) == (50, 20, 5)
    assert all(f"`{scope}`" in PAGE for scope in SCOPES)
